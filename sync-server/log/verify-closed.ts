import type { Day } from '../../shared/kernel/day.ts'
import type { Query } from '../db/sql.ts'
import { countedDays, type CountedDay } from './counted-days.ts'
import type { StoredRow } from './stored-row.ts'
import type { Fault } from './verify.ts'

/** What the closed days must say, counted from the events themselves as they are followed. */
export type ClosedDays = {
  take(row: StoredRow): void
  /** Answers the first closed day that is not what its events and the root before it make of it. */
  fault(query: Query): Promise<Fault | null>
}

/** A row of `closed_day`. `file`: its file in the archive is named. */
export type ClosedRow = CountedDay & { readonly cold: boolean; readonly file: boolean }

export function closedDays(tenant: string): ClosedDays {
  const days = countedDays(tenant)
  return {
    take: days.take,
    async fault(query) {
      const counted = days.all()
      const closed = new Map((await closedRows(query, tenant)).map(row => [row.day, row]))
      const extra = [...closed.keys()].find(day => !counted.some(one => one.day === day))
      if (extra) return { seq: null, what: `\`closed_day\` has ${extra}, on which nothing was recorded` }
      let open: Day | undefined
      for (const one of counted) {
        const { day, first } = one
        const row = closed.get(day)
        if (!row) {
          open ??= day
          continue
        }
        if (open) return { seq: first, what: `is on ${day}, which is closed, and ${open} before it is not` }
        const what = wrongOf(row, one)
        if (what) return { seq: first, what: `begins ${day}, whose ${what}` }
      }
      return null
    }
  }
}

export function closedRows(query: Query, tenant: string): Promise<ClosedRow[]> {
  return query<ClosedRow>(
    `select day::text as day, first_seq as first, last_seq as last, events, bytes, root, summary,
       cold_at is not null as cold, file is not null and checksum is not null as file
     from closed_day where tenant = $1 order by day`,
    [tenant]
  )
}

export function wrongOf(row: ClosedRow, counted: CountedDay): string | undefined {
  if (row.first !== counted.first || row.last !== counted.last || row.events !== counted.events)
    return `extent in \`closed_day\` is another`
  if (row.root !== counted.root) return 'root is not that of its events'
  if (row.bytes !== counted.bytes) return 'size in `closed_day` is another'
  if (JSON.stringify(row.summary) !== JSON.stringify(counted.summary)) return 'summary is not that of its events'
  return row.cold && !row.file ? 'file has no name, and it is no longer in the database' : undefined
}
