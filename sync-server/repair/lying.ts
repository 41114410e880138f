import type { Query } from '../db/sql.ts'
import { storedColumns } from '../log/stored.ts'
import type { StoredRow } from '../log/stored-row.ts'

/** A row of `event` as it lies in the database, and where: what it says of its own place may be what is wrong with it. */
export type Lying = StoredRow & { readonly tenant: string; readonly partition: number; readonly ctid: string }

const lyingColumns = `tenant, tableoid::bigint as partition, ctid::text as ctid, ${storedColumns}`

/** Under these numbers of a workspace. */
export function lyingBetween(query: Query, tenant: string, first: number, last: number): Promise<Lying[]> {
  return query<Lying>(`select ${lyingColumns} from event where tenant = $1 and seq between $2 and $3`, [
    tenant,
    first,
    last
  ])
}

/** Anywhere, also under the number, the day or the name of others, with the hash or the version of one of these. */
export function lyingElsewhere(query: Query, rows: readonly StoredRow[]): Promise<Lying[]> {
  return query<Lying>(
    `select ${lyingColumns} from event
     where hash in (select decode(hash, 'hex') from jsonb_to_recordset($1::text::jsonb) as row (hash text))
       or (stream, version) in (
         select stream, version from jsonb_to_recordset($1::text::jsonb) as row (stream text, version integer))`,
    [JSON.stringify(rows.map(({ hash, stream, version }) => ({ hash, stream, version })))]
  )
}

/** By where they lie: an index may know them by what they said before. */
export async function takeAway(query: Query, rows: readonly Lying[]): Promise<void> {
  if (rows.length === 0) return
  const gone = await query(
    `delete from event using jsonb_to_recordset($1::text::jsonb) as lost (partition bigint, ctid text)
     where event.tableoid = lost.partition::oid and event.ctid = lost.ctid::tid returning 1`,
    [JSON.stringify(rows.map(({ partition, ctid }) => ({ partition, ctid })))]
  )
  if (gone.length !== rows.length) throw new Error(`${gone.length} rows of ${rows.length} were where they lay`)
}

/** Nothing is another. */
export function isSame(row: Lying, tenant: string, truth: StoredRow): boolean {
  return differing(row, tenant, truth) === 0
}

/**
 * Is this what became of the event? No two have one hash, no two of a stream one version, and two of a workspace differ
 * in three columns at least: number, version and hash.
 */
export function wasOnce(row: Lying, tenant: string, truth: StoredRow): boolean {
  if (row.hash === truth.hash) return true
  return differing(row, tenant, truth) <= (row.stream === truth.stream && row.version === truth.version ? 4 : 2)
}

function differing(row: Lying, tenant: string, truth: StoredRow): number {
  const columns = Object.keys(truth) as (keyof StoredRow)[]
  return columns.filter(name => row[name] !== truth[name]).length + (row.tenant === tenant ? 0 : 1)
}
