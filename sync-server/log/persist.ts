import { setTimeout as pause } from 'node:timers/promises'

export type Persistence = {
  readonly signal: AbortSignal
  /** The pause after a failure; it doubles up to `mostRetryMs`. */
  readonly retryAfterMs: number
  readonly mostRetryMs: number
  readonly report: (error: unknown) => void
}

/** Tries until it works, or until `signal` says that nobody wants it any more. */
export async function persist(work: () => Promise<void>, how: Persistence): Promise<void> {
  const { signal, mostRetryMs } = how
  for (let afterMs = how.retryAfterMs; !signal.aborted; afterMs = Math.min(afterMs * 2, mostRetryMs)) {
    try {
      return await work()
    } catch (error) {
      how.report(error)
      // An aborted pause is how a stop gets through.
      await pause(afterMs, undefined, { signal }).catch(() => {})
    }
  }
}
