export type Recent<T> = {
  /** What is kept under `key`, or what `make` makes. Who asks while it is being made gets the same. */
  get(key: string, make: () => Promise<T>, sizeOf: (made: T) => number): Promise<T>
}

/** Keeps what was asked for last, `most` in size, or one that is bigger alone. What could not be made is not kept. */
export function recent<T>(most: number): Recent<T> {
  const kept = new Map<string, { readonly made: Promise<T>; size: number }>()
  let total = 0

  function drop(key: string): void {
    total -= kept.get(key)?.size ?? 0
    kept.delete(key)
  }
  return {
    get(key, make, sizeOf) {
      const known = kept.get(key)
      if (known) {
        // A Map keeps the order of insertion: putting it back makes it the youngest.
        kept.delete(key)
        kept.set(key, known)
        return known.made
      }
      const entry = { made: make(), size: 0 }
      kept.set(key, entry)
      entry.made.then(
        made => {
          entry.size = sizeOf(made)
          total += entry.size
          for (const oldest of kept.keys()) {
            if (total <= most) break
            if (oldest !== key) drop(oldest)
          }
        },
        () => drop(key)
      )
      return entry.made
    }
  }
}
