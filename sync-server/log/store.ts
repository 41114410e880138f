import type { Day } from '../../shared/kernel/day.ts'
import type { Query } from '../db/sql.ts'
import { causeOf, keyOf, type Known, type TenantHead, type Wanted } from './arrange.ts'
import type { Ack } from './recorded.ts'

/** Takes the tenants' locks, in one order for everybody, and reads what the wanted must be judged by. */
export async function readKnown(query: Query, wanted: readonly Wanted[]): Promise<Known> {
  const tenants = await lockTenants(query, [...new Set(wanted.map(one => one.tenant))])
  // Read after the lock: what another process committed while we waited for it must be seen.
  const asked = wanted.map(one => ({
    tenant: one.tenant,
    ...one.ticket,
    ...('facts' in one && { stream: one.stream, cause: causeOf(one) })
  }))
  const [found] = await query<Found>(readSql, [JSON.stringify(asked)])
  return {
    tenants,
    heads: new Map(found?.heads?.map(row => [keyOf(row.tenant, row.stream), row])),
    heard: new Map(found?.heard?.map(row => [keyOf(row.tenant, row.cause), row.seq])),
    acks: new Map(found?.acks?.map(({ tenant, client, ...ack }) => [keyOf(tenant, client, ack.n), ack]))
  }
}

type Found = {
  heads: { tenant: string; stream: string; version: number; firstDay: Day }[] | null
  heard: { tenant: string; cause: string; seq: number }[] | null
  acks: ({ tenant: string; client: string } & Ack)[] | null
}

const readSql = `
  with asked as materialized (
    select * from jsonb_to_recordset($1::text::jsonb) as asked (tenant text, client text, n bigint, stream text, cause text)
  )
  select
    (select json_agg(json_build_object('tenant', tenant, 'stream', stream, 'version', version, 'firstDay', first_day))
      from head where (tenant, stream) in (select tenant, stream from asked)) as heads,
    (select json_agg(json_build_object('tenant', tenant, 'cause', cause, 'seq', seq))
      from heard where (tenant, cause) in (select tenant, cause from asked)) as heard,
    (select json_agg(json_build_object(
        'tenant', tenant, 'client', client, 'n', n, 'command', command, 'seq', seq, 'refusal', refusal))
      from ack where (tenant, client, n) in (select tenant, client, n from asked)) as acks`

async function lockTenants(query: Query, tenants: readonly string[]): Promise<Map<string, TenantHead>> {
  const locked = () =>
    query<TenantHead & { tenant: string }>(
      `select tenant, seq, recorded_at as "recordedAt", encode(hash, 'hex') as hash from tenant_head
       where tenant in (select jsonb_array_elements_text($1::text::jsonb)) order by tenant for update`,
      [JSON.stringify(tenants)]
    )
  let rows = await locked()
  if (rows.length < tenants.length) {
    await query(
      `insert into tenant_head (tenant) select jsonb_array_elements_text($1::text::jsonb) as tenant order by tenant
       on conflict do nothing`,
      [JSON.stringify(tenants)]
    )
    rows = await locked()
  }
  return new Map(rows.map(({ tenant, ...head }) => [tenant, head]))
}
