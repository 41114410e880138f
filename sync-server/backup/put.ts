import type { Query, Sql } from '../db/sql.ts'
import { partitions, type Partitions } from '../log/partitions.ts'
import type { StoredRow } from '../log/stored-row.ts'
import { chain, type Chain, type Heard } from '../log/verify.ts'
import { Damaged } from './damaged.ts'
import { eventsIn } from './inspect.ts'
import { putKeys } from './put-keys.ts'
import type { CopyLine, Header } from './record.ts'
import { noteCopied } from './copied.ts'
import { noteUnsettled } from './settle-sends.ts'

export type PutOptions = {
  /** The master key of this place. */
  readonly master: Buffer
  /** A log that goes back in time is another log: those who followed it must notice (R1). A moved one goes on. */
  readonly incarnation: 'new' | 'kept'
  readonly progress?: (events: number, of: number) => void
}

/** Puts a copy into a migrated database without a workspace: all of it or none. @throws Damaged */
export async function putCopy(sql: Sql, lines: AsyncIterable<string>, options: PutOptions): Promise<Header> {
  return sql.everywhere.transaction(async query => {
    const days = partitions(sql)
    const chains = new Map<string, Chain>()
    let header: Header | undefined
    let done = 0
    for await (const text of lines) {
      const line = JSON.parse(text) as CopyLine
      if ('daybook' in line) header = line
      else if ('keys' in line) await putKeys(query, line.keys, options.master)
      else if ('table' in line) await putRows(query, line.table, text)
      else {
        const followed = chains.get(line.events) ?? chain(line.events)
        chains.set(line.events, followed)
        await putEvents(query, days, line.events, followed, line.rows)
        done += line.rows.length
        options.progress?.(done, eventsIn(header))
      }
    }
    if (!header) throw new Damaged('it is empty')
    for (const [tenant, followed] of chains) await putEnds(query, tenant, followed)
    if (options.incarnation === 'new') {
      await query(`update meta set value = gen_random_uuid()::text where key = 'incarnation'`)
      // A later backup may know who names these files, and it may be this one's place that keeps them.
      if (await isThere(query, 'media_brought'))
        await query('update media_brought set since = (extract(epoch from clock_timestamp()) * 1000)::bigint')
      await noteUnsettled(query, [...chains.keys()])
      await noteCopied(query, [...chains.keys()])
    }
    return header
  })
}

/** An earlier version may have no such table yet. */
async function isThere(query: Query, table: string): Promise<boolean> {
  const [found] = await query<{ there: boolean }>('select to_regclass($1) is not null as there', [table])
  return found?.there === true
}

/** The rows stay the text they are: only the database reads it. */
async function putRows(query: Query, table: string, line: string): Promise<void> {
  if (!/^[a-z_]+$/.test(table)) throw new Damaged(`${table} is not a table`)
  const again = table === 'meta' ? 'on conflict (key) do update set value = excluded.value' : ''
  await query(
    `insert into ${table} select * from json_populate_recordset(null::${table}, $1::text::json->'rows') ${again}`,
    [line]
  )
}

/** Events and the causes that end among them. The next rows of the tenant follow on these. */
export async function putEvents(
  query: Query,
  days: Partitions,
  tenant: string,
  followed: Chain,
  rows: readonly StoredRow[]
): Promise<void> {
  for (const row of rows) {
    const fault = followed.take(row)
    if (fault) throw new Damaged(`event ${fault.seq} of ${tenant} ${fault.what}`)
  }
  await insertEvents(query, days, tenant, rows)
  await putHeard(query, tenant, followed.heard())
}

/** Rows that were followed, and nothing beside them. */
export async function insertEvents(
  query: Query,
  days: Partitions,
  tenant: string,
  rows: readonly StoredRow[]
): Promise<void> {
  await days.need(query, new Set(rows.map(row => row.day)))
  await query(
    `insert into event (tenant, day, seq, stream, version, type, at, recorded_at, by, cause, data, scope, hash)
     select $1, day, seq, stream, version, type, at, recorded_at, by, cause, data::json, scope, decode(hash, 'hex')
     from jsonb_to_recordset($2::text::jsonb) as row (day date, seq bigint, stream text, version integer, type text,
       at bigint, recorded_at bigint, by text, cause text, data text, scope text, hash text)`,
    [tenant, JSON.stringify(rows)]
  )
}

/** What the events add up to, when all of them are there. */
export async function putEnds(query: Query, tenant: string, followed: Chain): Promise<void> {
  const { seq, hash, recordedAt } = followed
  await putHeard(query, tenant, followed.heard(true))
  await putStreams(query, tenant, followed)
  await putDays(query, tenant, followed)
  await query(`insert into tenant_head (tenant, seq, recorded_at, hash) values ($1, $2, $3, decode($4, 'hex'))`, [
    tenant,
    seq,
    recordedAt,
    hash
  ])
}

export async function putStreams(query: Query, tenant: string, { streams }: Pick<Chain, 'streams'>): Promise<void> {
  const heads = [...streams].map(([stream, end]) => ({ stream, ...end }))
  for (let from = 0; from < heads.length; from += rowsAtOnce) {
    await query(
      `insert into head (tenant, stream, version, scope, first_day, last_day)
       select $1, stream, version, scope, first, last from jsonb_to_recordset($2::text::jsonb)
         as row (stream text, version integer, scope text, first date, last date)`,
      [tenant, JSON.stringify(heads.slice(from, from + rowsAtOnce))]
    )
  }
}

export async function putDays(query: Query, tenant: string, { days }: Pick<Chain, 'days'>): Promise<void> {
  await query(
    `insert into tenant_day (tenant, day, first_seq, last_seq) select $1, day, first, last
     from jsonb_to_recordset($2::text::jsonb) as row (day date, first bigint, last bigint)`,
    [tenant, JSON.stringify([...days].map(([day, span]) => ({ day, ...span })))]
  )
}

const rowsAtOnce = 2000

export async function putHeard(query: Query, tenant: string, commands: readonly Heard[]): Promise<void> {
  if (commands.length === 0) return
  await query(
    `insert into heard (tenant, cause, seq)
     select $1, cause, seq from jsonb_to_recordset($2::text::jsonb) as row (cause text, seq bigint)`,
    [tenant, JSON.stringify(commands)]
  )
}
