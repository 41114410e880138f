import { dayAfter, startOfDay, type Day } from '../../shared/kernel/day.ts'
import { putDays, putHeard, putStreams } from '../backup/put.ts'
import { DamagedDay } from '../days/day-file.ts'
import type { Query } from '../db/sql.ts'
import type { ColdDays } from '../log/cold.ts'
import { countedDays, type CountedDay } from '../log/counted-days.ts'
import { storedAfter } from '../log/stored.ts'
import { closedRows, wrongOf } from '../log/verify-closed.ts'
import { causesFault, dayFault, headFault, heardFault, mayStand, streamFault } from '../log/verify-tables.ts'
import { chain, type Chain, type Fault, type Heard } from '../log/verify.ts'

const eventsAtOnce = 2000

/** `tables`: those that were drawn anew. `fault`: the log itself is not whole, so nothing can be drawn from it. */
export type Redrawn = { readonly tables: readonly string[]; readonly fault: Fault | null }

/** The tables beside the events of a workspace: where they say something else than the events, they are drawn from them. */
export async function redraw(query: Query, tenant: string, cold: ColdDays, now: number): Promise<Redrawn> {
  const followed = chain(tenant)
  const days = countedDays(tenant)
  let isHeard = true
  const fault = await follow(query, tenant, cold, followed, async (rows, heard) => {
    for (const row of rows) days.take(row)
    isHeard &&= (await heardFault(query, tenant, heard)) === null
  })
  if (fault) return { tables: [], fault }
  if (await isCutOff(query, tenant, followed))
    return { tables: [], fault: { seq: followed.seq + 1, what: 'is missing at the end of the log' } }
  const counted = days.all()
  const tables: string[] = []
  const drawn = (table: string) => void tables.push(table)

  if (!isHeard || (await causesFault(query, tenant, followed)) !== null) {
    await query('delete from heard where tenant = $1', [tenant])
    await follow(query, tenant, cold, chain(tenant), (_rows, heard) => putHeard(query, tenant, heard))
    drawn('heard')
  }
  if ((await streamFault(query, tenant, followed)) !== null) {
    await query('delete from head where tenant = $1', [tenant])
    await putStreams(query, tenant, followed)
    drawn('head')
  }
  if ((await dayFault(query, tenant, followed)) !== null) {
    await query('delete from tenant_day where tenant = $1', [tenant])
    await putDays(query, tenant, followed)
    drawn('tenant_day')
  }
  if (await redrawClosed(query, tenant, counted, now)) drawn('closed_day')
  if ((await headFault(query, tenant, followed)) !== null) {
    await redrawHead(query, tenant, followed)
    drawn('tenant_head')
  }
  return { tables, fault: null }
}

async function follow(
  query: Query,
  tenant: string,
  cold: ColdDays,
  followed: Chain,
  each: (rows: Awaited<ReturnType<typeof storedAfter>>, heard: readonly Heard[]) => Promise<void>
): Promise<Fault | null> {
  for (;;) {
    const rows = await storedAfter(query, tenant, followed.seq, eventsAtOnce, cold).catch((error: unknown) => {
      if (error instanceof DamagedDay) return error
      throw error
    })
    if (rows instanceof DamagedDay) return { seq: followed.seq + 1, what: `cannot be read: ${rows.message}` }
    for (const row of rows) {
      const fault = followed.take(row)
      if (fault) return fault
    }
    await each(rows, followed.heard(rows.length === 0))
    if (rows.length === 0) return null
  }
}

/**
 * Whether events are missing at the end: then two tables at least say that it went on, and how far. They are the last
 * who know of them.
 */
async function isCutOff(query: Query, tenant: string, { seq, hash }: Chain): Promise<boolean> {
  const rows = await query(
    `select seq from (
       select seq from tenant_head where tenant = $1
       union all select distinct last_seq from tenant_day where tenant = $1
       union all select distinct seq from heard where tenant = $1) as said
     where seq > $2 and not exists (
       select from tenant_head where tenant = $1 and (seq = $2 or encode(hash, 'hex') = $3))
     group by seq having count(*) > 1`,
    [tenant, seq, hash]
  )
  return rows.length > 0
}

async function redrawHead(query: Query, tenant: string, { seq, hash, recordedAt }: Chain): Promise<void> {
  const [stored] = await query<{ at: number }>('select recorded_at as at from tenant_head where tenant = $1', [tenant])
  const [closed] = await query<{ day: Day | null }>('select max(day)::text as day from closed_day where tenant = $1', [
    tenant
  ])
  // The closing of a day holds the clock past it.
  const held = closed?.day ? startOfDay(dayAfter(closed.day)) : 0
  const at = stored && mayStand(stored.at, recordedAt) ? stored.at : recordedAt
  await query(
    `insert into tenant_head (tenant, seq, recorded_at, hash) values ($1, $2, $3, decode($4, 'hex'))
     on conflict (tenant) do update set seq = excluded.seq, recorded_at = excluded.recorded_at, hash = excluded.hash`,
    [tenant, seq, Math.max(at, held), hash]
  )
}

/** Up to the last day that was closed; one that is open is closed by the server. */
async function redrawClosed(
  query: Query,
  tenant: string,
  counted: readonly CountedDay[],
  now: number
): Promise<boolean> {
  const known = new Map(counted.map(one => [one.day, one]))
  const stored = await closedRows(query, tenant)
  const there = new Map(stored.map(row => [row.day, row]))
  const last = stored.findLast(row => known.has(row.day))?.day ?? ''
  const extra = stored.filter(row => !known.has(row.day))
  for (const { day } of extra)
    await query('delete from closed_day where tenant = $1 and day = $2::text::date', [tenant, day])
  const wrong = counted.filter(one => {
    const row = there.get(one.day)
    return one.day <= last && (row === undefined || wrongOf(row, one) !== undefined)
  })
  for (const one of wrong) {
    await query(
      `insert into closed_day (tenant, day, first_seq, last_seq, events, bytes, root, summary, closed_at)
       values ($1, $2::text::date, $3, $4, $5, $6, $7, $8::text::json, $9)
       on conflict (tenant, day) do update set first_seq = excluded.first_seq, last_seq = excluded.last_seq,
         events = excluded.events, bytes = excluded.bytes, root = excluded.root, summary = excluded.summary`,
      [tenant, one.day, one.first, one.last, one.events, one.bytes, one.root, JSON.stringify(one.summary), now]
    )
  }
  return extra.length + wrong.length > 0
}
