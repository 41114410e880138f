import type { Day } from '../../shared/kernel/day.ts'
import { fileOf } from '../days/day-file.ts'
import type { Archive } from '../days/archive.ts'
import type { Query } from '../db/sql.ts'
import { countedDays, type CountedDays } from '../log/counted-days.ts'
import type { Partitions } from '../log/partitions.ts'
import type { StoredRow } from '../log/stored-row.ts'
import { mendColdDay, type ColdRow } from './mend-cold-day.ts'
import { mendEvents } from './mend-events.ts'
import type { Piece } from './pieces.ts'

/** What of a workspace's log was mended from the backup, and what could not be. */
export type MendedLog = {
  readonly events: number[]
  readonly days: Day[]
  /** Days in the archive whose row in `closed_day` was another. */
  readonly closed: Day[]
  readonly left: { readonly seq: number; readonly why: string }[]
}

export type LogParts = {
  readonly query: Query
  readonly archive: Archive
  readonly partitions: Partitions
  readonly now: number
}

type ColdRows = ReadonlyMap<Day, ColdRow & { readonly cold: boolean }>

/**
 * One workspace's log, beside the backup's: it takes the pieces in their order. Up to `proven` both are the same log;
 * what is behind it is left as it is.
 */
export type LogMender = { take(piece: Piece): Promise<void>; end(): Promise<MendedLog> }

export async function logMender(parts: LogParts, tenant: string, proven: number): Promise<LogMender> {
  const { query } = parts
  const stored: ColdRows = new Map((await coldRows(query, tenant)).map(row => [row.day, row]))
  const inDatabase = await partitionDays(query)
  const days: CountedDays = countedDays(tenant)
  const mended: MendedLog = { events: [], days: [], closed: [], left: [] }
  let rows: StoredRow[] = []
  // Cold days have no gap among them: a day after a warm one is warm.
  let coldSoFar = true

  const isCold = (day: Day) => stored.get(day)?.cold ?? (coldSoFar && !inDatabase.has(day))

  async function mendDay(piece: Piece): Promise<void> {
    rows.push(...piece.rows)
    if (piece.next === piece.day) return
    const [whole, counted] = [rows, days.all().at(-1)]
    rows = []
    // The last day of a backup may have gone on after it.
    const isWhole = piece.next !== null || stored.get(piece.day)?.last === whole.at(-1)?.seq
    if (!counted || !isWhole || counted.last > proven) return
    const day = { tenant, counted, rows: whole, stored: withoutCold(stored.get(piece.day)) }
    const { file, row } = await mendColdDay(query, parts.archive, day, parts.now)
    if (file) mended.days.push(piece.day)
    if (row) mended.closed.push(piece.day)
  }
  return {
    async take(piece) {
      for (const row of piece.rows) days.take(row)
      coldSoFar = isCold(piece.day)
      if (coldSoFar) return mendDay(piece)
      const [first, ...rest] = piece.rows.filter(row => row.seq <= proven)
      if (!first) return
      const { seqs, left } = await mendEvents(query, parts.partitions, { ...piece, rows: [first, ...rest] })
      mended.events.push(...seqs)
      mended.left.push(...left.map(seq => ({ seq, why: 'another event lies in its place' })))
    },
    async end() {
      mended.closed.push(...(await dropStrange(query, tenant, days, stored)))
      return mended
    }
  }
}

/** Takes away what names a day on which nothing was recorded, and says otherwise what is true of one on which there was. */
async function dropStrange(query: Query, tenant: string, days: CountedDays, stored: ColdRows): Promise<readonly Day[]> {
  const counted = new Map(days.all().map(one => [one.day, one]))
  const roots = new Set([...counted.values()].map(one => one.root))
  const files = new Set([...counted.keys()].map(day => fileOf({ tenant, day })))
  const strange = [...stored.values()].filter(
    row => row.cold && !counted.has(row.day) && (roots.has(row.root) || files.has(row.file ?? ''))
  )
  for (const { day } of strange)
    await query('delete from closed_day where tenant = $1 and day = $2::text::date', [tenant, day])
  return strange.map(row => row.day)
}

function withoutCold(row: (ColdRow & { readonly cold: boolean }) | undefined): ColdRow | undefined {
  if (!row) return undefined
  const { cold: _cold, ...rest } = row
  return rest
}

function coldRows(query: Query, tenant: string): Promise<(ColdRow & { cold: boolean })[]> {
  return query<ColdRow & { cold: boolean }>(
    `select day::text as day, first_seq as first, last_seq as last, events, bytes, root, summary, file, checksum,
       cold_at is not null as cold
     from closed_day where tenant = $1`,
    [tenant]
  )
}

async function partitionDays(query: Query): Promise<ReadonlySet<Day>> {
  const rows = await query<{ day: Day }>(
    `select translate(substr(c.relname, 7), '_', '-') as day from pg_inherits join pg_class c on c.oid = inhrelid
     where inhparent = 'event'::regclass`
  )
  return new Set(rows.map(row => row.day))
}
