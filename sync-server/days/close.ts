import { dayAfter, dayOf, startOfDay, type Day } from '../../shared/kernel/day.ts'
import type { Query, Sql } from '../db/sql.ts'
import { rootOf, type Extent } from './root.ts'
import { add, nothing, summaryOf } from './summary.ts'

/** What the tables say of a day cannot be true, so it stays as it is: `verify` tells more. */
export class DayNotWhole extends Error {
  constructor({ tenant, day }: Extent, why: string) {
    super(`${day} of ${tenant} is not whole: ${why}`)
    this.name = 'DayNotWhole'
  }
}

export type ClosedDay = Extent & { readonly root: string }

/**
 * Closes every past day of every tenant, the oldest first, each whole or not at all:
 *
 *     lock the tenant ─ count its day ─ root over the day before ─ closed_day ─ hold the clock past the day ─ commit
 *
 * Answers what was closed. One tenant's trouble is handed to `report` and leaves only its own days open.
 */
export async function closeDays(
  sql: Sql,
  now: number,
  report: (error: unknown) => void
): Promise<readonly ClosedDay[]> {
  const open = await sql.everywhere.query<Extent>(
    `select tenant, day::text as day, first_seq as "firstSeq", last_seq as "lastSeq" from tenant_day
     where day < '${dayOf(now)}' and not exists (
       select from closed_day where closed_day.tenant = tenant_day.tenant and closed_day.day = tenant_day.day)
     order by tenant, day`
  )
  const closed: ClosedDay[] = []
  for (const [tenant, days] of Map.groupBy(open, one => one.tenant)) {
    try {
      for (const one of days) {
        const root = await sql.of(tenant).transaction(query => close(query, one, now))
        closed.push({ ...one, root })
      }
    } catch (error) {
      report(error)
    }
  }
  return closed
}

async function close(query: Query, extent: Extent, now: number): Promise<string> {
  const { tenant, day, firstSeq, lastSeq } = extent
  await query('select from tenant_head where tenant = $1 for update', [tenant])
  const counted = await query<{ type: string; scope: string; events: number; bytes: number }>(
    `select type, scope, count(*) as events, sum(octet_length(data::text)) as bytes
     from event where tenant = $1 and day = '${day}' and seq between $2 and $3 group by type, scope order by 1, 2`,
    [tenant, firstSeq, lastSeq]
  )
  const events = counted.reduce((sum, one) => sum + one.events, 0)
  if (events !== lastSeq - firstSeq + 1)
    throw new DayNotWhole(extent, `it has ${events} events where seq counts ${lastSeq - firstSeq + 1}`)
  const bytes = counted.reduce((sum, one) => sum + one.bytes, 0)
  const summary = JSON.stringify(counted.map(summaryOf).reduce(add, nothing))
  const hash = await hashAt(query, tenant, day, lastSeq)
  const root = rootOf(extent, hash, await rootBefore(query, tenant, day))
  await query(
    `insert into closed_day (tenant, day, first_seq, last_seq, events, bytes, root, summary, closed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8::text::json, $9)`,
    [tenant, day, firstSeq, lastSeq, events, bytes, root, summary, now]
  )
  // A clock that ran ahead, closed the day and was set back must not write into it again: the append takes the later of the two.
  await query('update tenant_head set recorded_at = greatest(recorded_at, $2) where tenant = $1', [
    tenant,
    startOfDay(dayAfter(day))
  ])
  return root
}

async function hashAt(query: Query, tenant: string, day: Day, seq: number): Promise<string> {
  const [last] = await query<{ hash: string }>(
    `select encode(hash, 'hex') as hash from event where tenant = $1 and day = '${day}' and seq = $2`,
    [tenant, seq]
  )
  return last?.hash ?? ''
}

async function rootBefore(query: Query, tenant: string, day: Day): Promise<string> {
  const [before] = await query<{ root: string }>(
    `select root from closed_day where tenant = $1 and day < '${day}' order by day desc limit 1`,
    [tenant]
  )
  return before?.root ?? ''
}
