import { createHash } from 'node:crypto'
import type { Sql } from '../../sync-server/db/sql.ts'

type Link = { seq: number; stream: string; version: number; hash: string; bytes: unknown[] }

/** Reads a tenant's whole log as the tables have it and says what is wrong with it, or nothing. */
export async function faultsOf(sql: Sql, tenant: string): Promise<string[]> {
  const rows = await sql.everywhere.query<Link>(
    `select seq, stream, version, encode(hash, 'hex') as hash, json_build_array(
       tenant, seq, stream, version, type, at, recorded_at, by, cause, data::text, scope) as bytes
     from event where tenant = $1 order by seq`,
    [tenant]
  )
  const faults: string[] = []
  const versions = new Map<string, number>()
  let hash = ''
  for (const [index, row] of rows.entries()) {
    if (row.seq !== index + 1) faults.push(`seq ${row.seq} stands at place ${index + 1}`)
    const version = (versions.get(row.stream) ?? 0) + 1
    versions.set(row.stream, version)
    if (row.version !== version) faults.push(`${row.stream} has version ${row.version} in place of ${version}`)
    hash = createHash('sha256').update(hash, 'hex').update(JSON.stringify(row.bytes)).digest('hex')
    if (row.hash !== hash) faults.push(`the chain breaks at ${row.seq}`)
    hash = row.hash
  }
  return [...faults, ...(await headFaults(sql, tenant, rows.length, hash, versions))]
}

async function headFaults(sql: Sql, tenant: string, seq: number, hash: string, versions: Map<string, number>) {
  const faults: string[] = []
  const [head] = await sql.everywhere.query<{ seq: number; hash: string }>(
    `select seq, encode(hash, 'hex') as hash from tenant_head where tenant = $1`,
    [tenant]
  )
  if ((head?.seq ?? 0) !== seq || (head?.hash ?? '') !== hash)
    faults.push(`the head is at ${head?.seq}, the log at ${seq}`)
  const streams = await sql.everywhere.query<{ stream: string; version: number }>(
    'select stream, version from head where tenant = $1',
    [tenant]
  )
  if (streams.length !== versions.size) faults.push(`${streams.length} heads for ${versions.size} streams`)
  for (const { stream, version } of streams) {
    if (versions.get(stream) !== version) faults.push(`${stream} is at ${versions.get(stream)}, its head at ${version}`)
  }
  const days = await sql.everywhere.query<{ n: number }>(
    `select coalesce(sum(last_seq - first_seq + 1), 0)::bigint as n from tenant_day where tenant = $1`,
    [tenant]
  )
  if (days[0]?.n !== seq) faults.push(`the days count ${days[0]?.n} events of ${seq}`)
  return faults
}
