import type { DrawnRow } from './redraw.ts'
import { put, remove, type Script } from './script.ts'

export function* putRows(rows: readonly DrawnRow[]): Script<void> {
  for (const [table, drawn] of Map.groupBy(rows, row => row.table)) {
    yield* put(
      table,
      drawn.flatMap(({ row }) => (row === null ? [] : [row as never]))
    )
    yield* remove(
      table,
      drawn.flatMap(({ id, row }) => (row === null ? [id] : []))
    )
  }
}
