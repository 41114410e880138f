import { batch, computed, signal, type ReadonlySignal, type Signal } from '@preact/signals'

/** Rows kept in memory. One event redraws one row: nothing here ever copies the whole set. */
export type Rows<T> = {
  /** Reads without subscribing. */
  readonly all: ReadonlyMap<string, T>
  /** Reads and subscribes to this one row. */
  get(id: string): T | undefined
  /** Grows with every change of any row. */
  readonly revision: ReadonlySignal<number>
  /** The ids that changed after `revision`; `null` when that is too long ago to tell. */
  changedSince(revision: number): ReadonlySet<string> | null
}

/** What only the engine holds: the screens read, `dispatch` changes. */
export type DrawnRows<T> = Rows<T> & {
  /** `null` takes a row away. */
  draw(changes: Iterable<readonly [string, T | null]>): void
  clear(): void
}

const journalKept = 1000

export function createRows<T>(): DrawnRows<T> {
  const all = new Map<string, T>()
  const watched = new Map<string, Signal<T | undefined>>()
  const revision = signal(0)
  let journal: string[] = []

  function draw(changes: Iterable<readonly [string, T | null]>): void {
    batch(() => {
      for (const [id, row] of changes) {
        if (row === null) all.delete(id)
        else all.set(id, row)
        const own = watched.get(id)
        if (own) own.value = row ?? undefined
        journal.push(id)
        revision.value = revision.peek() + 1
      }
    })
    if (journal.length > 2 * journalKept) journal = journal.slice(-journalKept)
  }

  return {
    all,
    revision,
    draw,
    get(id) {
      const known = watched.get(id)
      if (known) return known.value
      // Forgotten again when nobody looks any more: ten thousand rows scrolled by must not leave ten thousand signals.
      const own = signal(all.get(id), { unwatched: () => void watched.delete(id) })
      watched.set(id, own)
      return own.value
    },
    changedSince(since) {
      const count = revision.peek() - since
      return count <= journal.length ? new Set(count === 0 ? [] : journal.slice(-count)) : null
    },
    clear() {
      draw(Array.from(all.keys(), id => [id, null] as const))
    }
  }
}

/**
 * The ids of the rows that belong, in order. `where` and `by` are pure functions of the row.
 * A changed row is moved alone; the same order gives the same array, so nobody is drawn again for nothing.
 */
export function select<T>(
  rows: Rows<T>,
  where: (row: T) => boolean,
  by: (a: T, b: T) => number
): ReadonlySignal<readonly string[]> {
  let seen = -1
  let ids: readonly string[] = []
  return computed(() => {
    const revision = rows.revision.value
    const changed = seen < 0 ? null : rows.changedSince(seen)
    seen = revision
    const next = changed && changed.size < 100 ? moved(rows, ids, changed, where, by) : sorted(rows, where, by)
    if (next.length !== ids.length || next.some((id, at) => id !== ids[at])) ids = next
    return ids
  })
}

function sorted<T>(rows: Rows<T>, where: (row: T) => boolean, by: (a: T, b: T) => number): string[] {
  return [...rows.all]
    .filter(([, row]) => where(row))
    .sort(([, a], [, b]) => by(a, b))
    .map(([id]) => id)
}

function moved<T>(
  rows: Rows<T>,
  ids: readonly string[],
  changed: ReadonlySet<string>,
  where: (row: T) => boolean,
  by: (a: T, b: T) => number
): string[] {
  const next = ids.filter(id => !changed.has(id))
  for (const id of changed) {
    const row = rows.all.get(id)
    if (row && where(row)) next.splice(placeOf(row, next, rows, by), 0, id)
  }
  return next
}

function placeOf<T>(row: T, ids: readonly string[], rows: Rows<T>, by: (a: T, b: T) => number): number {
  let low = 0
  let high = ids.length
  while (low < high) {
    const middle = (low + high) >> 1
    const other = rows.all.get(ids[middle] ?? '')
    if (other && by(other, row) <= 0) low = middle + 1
    else high = middle
  }
  return low
}
