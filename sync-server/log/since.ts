import type { Day } from '../../shared/kernel/day.ts'
import type { Sql } from '../db/sql.ts'
import { steadily, type ColdDays } from './cold.ts'
import type { Recorded } from './recorded.ts'
import { fromRow, rowColumns, type Row, type StoredRow } from './row.ts'

/** The first `limit` events of a tenant after `seq`. */
export async function since(
  sql: Sql,
  cold: ColdDays,
  tenant: string,
  seq: number,
  limit: number
): Promise<readonly Recorded[]> {
  return (await pageAfter<Row>(sql, cold, tenant, seq, limit, rowColumns)).map(fromRow)
}

/** The first `limit` rows after `seq`, cold ones first, then warm ones. */
export function pageAfter<R extends Row>(
  sql: Sql,
  cold: ColdDays,
  tenant: string,
  seq: number,
  limit: number,
  columns: string
): Promise<readonly R[]> {
  return steadily(cold, async () => {
    const end = cold.newest(tenant)?.lastSeq ?? 0
    if (seq >= end) return warmAfter<R>(sql, tenant, seq, limit, columns)
    const rows = (await cold.after(tenant, seq, limit)) as readonly StoredRow[] & readonly R[]
    return rows.length === limit
      ? rows
      : [...rows, ...(await warmAfter<R>(sql, tenant, end, limit - rows.length, columns))]
  })
}

/** Reads only the partitions they lie in. */
async function warmAfter<R>(
  sql: Sql,
  tenant: string,
  seq: number,
  limit: number,
  columns: string
): Promise<readonly R[]> {
  const days = await sql.of(tenant).query<{ day: Day; last: number }>(
    `select day::text as day, last_seq as last from tenant_day where tenant = $1 and last_seq > $2
     order by last_seq limit 100`,
    [tenant, seq]
  )
  const [first] = days
  if (!first) return []
  const end = (days.find(({ last }) => last >= seq + limit) ?? days.at(-1) ?? first).day
  return sql.of(tenant).query<R>(
    `select ${columns} from event where tenant = $1 and seq > $2 and seq <= $3
     and day between '${first.day}' and '${end}' order by seq`,
    [tenant, seq, seq + limit]
  )
}

/** Where the tenant's log stands: the highest durable `seq`, 0 when there is none. */
export async function headOf(sql: Sql, tenant: string): Promise<number> {
  const [head] = await sql.of(tenant).query<{ seq: number }>('select seq from tenant_head where tenant = $1', [tenant])
  return head?.seq ?? 0
}

/** Where the tenant's log stood after what this cause made true; `undefined` when it was never heard. */
export async function heardAt(sql: Sql, tenant: string, cause: string): Promise<number | undefined> {
  const [heard] = await sql
    .of(tenant)
    .query<{ seq: number }>('select seq from heard where tenant = $1 and cause = $2', [tenant, cause])
  return heard?.seq
}
