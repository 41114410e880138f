import type { Day } from '../../shared/kernel/day.ts'
import type { Query } from '../db/sql.ts'
import { causeOf, keyOf, type Arranged, type Known, type TenantHead, type Wanted } from './arrange.ts'
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

/**
 * Everything a commit writes, in one statement that fails when a tenant or a stream is not where it was taken to be:
 * without a transaction around it, it is one of its own.
 */
export async function writeArranged(query: Query, arranged: Arranged, judgedAt: number): Promise<void> {
  const parts = [
    arranged.events,
    [...arranged.heads.values()],
    arranged.heard,
    [...arranged.tenants.values()],
    [...arranged.days.values()],
    arranged.acks.map(ack => ({ ...ack, refusal: ack.refusal && JSON.stringify(ack.refusal), judged_at: judgedAt }))
  ]
  const counts = [arranged.heads.size, arranged.tenants.size]
  await query(writeSql, [...parts.map(rows => JSON.stringify(rows)), ...counts, JSON.stringify(arranged.keys)])
  // Never without a transaction around both: whoever erases comes the careful way.
  if (arranged.erasures.length > 0) await query(eraseSql, [JSON.stringify(arranged.erasures), judgedAt])
}

const rows = (parameter: number, columns: string) =>
  `jsonb_to_recordset($${parameter}::text::jsonb) as row (${columns})`

// `data` and `refusal` travel as JSON inside a JSON string: so no text in them is ever unpacked on the way to the disk.
const writeSql = `
  with tenants as (
    update tenant_head set seq = row.seq, recorded_at = row.recorded_at, hash = decode(row.hash, 'hex')
    from ${rows(4, 'tenant text, was bigint, was_hash text, seq bigint, recorded_at bigint, hash text')}
    where tenant_head.tenant = row.tenant and tenant_head.seq = row.was and tenant_head.hash = decode(row.was_hash, 'hex')
      and tenant_head.recorded_at <= row.recorded_at
    returning 1
  ), events as (
    insert into event (tenant, day, seq, stream, version, type, at, recorded_at, by, cause, data, scope, hash)
    select tenant, day, seq, stream, version, type, at, recorded_at, by, cause, data::json, scope, decode(hash, 'hex')
    from ${rows(1, 'tenant text, day date, seq bigint, stream text, version integer, type text, at bigint, recorded_at bigint, by text, cause text, data text, scope text, hash text')}
  ), heads as (
    insert into head (tenant, stream, was, version, scope, first_day, last_day)
    select tenant, stream, was, version, scope, case when was = 0 then first_day else 'infinity' end, last_day
    from ${rows(2, 'tenant text, stream text, was integer, version integer, scope text, first_day date, last_day date')}
    on conflict (tenant, stream) do update
    set was = excluded.was, version = excluded.version, scope = excluded.scope, last_day = excluded.last_day
    where head.version = excluded.was
    -- A stream that is there keeps the day it began. One that should be there and is not would begin at the end of time.
    returning first_day
  ), causes as (
    insert into heard (tenant, cause, seq)
    select * from ${rows(3, 'tenant text, cause text, seq bigint')}
  ), days as (
    insert into tenant_day (tenant, day, first_seq, last_seq)
    select * from ${rows(5, 'tenant text, day date, first_seq bigint, last_seq bigint')}
    on conflict (tenant, day) do update set last_seq = excluded.last_seq
  ), acks as (
    insert into ack (tenant, client, n, command, seq, refusal, judged_at)
    select tenant, client, n, command, seq, refusal::json, judged_at
    from ${rows(6, 'tenant text, client text, n bigint, command text, seq bigint, refusal text, judged_at bigint')}
  ), keys as (
    insert into sealing_key (tenant, stream, since, contact, wrapped)
    select * from ${rows(9, 'tenant text, stream text, since integer, contact text, wrapped text')}
  )
  -- Dividing by nothing is how a statement says no.
  select 1 / (case
    when (select count(*) from heads where first_day < 'infinity') = $7::bigint and (select count(*) from tenants) = $8::bigint then 1 else 0 end)`

const eraseSql = `
  with erased as (
    select * from ${rows(1, 'tenant text, stream text, version integer, contact text')}
  ), keys as (
    delete from sealing_key using erased
    where sealing_key.tenant = erased.tenant
      and (sealing_key.contact = erased.contact or (sealing_key.stream = erased.stream and since <= erased.version))
  )
  insert into erased_stream (tenant, stream, version, at)
  select tenant, stream, version, $2::bigint from erased
  on conflict (tenant, stream) do update set version = excluded.version, at = excluded.at`
