import type { Query } from '../db/sql.ts'
import type { Arranged } from './arrange.ts'

/**
 * Everything a commit writes, in one statement that fails when a tenant or a stream is not where it was taken to be:
 * without a transaction around it, it is one of its own.
 */
export async function writeArranged(query: Query, arranged: Arranged, judgedAt: number): Promise<void> {
  const wanted = {
    tenants: [...arranged.tenants.values()],
    events: arranged.events,
    heads: [...arranged.heads.values()],
    causes: arranged.heard,
    days: [...arranged.days.values()],
    acks: arranged.acks.map(ack => ({
      ...ack,
      refusal: ack.refusal && JSON.stringify(ack.refusal),
      judged_at: judgedAt
    })),
    keys: arranged.keys
  }
  const said = names.filter(name => wanted[name].length > 0)
  if (said.length > 0) await query(...statementFor(wanted, said))
  // Never without a transaction around both: whoever erases comes the careful way.
  if (arranged.erasures.length > 0) await query(eraseSql, [JSON.stringify(arranged.erasures), judgedAt])
}

/** What goes into one table: how rows of these columns are written there. */
type Part = { readonly columns: string; write(rows: string): string }
type Name = keyof typeof parts
type Rows = readonly Readonly<Record<string, unknown>>[]

/**
 * One event alone comes as it is, a value a parameter: to take it out of JSON again costs as much as to write it. What
 * comes together comes as JSON, so that there are few statements, which are planned once. Where there is nothing to
 * write nothing is said of it.
 */
function statementFor(wanted: Readonly<Record<Name, Rows>>, said: readonly Name[]): [text: string, values: unknown[]] {
  const isAlone = said.every(name => wanted[name].length === 1 && wanted[name].every(isPlain))
  const values = said.flatMap(name =>
    isAlone
      ? columnsOf.get(name)!.map(([column = '']) => wanted[name][0]?.[column] ?? null)
      : [JSON.stringify(wanted[name])]
  )
  const counts = proved.flatMap(name => (said.includes(name) ? [wanted[name].length] : []))
  const key = `${isAlone} ${said.join(' ')}`
  const text = texts.get(key) ?? textOf(said, isAlone)
  texts.set(key, text)
  return [text, [...values, ...counts]]
}

/** Half a letter would be written as another one, and its link in the chain would not hold. JSON is refused with it. */
function isPlain(row: Rows[number]): boolean {
  return Object.values(row).every(value => typeof value !== 'string' || value.isWellFormed())
}

const texts = new Map<string, string>()

function textOf(said: readonly Name[], isAlone: boolean): string {
  let parameters = 0
  const next = () => `$${++parameters}`
  const written = said.map(name => {
    const { columns, write } = parts[name]
    const one = () => columnsOf.get(name)!.map(([column, type]) => `${next()}::${type} as ${column}`)
    const rows = isAlone
      ? `(select ${one().join(', ')}) as row`
      : `jsonb_to_recordset(${next()}::text::jsonb) as row (${columns})`
    return `${name} as (${write(rows)})`
  })
  const proof = proved.flatMap(name => {
    const where = name === 'heads' ? ` where first_day < 'infinity'` : ''
    return said.includes(name) ? [`(select count(*) from ${name}${where}) = ${next()}::bigint`] : []
  })
  // Dividing by nothing is how a statement says no.
  return `with ${written.join(', ')} select 1 / (case when ${['true', ...proof].join(' and ')} then 1 else 0 end)`
}

// `data` and `refusal` travel as JSON inside a JSON string: so no text in them is ever unpacked on the way to the disk.
const parts = {
  tenants: {
    columns: 'tenant text, was bigint, was_hash text, seq bigint, recorded_at bigint, hash text',
    write: rows => `
      update tenant_head set seq = row.seq, recorded_at = row.recorded_at, hash = decode(row.hash, 'hex') from ${rows}
      where tenant_head.tenant = row.tenant and tenant_head.seq = row.was and tenant_head.hash = decode(row.was_hash, 'hex')
        and tenant_head.recorded_at <= row.recorded_at
      returning 1`
  },
  events: {
    columns:
      'tenant text, day date, seq bigint, stream text, version integer, type text, at bigint, recorded_at bigint, by text, cause text, data text, scope text, hash text',
    write: rows => `
      insert into event (tenant, day, seq, stream, version, type, at, recorded_at, by, cause, data, scope, hash)
      select tenant, day, seq, stream, version, type, at, recorded_at, by, cause, data::json, scope, decode(hash, 'hex')
      from ${rows}`
  },
  heads: {
    columns: 'tenant text, stream text, was integer, version integer, scope text, first_day date, last_day date',
    // A stream that is there keeps the day it began. One that should be there and is not would begin at the end of time.
    write: rows => `
      insert into head (tenant, stream, was, version, scope, first_day, last_day)
      select tenant, stream, was, version, scope, case when was = 0 then first_day else 'infinity' end, last_day
      from ${rows}
      on conflict (tenant, stream) do update
      set was = excluded.was, version = excluded.version, scope = excluded.scope, last_day = excluded.last_day
      where head.version = excluded.was
      returning first_day`
  },
  causes: {
    columns: 'tenant text, cause text, seq bigint',
    write: rows => `insert into heard (tenant, cause, seq) select tenant, cause, seq from ${rows}`
  },
  days: {
    columns: 'tenant text, day date, first_seq bigint, last_seq bigint',
    write: rows => `
      insert into tenant_day (tenant, day, first_seq, last_seq) select tenant, day, first_seq, last_seq from ${rows}
      on conflict (tenant, day) do update set last_seq = excluded.last_seq`
  },
  acks: {
    columns: 'tenant text, client text, n bigint, command text, seq bigint, refusal text, judged_at bigint',
    write: rows => `
      insert into ack (tenant, client, n, command, seq, refusal, judged_at)
      select tenant, client, n, command, seq, refusal::json, judged_at from ${rows}`
  },
  keys: {
    columns: 'tenant text, stream text, since integer, contact text, wrapped text',
    write: rows => `
      insert into sealing_key (tenant, stream, since, contact, wrapped)
      select tenant, stream, since, contact, wrapped from ${rows}`
  }
} satisfies Record<string, Part>

const names = Object.keys(parts) as Name[]
/** All that was to be moved has to be where it was taken to be. */
const proved = ['tenants', 'heads'] as const
const columnsOf = new Map(names.map(name => [name, parts[name].columns.split(', ').map(column => column.split(' '))]))

const eraseSql = `
  with erased as (
    select * from jsonb_to_recordset($1::text::jsonb) as row (tenant text, stream text, version integer, contact text)
  ), keys as (
    delete from sealing_key using erased
    where sealing_key.tenant = erased.tenant
      and (sealing_key.contact = erased.contact or (sealing_key.stream = erased.stream and since <= erased.version))
  )
  insert into erased_stream (tenant, stream, version, at)
  select tenant, stream, version, $2::bigint from erased
  on conflict (tenant, stream) do update set version = excluded.version, at = excluded.at`
