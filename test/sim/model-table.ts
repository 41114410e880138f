type Key = number | string | readonly (number | string)[]

/** One object store: rows in the order of their keys. */
export class ModelTable {
  readonly #keyOf: (row: never) => Key
  #keys: Key[] = []
  #rows: unknown[] = []
  /** Grows with every change. */
  changes = 0

  constructor(keyOf: (row: never) => Key) {
    this.#keyOf = keyOf
  }

  get rows(): readonly unknown[] {
    return this.#rows
  }

  get(key: Key): unknown {
    const at = this.#place(key)
    return at < this.#keys.length && compare(this.#keys[at]!, key) === 0 ? this.#rows[at] : undefined
  }

  between(from: Key, to: Key): unknown[] {
    const found: unknown[] = []
    for (let at = this.#place(from); at < this.#keys.length && compare(this.#keys[at]!, to) <= 0; at++) {
      found.push(this.#rows[at])
    }
    return found
  }

  /** Every change gives back how to undo it. */
  put(row: unknown): () => void {
    this.changes++
    const key = this.#keyOf(row as never)
    const at = this.#place(key)
    if (at < this.#keys.length && compare(this.#keys[at]!, key) === 0) {
      const before = this.#rows[at]
      this.#rows[at] = row
      return () => void this.put(before)
    }
    this.#keys.splice(at, 0, key)
    this.#rows.splice(at, 0, row)
    return () => void this.delete(key)
  }

  delete(key: Key): () => void {
    const at = this.#place(key)
    if (at >= this.#keys.length || compare(this.#keys[at]!, key) !== 0) return () => undefined
    this.changes++
    const before = this.#rows[at]
    this.#keys.splice(at, 1)
    this.#rows.splice(at, 1)
    return () => void this.put(before)
  }

  clear(): () => void {
    const [keys, rows] = [this.#keys, this.#rows]
    this.#keys = []
    this.#rows = []
    this.changes++
    return () => {
      this.changes++
      this.#keys = keys
      this.#rows = rows
    }
  }

  keyOf(row: unknown): Key {
    return this.#keyOf(row as never)
  }

  copy(): ModelTable {
    const made = new ModelTable(this.#keyOf)
    made.#keys = [...this.#keys]
    made.#rows = [...this.#rows]
    return made
  }

  #place(key: Key): number {
    let low = 0
    let high = this.#keys.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (compare(this.#keys[middle]!, key) < 0) low = middle + 1
      else high = middle
    }
    return low
  }
}

/** As IndexedDB orders them, for keys of one shape. */
function compare(a: Key, b: Key): number {
  if (typeof a === 'object' && typeof b === 'object') {
    for (let at = 0; at < a.length; at++) {
      const order = compare(a[at]!, b[at]!)
      if (order !== 0) return order
    }
    return 0
  }
  return a < b ? -1 : a > b ? 1 : 0
}
