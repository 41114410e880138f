import type { Day } from '../../shared/kernel/day.ts'
import { rootOf } from '../days/root.ts'
import { add, nothing, summaryOf, type Summary } from '../days/summary.ts'
import type { Query } from '../db/sql.ts'
import type { StoredRow } from './stored-row.ts'
import type { Fault } from './verify.ts'

type Tally = { readonly first: number; last: number; hash: string; bytes: number; readonly counts: Map<string, number> }

/** What the closed days must say, counted from the events themselves as they are followed. */
export type ClosedDays = {
  take(row: StoredRow): void
  /** Answers the first closed day that is not what its events and the root before it make of it. */
  fault(query: Query): Promise<Fault | null>
}

type Closed = {
  readonly day: Day
  readonly first: number
  readonly last: number
  readonly events: number
  readonly bytes: number
  readonly root: string
  readonly summary: Summary
  readonly cold: boolean
  readonly file: boolean
}

export function closedDays(tenant: string): ClosedDays {
  const days = new Map<Day, Tally>()
  return {
    take({ day, seq, hash, data, type, scope }) {
      const tally = days.get(day) ?? { first: seq, last: seq, hash, bytes: 0, counts: new Map<string, number>() }
      days.set(day, tally)
      tally.last = seq
      tally.hash = hash
      tally.bytes += Buffer.byteLength(data)
      const kind = JSON.stringify([type, scope])
      tally.counts.set(kind, (tally.counts.get(kind) ?? 0) + 1)
    },
    async fault(query) {
      const closed = new Map((await stored(query, tenant)).map(row => [row.day, row]))
      const extra = [...closed.keys()].find(day => !days.has(day))
      if (extra) return { seq: null, what: `\`closed_day\` has ${extra}, on which nothing was recorded` }
      let before = ''
      let open: Day | undefined
      for (const [day, tally] of days) {
        const row = closed.get(day)
        if (!row) {
          open ??= day
          continue
        }
        if (open) return { seq: tally.first, what: `is on ${day}, which is closed, and ${open} before it is not` }
        const what = wrongOf(
          row,
          tally,
          rootOf({ tenant, day, firstSeq: tally.first, lastSeq: tally.last }, tally.hash, before)
        )
        if (what) return { seq: tally.first, what: `begins ${day}, whose ${what}` }
        before = row.root
      }
      return null
    }
  }
}

function stored(query: Query, tenant: string): Promise<Closed[]> {
  return query<Closed>(
    `select day::text as day, first_seq as first, last_seq as last, events, bytes, root, summary,
       cold_at is not null as cold, file is not null and checksum is not null as file
     from closed_day where tenant = $1 order by day`,
    [tenant]
  )
}

function wrongOf(row: Closed, tally: Tally, root: string): string | undefined {
  if (row.first !== tally.first || row.last !== tally.last || row.events !== tally.last - tally.first + 1)
    return `extent in \`closed_day\` is another`
  if (row.root !== root) return 'root is not that of its events'
  if (row.bytes !== tally.bytes) return 'size in `closed_day` is another'
  if (JSON.stringify(row.summary) !== JSON.stringify(summed(tally.counts))) return 'summary is not that of its events'
  return row.cold && !row.file ? 'file has no name, and it is no longer in the database' : undefined
}

function summed(counts: ReadonlyMap<string, number>): Summary {
  return [...counts]
    .map(([kind, events]) => {
      const [type = '', scope = ''] = JSON.parse(kind) as string[]
      return summaryOf({ type, scope, events })
    })
    .reduce(add, nothing)
}
