/** How many tries are free, and how the wait grows from then on: doubled with each further one. */
export type Patience = {
  readonly free: number
  readonly firstWaitMs: number
  readonly longestWaitMs: number
  /** The most keys remembered: an attacker with many addresses must not fill the memory. */
  readonly most: number
}

type Tries = { readonly count: number; readonly lastAt: number }

export type Throttle = {
  /** Counts a try before it is made, so that tries in parallel count too. Answers how long to wait instead, 0 for go. */
  tryAt(key: string, now: number): number
  forgive(key: string): void
  /** That one try was a good one. It does not excuse the others. */
  takeBack(key: string): void
}

/** Exponential back-off per key. What has been quiet for the longest wait is forgotten. */
export function throttle(patience: Patience): Throttle {
  // In the order of the last try, so that the first is the one to forget.
  const known = new Map<string, Tries>()
  return {
    tryAt(key, now) {
      const before = known.get(key)
      const tries = before && now - before.lastAt <= 2 * patience.longestWaitMs ? before : { count: 0, lastAt: now }
      const readyAt = tries.count < patience.free ? now : tries.lastAt + waitAfter(tries.count, patience)
      if (readyAt > now) return readyAt - now
      known.delete(key)
      known.set(key, { count: tries.count + 1, lastAt: now })
      const oldest = known.keys().next()
      if (known.size > patience.most && !oldest.done) known.delete(oldest.value)
      return 0
    },
    forgive(key) {
      known.delete(key)
    },
    takeBack(key) {
      const tries = known.get(key)
      if (tries) known.set(key, { ...tries, count: Math.max(0, tries.count - 1) })
    }
  }
}

function waitAfter(count: number, patience: Patience): number {
  return Math.min(patience.firstWaitMs * 2 ** Math.min(count - patience.free, 30), patience.longestWaitMs)
}
