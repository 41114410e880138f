import type { Day } from '../../shared/kernel/day.ts'
import type { Query } from '../db/sql.ts'
import { noColdDays, type ColdDays } from './cold.ts'
import { rowColumns } from './row.ts'
import type { StoredRow } from './stored-row.ts'

export const storedColumns = `${rowColumns}, day::text as day, encode(hash, 'hex') as hash`

/**
 * The first rows after `seq`, at most `limit`, whatever the tables beside them say: they may be what is wrong.
 * None: the log ends there. Without `cold` only what is in the database.
 */
export async function storedAfter(
  query: Query,
  tenant: string,
  seq: number,
  limit: number,
  cold: ColdDays = noColdDays
): Promise<readonly StoredRow[]> {
  if (seq < (cold.newest(tenant)?.lastSeq ?? 0)) return cold.after(tenant, seq, limit)
  return query<StoredRow>(`select ${storedColumns} from event where tenant = $1 and seq > $2 order by seq limit $3`, [
    tenant,
    seq,
    limit
  ])
}

/** One event that is in the database, where its day is known. Nothing is read for it that lies on other days. */
export function storedAt(query: Query, tenant: string, seq: number): Promise<StoredRow[]> {
  return query<StoredRow>(
    `select ${storedColumns} from event where tenant = $1 and seq = $2 and day = (
       select day from tenant_day where tenant = $1 and $2 between first_seq and last_seq limit 1)`,
    [tenant, seq]
  )
}

/** The first rows after `seq` of one day that is in the database. */
export function storedOn(query: Query, tenant: string, day: Day, seq: number, limit: number): Promise<StoredRow[]> {
  return query<StoredRow>(
    `select ${storedColumns} from event where tenant = $1 and day = '${day}' and seq > $2 order by seq limit $3`,
    [tenant, seq, limit]
  )
}
