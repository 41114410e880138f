import type { Progress } from './jobs/job.ts'
import type { Terminal } from './terminal.ts'

/** On a terminal it moves; elsewhere a long piece of work says now and then that it is still there. */
const everyMs = { terminal: 100, elsewhere: 30_000 }

export type ProgressLine = {
  show(progress: Progress): void
  /** Takes it away, so that something else can be written. */
  clear(): void
}

export function progressLine(out: Terminal['err']): ProgressLine {
  const moves = out.isTTY === true
  let saidAt = performance.now()
  let shown = false
  return {
    show(progress) {
      if (performance.now() - saidAt < (moves ? everyMs.terminal : everyMs.elsewhere)) return
      saidAt = performance.now()
      out.write(moves ? `\r\u001B[K${words(progress)}` : `${words(progress)}\n`)
      shown = moves
    },
    clear() {
      if (shown) out.write('\r\u001B[K')
      shown = false
    }
  }
}

function words({ what, done, of }: Progress): string {
  const share = of ? ` of ${of.toLocaleString('en')}, ${Math.floor((100 * done) / of)} %` : ''
  return `${what}: ${done.toLocaleString('en')}${share}`
}
