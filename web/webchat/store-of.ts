import type { Store } from './shelf.ts'

/** A store in memory that tells somebody else of every change, so that they can keep it. */
export function storeOf(
  entries: Readonly<Record<string, string>>,
  keep: (key: string, value: string | null) => void
): Store {
  const values = new Map(Object.entries(entries))
  return {
    get length() {
      return values.size
    },
    key: place => [...values.keys()][place] ?? null,
    getItem: key => values.get(key) ?? null,
    setItem: (key, value) => {
      values.set(key, value)
      keep(key, value)
    },
    removeItem: key => {
      if (values.delete(key)) keep(key, null)
    }
  }
}
