/** Where this page keeps what must survive a reload. `lasts` is false once the browser keeps nothing for us. */
export type Shelf = {
  get(key: string): string | null
  put(key: string, value: string): void
  drop(key: string): void
  keys(): string[]
  lasts(): boolean
}

/** What of the browser's `Storage` we use. */
export type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

/**
 * A part of `localStorage` under a prefix. Private windows, blocked cookies and full disks make it throw at any
 * moment: then the words stay in memory, and `lasts` says so, for the page to tell the visitor.
 */
export function openShelf(store: () => Store, prefix: string): Shelf {
  const memory = new Map<string, string | null>()
  let lasting = true
  const attempt = <T>(work: (store: Store) => T, otherwise: T): T => {
    try {
      return work(store())
    } catch {
      lasting = false
      return otherwise
    }
  }
  attempt(store => {
    store.setItem(`${prefix}probe`, '1')
    store.removeItem(`${prefix}probe`)
  }, undefined)
  return {
    get: key => memory.get(key) ?? (memory.has(key) ? null : attempt(store => store.getItem(prefix + key), null)),
    put: (key, value) => {
      const kept = attempt(store => (store.setItem(prefix + key, value), true), false)
      if (kept) memory.delete(key)
      else memory.set(key, value)
    },
    drop: key => {
      const gone = attempt(store => (store.removeItem(prefix + key), true), false)
      if (gone) memory.delete(key)
      else memory.set(key, null)
    },
    keys: () => {
      const stored = attempt(store => ownKeys(store, prefix), [])
      const remembered = [...memory].filter(([, value]) => value !== null).map(([key]) => key)
      return [...new Set([...stored.filter(key => memory.get(key) !== null), ...remembered])]
    },
    lasts: () => lasting
  }
}

function ownKeys(store: Store, prefix: string): string[] {
  const keys: string[] = []
  for (let i = 0; i < store.length; i++) {
    const key = store.key(i)
    if (key?.startsWith(prefix)) keys.push(key.slice(prefix.length))
  }
  return keys
}
