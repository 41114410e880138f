import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'

/** What is left to do once it is on record that something was sent. */
export type Afterwards = {
  /** How much it holds in memory until it is done. */
  readonly bytes: number
  /** `hurry`: the server stops, and whatever it waits for is over. */
  run(hurry: AbortSignal): Promise<void>
}

export type LeftToDo = {
  /** One after the other for one inbox. */
  add(inbox: string, work: Afterwards): void
  /** What is left is done at once, as far as it comes in the time that is given it. */
  stop(): Promise<void>
}

/** What waits may hold so much; of what is too much for that, nothing is done. */
const mostBytes = 64 * 1024 * 1024
/** A server that stops waits for nothing that is not worth it. */
const graceMs = 5000

/** Does what is left to do, on nobody's time: whatever becomes of it, what was sent is sent. */
export function leftToDo(logger: Logger): LeftToDo {
  const hurrying = new AbortController()
  const lines = new Map<string, Promise<void>>()
  let waiting = 0
  return {
    add(inbox, { bytes, run }) {
      if (waiting + bytes > mostBytes) return logger.warn({ inbox }, 'too much is left to do after sending')
      waiting += bytes
      const done = (lines.get(inbox) ?? Promise.resolve())
        .then(() => run(hurrying.signal))
        // Never what a server said: it may repeat what it was told.
        .catch(error => logger.warn({ inbox, fault: nameOf(error) }, 'what is left to do after sending was not done'))
        .finally(() => {
          waiting -= bytes
          if (lines.get(inbox) === done) lines.delete(inbox)
        })
      lines.set(inbox, done)
    },
    async stop() {
      hurrying.abort()
      await Promise.race([Promise.all(lines.values()), sleep(graceMs, undefined, { ref: false })])
    }
  }
}

function nameOf(error: unknown): string {
  const { code, name } = error as { code?: unknown; name?: unknown }
  return String(code ?? name ?? 'unknown').slice(0, 64)
}
