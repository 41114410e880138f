import type { Day } from '../../shared/kernel/day.ts'
import type { Sql } from '../db/sql.ts'
import { pageAfter } from './since.ts'
import { rowColumns, type Row } from './row.ts'

/** An event's row exactly as it is stored: nothing decoded, nothing upcast. `hash` is hex. */
export type StoredRow = Row & { readonly day: Day; readonly hash: string }

const storedColumns = `day::text as day, ${rowColumns}, encode(hash, 'hex') as hash`

/** The first `limit` rows of a tenant after `seq`, for whoever proves, copies or moves a log. Nothing: the log ends at `seq`. */
export function rawSince(sql: Sql, tenant: string, seq: number, limit: number): Promise<readonly StoredRow[]> {
  return pageAfter<StoredRow>(sql, tenant, seq, limit, storedColumns)
}

/** All rows of a tenant after `seq`, a page at a time, each read when it is asked for. */
export async function* rawPages(
  sql: Sql,
  tenant: string,
  { after = 0, pageSize = 500 }: { readonly after?: number; readonly pageSize?: number } = {}
): AsyncGenerator<readonly StoredRow[]> {
  for (let seq = after; ;) {
    const rows = await rawSince(sql, tenant, seq, pageSize)
    const last = rows.at(-1)
    if (!last) return
    yield rows
    seq = last.seq
  }
}
