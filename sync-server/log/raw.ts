import type { Sql } from '../db/sql.ts'
import { noColdDays, type ColdDays } from './cold.ts'
import { storedColumns, type StoredRow } from './row.ts'
import { pageAfter } from './since.ts'

/**
 * The first `limit` rows of a tenant after `seq`, for whoever proves, copies or moves a log. Nothing: the log ends at `seq`.
 * Without `cold` it sees only what is in the database.
 */
export function rawSince(
  sql: Sql,
  tenant: string,
  seq: number,
  limit: number,
  cold: ColdDays = noColdDays
): Promise<readonly StoredRow[]> {
  return pageAfter<StoredRow>(sql, cold, tenant, seq, limit, storedColumns)
}

export type RawPagesOptions = { readonly after?: number; readonly pageSize?: number; readonly cold?: ColdDays }

/** All rows of a tenant after `seq`, a page at a time, each read when it is asked for. */
export async function* rawPages(
  sql: Sql,
  tenant: string,
  { after = 0, pageSize = 500, cold = noColdDays }: RawPagesOptions = {}
): AsyncGenerator<readonly StoredRow[]> {
  for (let seq = after; ;) {
    const rows = await rawSince(sql, tenant, seq, pageSize, cold)
    const last = rows.at(-1)
    if (!last) return
    yield rows
    seq = last.seq
  }
}
