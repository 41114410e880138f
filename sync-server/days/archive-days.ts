import { dayAfter, dayOf, type Day } from '../../shared/kernel/day.ts'
import type { StreamId } from '../../shared/kernel/message.ts'
import type { States } from '../log/states.ts'
import type { Sql } from '../db/sql.ts'
import { link } from '../log/row.ts'
import { storedOn } from '../log/stored.ts'
import type { StoredRow } from '../log/stored-row.ts'
import type { Archive } from './archive.ts'
import type { ArchivedDay, Cold } from './cold.ts'
import { DayNotWhole } from './close.ts'
import { DamagedDay, encodeDay, faultOf, fileOf, sha256, type DayFile } from './day-file.ts'

export type ArchiveDeps = {
  readonly sql: Sql
  readonly archive: Archive
  readonly cold: Cold
  readonly states: Pick<States, 'carry'>
  /** Hears of each day when it has moved. */
  readonly moved?: ((day: Day) => void) | undefined
}

/**
 * Moves every closed day that is more than `coldAfterDays` old to the archive, the oldest first; 0 moves none:
 *
 *     of every tenant: write its file ─ read it back, compare ─ note it in closed_day
 *                      carry the states of its streams over the day's end
 *     then, of all:    read from the archive from now on ─ drop the partition, note the day as cold
 *
 * Up to the last step the database has everything, and the last step is one transaction: whatever it dies of,
 * the next run finishes. It stops at the first day that cannot be moved, so that cold days have no gap.
 * Answers the days that were moved.
 */
export async function archiveDays(deps: ArchiveDeps, now: number, coldAfterDays: number): Promise<readonly Day[]> {
  if (coldAfterDays === 0) return []
  const moved: Day[] = []
  for (const day of await partitionsBefore(deps.sql, dayAfter(dayOf(now), -coldAfterDays))) {
    const archived: ArchivedDay[] = []
    for (const { checksum, ...one } of await closedOn(deps.sql, day)) {
      const before = checksum === null ? undefined : { ...one, checksum }
      archived.push(before && (await isWhole(deps, before)) ? before : await archive(deps, one, now))
      // After its rows were proved: what a bent row folds to must not be kept.
      await carryStates(deps, one)
    }
    await leaveDatabase(deps, day, archived, now)
    if (archived.length === 0) continue
    moved.push(day)
    deps.moved?.(day)
  }
  return moved
}

async function partitionsBefore(sql: Sql, end: Day): Promise<readonly Day[]> {
  const rows = await sql.everywhere.query<{ day: Day }>(
    `select translate(substr(c.relname, 7), '_', '-') as day from pg_inherits join pg_class c on c.oid = inhrelid
     where inhparent = 'event'::regclass order by 1`
  )
  return rows.map(({ day }) => day).filter(day => day < end)
}

type ClosedDay = Omit<ArchivedDay, 'checksum'> & { readonly checksum: string | null }

/** Of those who have it in the database: it may have left for others before an import brought it here once more. */
async function closedOn(sql: Sql, day: Day): Promise<readonly ClosedDay[]> {
  const rows = await sql.everywhere.query<ClosedDay & { root: string | null }>(
    `select tenant, day::text as day, tenant_day.first_seq as "firstSeq", tenant_day.last_seq as "lastSeq",
       events, root, file, checksum
     from tenant_day left join closed_day using (tenant, day) where day = '${day}' and cold_at is null order by tenant`
  )
  const open = rows.find(row => row.root === null)
  if (open) throw new DayNotWhole(open, 'it is not closed yet')
  return rows
}

/** A file that an earlier round wrote may have rotted since: the day is still here to be written again. */
async function isWhole({ cold }: ArchiveDeps, archived: ArchivedDay): Promise<boolean> {
  try {
    await cold.read(archived)
    return true
  } catch (error) {
    if (error instanceof DamagedDay) return false
    throw error
  }
}

/** Writes the day's file and proves that it can be read. */
async function archive(
  { sql, archive, cold }: ArchiveDeps,
  closed: Omit<DayFile, 'rows'>,
  now: number
): Promise<ArchivedDay> {
  const { tenant, day, firstSeq, lastSeq, events, root } = closed
  const header = { tenant, day, firstSeq, lastSeq, events, root }
  const rows = await rowsOf(sql, closed)
  const fault = faultOf(rows, closed, link)
  if (fault !== undefined) throw new DayNotWhole(closed, fault)
  const bytes = encodeDay({ ...header, rows })
  const archived = { ...header, file: fileOf(closed), checksum: sha256(bytes) }
  await archive.put(archived.file, bytes)
  const again = await cold.read(archived)
  if (sha256(encodeDay({ ...header, rows: again })) !== archived.checksum)
    throw new DayNotWhole(closed, 'its file reads otherwise')
  await sql
    .of(tenant)
    .query(`update closed_day set file = $2, checksum = $3, archived_at = $4 where tenant = $1 and day = '${day}'`, [
      tenant,
      archived.file,
      archived.checksum,
      now
    ])
  return archived
}

async function rowsOf(sql: Sql, { tenant, day, firstSeq }: Omit<DayFile, 'rows'>): Promise<StoredRow[]> {
  const rows: StoredRow[] = []
  for (let seq = firstSeq - 1; ;) {
    const page = await storedOn(sql.of(tenant).query, tenant, day, seq, 2_000)
    const last = page.at(-1)
    if (!last) return rows
    rows.push(...page)
    seq = last.seq
  }
}

/** Whoever loads a stream that has events on this day must not need the archive for it, however long it slept. */
async function carryStates(
  { sql, states }: ArchiveDeps,
  { tenant, day }: Pick<ClosedDay, 'tenant' | 'day'>
): Promise<void> {
  const ends = await sql
    .of(tenant)
    .query<{ stream: StreamId; version: number }>(
      `select stream, max(version) as version from event where tenant = $1 and day = '${day}' group by stream`,
      [tenant]
    )
  await states.carry(tenant, ends)
}

async function leaveDatabase(
  { sql, cold }: ArchiveDeps,
  day: Day,
  archived: readonly ArchivedDay[],
  now: number
): Promise<void> {
  const partition = `event_${day.replaceAll('-', '_')}`
  const [counted] = await sql.everywhere.query<{ events: number }>(`select count(*) as events from ${partition}`)
  const expected = archived.reduce((sum, one) => sum + one.events, 0)
  if (counted?.events !== expected)
    throw new Error(`${partition} has ${counted?.events} events and its files have ${expected}: it is kept`)
  cold.became(archived)
  await sql.everywhere.transaction(async query => {
    // Whoever reads the log for long, a backup perhaps, goes first; the next round tries again.
    await query(`set local lock_timeout = '3s'`)
    await query(`update closed_day set cold_at = $1 where day = '${day}' and cold_at is null`, [now])
    await query(`alter table event detach partition ${partition}`)
    await query(`drop table ${partition}`)
  })
}
