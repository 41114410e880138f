import type { Allowance } from '../../shared/platforms/strategy.ts'

export type Pace = {
  /** Takes one from the key's bucket; answers how long to wait before it is really there, 0 when it is. */
  take(key: string, now: number): number
  /** How long until one is there, for whoever takes none before that. */
  waitMs(key: string, now: number): number
  /** It was taken, and not used. */
  giveBack(key: string): void
}

/** About 100 bytes each. Whoever is forgotten begins with a full bucket. */
const mostKept = 10_000

/** A token bucket for each key. It may go below empty, as far as it was full: whoever takes then, waits. */
export function pace({ burst, perSecond }: Allowance): Pace {
  const buckets = new Map<string, { left: number; at: number }>()
  const leftOf = (key: string, now: number) => {
    const before = buckets.get(key)
    return before ? Math.min(burst, before.left + ((now - before.at) / 1000) * perSecond) : burst
  }
  return {
    waitMs: (key, now) => Math.max(0, Math.ceil(((1 - leftOf(key, now)) / perSecond) * 1000)),
    take(key, now) {
      const left = Math.max(-burst, leftOf(key, now) - 1)
      buckets.delete(key)
      buckets.set(key, { left, at: now })
      const oldest = buckets.keys().next()
      if (buckets.size > mostKept && !oldest.done) buckets.delete(oldest.value)
      return left >= 0 ? 0 : Math.ceil((-left / perSecond) * 1000)
    },
    giveBack(key) {
      const before = buckets.get(key)
      if (before) buckets.set(key, { ...before, left: Math.min(burst, before.left + 1) })
    }
  }
}
