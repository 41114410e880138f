import type { Day } from '../../shared/kernel/day.ts'
import type { Query } from '../db/sql.ts'
import { rowColumns, type Row } from './row.ts'

/** An event with everything that is stored of it. */
export type StoredRow = Row & { readonly day: Day; readonly hash: string }

/** The first `limit` rows after `seq`, whatever the tables beside them say: they may be what is wrong. */
export function storedAfter(query: Query, tenant: string, seq: number, limit: number): Promise<StoredRow[]> {
  return query<StoredRow>(
    `select ${rowColumns}, day::text as day, encode(hash, 'hex') as hash
     from event where tenant = $1 and seq > $2 order by seq limit $3`,
    [tenant, seq, limit]
  )
}
