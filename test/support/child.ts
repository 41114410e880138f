import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { asThisRuns } from './for-seconds.ts'

export type Child = {
  /** The next line it prints; rejects when it ends first. */
  line(): Promise<string>
  /** Kills it like a power switch and waits for its end. Answers every line it had printed. */
  kill(): Promise<readonly string[]>
  /** Waits for its end. */
  ended(): Promise<{ readonly code: number | null; readonly lines: readonly string[]; readonly errors: string }>
}

/** Runs a file of `test/` as a process of its own. */
export function child(
  file: string,
  args: readonly string[],
  nodeArgs: readonly string[] = [],
  env: Readonly<Record<string, string>> = {}
): Child {
  const path = fileURLToPath(new URL(`../${file}`, import.meta.url))
  const started = spawn(process.execPath, [...asThisRuns, ...nodeArgs, path, ...args], {
    stdio: 'pipe',
    env: { ...process.env, ...env }
  })
  const lines: string[] = []
  const waiting: ((line: string) => void)[] = []
  let taken = 0
  let errors = ''
  started.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  createInterface({ input: started.stdout }).on('line', line => {
    lines.push(line)
    waiting.shift()?.(line)
  })
  const end = endOf(started)

  return {
    async line() {
      const index = taken++
      const already = lines[index]
      if (already !== undefined) return already
      const next = new Promise<string>(resolve => waiting.push(resolve))
      const over = end.then(code => Promise.reject<string>(new Error(`${file} ended with ${code}: ${errors}`)))
      over.catch(() => {})
      return Promise.race([next, over])
    },
    async kill() {
      started.kill('SIGKILL')
      await end
      return lines
    },
    async ended() {
      return { code: await end, lines, errors }
    }
  }
}

function endOf(started: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    started.on('error', reject)
    // `close` comes after the last line was read, `exit` may come before.
    started.on('close', code => resolve(code))
  })
}
