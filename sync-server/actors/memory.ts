import type { Remembered } from '../../shared/kernel/handle.ts'

/** The hot states: the `most` last used ones. One that is at work is never forgotten, even past `most`. */
export function memory(most: number, isAtWork: (key: string) => boolean) {
  const states = new Map<string, Remembered<unknown>>()

  function forgetTheOldest(): void {
    for (const key of states.keys()) {
      if (states.size <= most) return
      if (!isAtWork(key)) states.delete(key)
    }
  }

  return {
    recall(key: string): Remembered<unknown> | undefined {
      return states.get(key)
    },
    keep(key: string, remembered: Remembered<unknown>): void {
      // A Map keeps the order of insertion: putting it back makes it the youngest.
      states.delete(key)
      states.set(key, remembered)
      forgetTheOldest()
    },
    forget(key: string): void {
      states.delete(key)
    },
    get size(): number {
      return states.size
    }
  }
}
