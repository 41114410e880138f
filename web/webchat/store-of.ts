import type { Store } from './shelf.ts'

/** `follow`: somebody else has kept this already. */
export type FollowingStore = Store & { follow(key: string, value: string | null): void }

/** A store in memory that tells somebody else of every change, so that they can keep it. */
export function storeOf(
  entries: Readonly<Record<string, string>>,
  keep: (key: string, value: string | null) => void
): FollowingStore {
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
    },
    follow: (key, value) => void (value === null ? values.delete(key) : values.set(key, value))
  }
}
