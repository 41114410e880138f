/** So many at once, and so many a second from then on. */
export type Allowance = { readonly burst: number; readonly perSecond: number }

export type Pace = {
  /** Takes one from the key's bucket; answers how long to wait before it is really there, 0 when it is. */
  take(key: string, now: number): number
}

/** About 100 bytes each. Whoever is forgotten begins with a full bucket. */
const mostKept = 10_000

/** A token bucket for each key. It may go below empty, as far as it was full: whoever takes then, waits. */
export function pace({ burst, perSecond }: Allowance): Pace {
  const buckets = new Map<string, { left: number; at: number }>()
  return {
    take(key, now) {
      const before = buckets.get(key) ?? { left: burst, at: now }
      const left = Math.max(-burst, Math.min(burst, before.left + ((now - before.at) / 1000) * perSecond) - 1)
      buckets.delete(key)
      buckets.set(key, { left, at: now })
      const oldest = buckets.keys().next()
      if (buckets.size > mostKept && !oldest.done) buckets.delete(oldest.value)
      return left >= 0 ? 0 : Math.ceil((-left / perSecond) * 1000)
    }
  }
}
