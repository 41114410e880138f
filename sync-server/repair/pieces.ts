import type { Day } from '../../shared/kernel/day.ts'
import type { CopyLine } from '../backup/record.ts'
import type { StoredRow } from '../log/stored-row.ts'

/** Some events of one workspace and day. `next`: the day of the one that follows, `null` where the workspace's log ends. */
export type Piece = {
  readonly tenant: string
  readonly day: Day
  readonly rows: readonly [StoredRow, ...StoredRow[]]
  readonly next: Day | null
}

/** The events of a backup that was inspected, in its order, cut where a day ends or a workspace. */
export async function* piecesOf(lines: AsyncIterable<string>): AsyncGenerator<Piece> {
  let held: Omit<Piece, 'next'> | null = null
  for await (const text of lines) {
    const line = JSON.parse(text) as CopyLine
    if (!('events' in line)) continue
    for (const [day, [first, ...rest]] of Map.groupBy(line.rows, row => row.day)) {
      if (!first) continue
      if (held) yield { ...held, next: held.tenant === line.events ? day : null }
      held = { tenant: line.events, day, rows: [first, ...rest] }
    }
  }
  if (held) yield { ...held, next: null }
}
