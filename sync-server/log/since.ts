import type { Day } from '../../shared/kernel/day.ts'
import type { Sql } from '../db/sql.ts'
import { steadily, type ColdDays } from './cold.ts'
import type { Chained, LogEnd } from './recorded.ts'
import { rowColumns, type Row } from './row.ts'
import type { Sealing } from './sealing.ts'

type ChainedRow = Row & { readonly hash: string }

/** The first `limit` events of a tenant after `seq`, cold ones first, then warm ones. */
export async function since(
  sql: Sql,
  cold: ColdDays,
  sealing: Sealing,
  tenant: string,
  seq: number,
  limit: number
): Promise<readonly Chained[]> {
  const rows = await steadily(cold, async (): Promise<readonly ChainedRow[]> => {
    const end = cold.newest(tenant)?.lastSeq ?? 0
    if (seq >= end) return warmAfter(sql, tenant, seq, limit)
    const found = await cold.after(tenant, seq, limit)
    return found.length === limit ? found : [...found, ...(await warmAfter(sql, tenant, end, limit - found.length))]
  })
  const events = await sealing.open(tenant, rows)
  return events.map((event, index) => ({ ...event, hash: rows[index]?.hash ?? '' }))
}

/**
 * Reads only the partitions they lie in. The rows come as one text: a thousand of them, each a message from the database,
 * keep its thread busy for longer.
 */
async function warmAfter(sql: Sql, tenant: string, seq: number, limit: number): Promise<readonly ChainedRow[]> {
  const days = await sql.of(tenant).query<{ day: Day; last: number }>(
    `select day::text as day, last_seq as last from tenant_day where tenant = $1 and last_seq > $2
     order by last_seq limit 100`,
    [tenant, seq]
  )
  const [first] = days
  if (!first) return []
  const end = (days.find(({ last }) => last >= seq + limit) ?? days.at(-1) ?? first).day
  const [found] = await sql.of(tenant).query<{ rows: string | null }>(
    `select json_agg(each order by seq)::text as rows from (
       select ${rowColumns}, encode(hash, 'hex') as hash from event where tenant = $1 and seq > $2 and seq <= $3
         and day between '${first.day}' and '${end}'
     ) as each`,
    [tenant, seq, seq + limit]
  )
  return JSON.parse(found?.rows ?? '[]') as ChainedRow[]
}

/** Where the tenant's log stands, durably. */
export async function endOf(sql: Sql, tenant: string): Promise<LogEnd> {
  const [end] = await sql
    .of(tenant)
    .query<LogEnd>(`select seq, encode(hash, 'hex') as hash from tenant_head where tenant = $1`, [tenant])
  return end ?? { seq: 0, hash: '' }
}

/** Where the tenant's log stood after what this cause made true; `undefined` when it was never heard. */
export async function heardAt(sql: Sql, tenant: string, cause: string): Promise<number | undefined> {
  const [heard] = await sql
    .of(tenant)
    .query<{ seq: number }>('select seq from heard where tenant = $1 and cause = $2', [tenant, cause])
  return heard?.seq
}
