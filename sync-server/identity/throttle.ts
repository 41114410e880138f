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
  /** The same, and counts nothing. */
  waitAt(key: string, now: number): number
  forgive(key: string): void
  /** That one try was a good one. It does not excuse the others. */
  takeBack(key: string): void
}

/** Exponential back-off per key. What has been quiet for the longest wait is forgotten. */
export function throttle(patience: Patience): Throttle {
  // In the order of the last try, so that the first is the one to forget.
  const known = new Map<string, Tries>()
  const triesOf = (key: string, now: number): Tries => {
    const before = known.get(key)
    // A clock that was set back since says nothing of how long ago it was.
    const isFresh = before && before.lastAt <= now && now - before.lastAt <= 2 * patience.longestWaitMs
    return isFresh ? before : { count: 0, lastAt: now }
  }
  const waitAt = (key: string, now: number): number => {
    const { count, lastAt } = triesOf(key, now)
    return count < patience.free ? 0 : Math.max(0, lastAt + waitAfter(count, patience) - now)
  }
  return {
    waitAt,
    tryAt(key, now) {
      const waitMs = waitAt(key, now)
      if (waitMs > 0) return waitMs
      const { count } = triesOf(key, now)
      known.delete(key)
      known.set(key, { count: count + 1, lastAt: now })
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

/**
 * One try that several count, or none does: whoever has to wait for one of them has not tried. Answers how long to wait
 * instead, 0 for go.
 */
export function tryAll(counts: readonly (readonly [Throttle, string])[], now: number): number {
  const waitMs = Math.max(...counts.map(([each, key]) => each.waitAt(key, now)))
  if (waitMs === 0) for (const [each, key] of counts) each.tryAt(key, now)
  return waitMs
}

function waitAfter(count: number, patience: Patience): number {
  return Math.min(patience.firstWaitMs * 2 ** Math.min(count - patience.free, 30), patience.longestWaitMs)
}
