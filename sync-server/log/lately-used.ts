export type LatelyUsed<V> = {
  /** Makes it the youngest. */
  recall(key: string): V | undefined
  keep(key: string, value: V, bytes: number): void
  forget(key: string): void
  keys(): Iterable<string>
  readonly count: number
  readonly bytes: number
}

/** What was used last, as much as fits; the rest goes, oldest first. What `isAtWork` stays, even past the budget. */
export function latelyUsed<V>(mostBytes: number, isAtWork: (key: string) => boolean = () => false): LatelyUsed<V> {
  // A Map keeps the order of insertion: putting it back makes it the youngest.
  const held = new Map<string, { readonly value: V; readonly bytes: number }>()
  let total = 0

  function forget(key: string): void {
    total -= held.get(key)?.bytes ?? 0
    held.delete(key)
  }

  function makeRoom(): void {
    for (const key of held.keys()) {
      if (total <= mostBytes) return
      if (!isAtWork(key)) forget(key)
    }
  }

  return {
    recall(key) {
      const one = held.get(key)
      if (!one) return undefined
      held.delete(key)
      held.set(key, one)
      return one.value
    },
    keep(key, value, bytes) {
      forget(key)
      held.set(key, { value, bytes })
      total += bytes
      makeRoom()
    },
    forget,
    keys: () => held.keys(),
    get count() {
      return held.size
    },
    get bytes() {
      return total
    }
  }
}
