import { dayMs, type Day } from '../../shared/kernel/day.ts'
import type { StreamId } from '../../shared/kernel/message.ts'
import type { Query } from '../db/sql.ts'
import type { Chain, Fault, Heard } from './verify.ts'

const streamsAtOnce = 5_000

/** Do the tables beside the events say what the events say? Answers the first fault. */
export async function tableFault(query: Query, tenant: string, chain: Chain): Promise<Fault | null> {
  const what =
    (await headFault(query, tenant, chain)) ??
    (await dayFault(query, tenant, chain)) ??
    (await streamFault(query, tenant, chain)) ??
    (await causesFault(query, tenant, chain))
  return what === null ? null : { seq: null, what }
}

/** Is it remembered of each of these commands that it was heard, and where it ended? */
export async function heardFault(query: Query, tenant: string, commands: readonly Heard[]): Promise<Fault | null> {
  if (commands.length === 0) return null
  const rows = await query<Heard>(
    `select cause, seq from heard
     where tenant = $1 and cause in (select jsonb_array_elements_text($2::text::jsonb))`,
    [tenant, JSON.stringify(commands.map(one => one.cause))]
  )
  const known = new Map(rows.map(row => [row.cause, row.seq]))
  const bad = commands.find(({ cause, seq }) => known.get(cause) !== seq)
  if (!bad) return null
  const stored = known.get(bad.cause)
  const said = stored === undefined ? 'is not in `heard`' : `ends at ${stored} in \`heard\``
  return { seq: bad.seq, what: `ends the command ${bad.cause}, which ${said}` }
}

export async function headFault(
  query: Query,
  tenant: string,
  { seq, hash, recordedAt }: Chain
): Promise<string | null> {
  const [head] = await query<{ seq: number; hash: string; recordedAt: number }>(
    `select seq, encode(hash, 'hex') as hash, recorded_at as "recordedAt" from tenant_head where tenant = $1`,
    [tenant]
  )
  const at = head?.seq ?? 0
  if (at > seq) return `the log ends at ${seq}, before its head at ${at}: events are missing at its end`
  if (at < seq) return `the log goes on to ${seq}, beyond its head at ${at}`
  if ((head?.hash ?? '') !== hash) return 'the hash in `tenant_head` is not that of the last event'
  if (!mayStand(head?.recordedAt ?? 0, recordedAt)) return 'the time in `tenant_head` is not that of the last event'
  return null
}

/** Where the last event was recorded, or at the midnight to which the closing of its day held the clock. */
export function mayStand(head: number, recordedAt: number): boolean {
  return head === recordedAt || (head > recordedAt && head % dayMs === 0)
}

export async function dayFault(query: Query, tenant: string, { days }: Chain): Promise<string | null> {
  const rows = await query<{ day: Day; first: number; last: number }>(
    'select day::text as day, first_seq as first, last_seq as last from tenant_day where tenant = $1 order by day',
    [tenant]
  )
  const stored = new Map(rows.map(row => [row.day, row]))
  for (const [day, { first, last }] of days) {
    const row = stored.get(day)
    if (row?.first === first && row.last === last) continue
    return `${day} holds ${first} to ${last}, and \`tenant_day\` says ${row ? `${row.first} to ${row.last}` : 'nothing'}`
  }
  const extra = rows.find(row => !days.has(row.day))
  return extra ? `\`tenant_day\` has ${extra.day}, on which nothing was recorded` : null
}

type HeadRow = { stream: StreamId; version: number; scope: string; first: Day; last: Day }

export async function streamFault(query: Query, tenant: string, { streams }: Chain): Promise<string | null> {
  let seen = 0
  for (let after = ''; ;) {
    const rows = await query<HeadRow>(
      `select stream, version, scope, first_day::text as first, last_day::text as last from head
       where tenant = $1 and stream > $2 order by stream limit $3`,
      [tenant, after, streamsAtOnce]
    )
    const last = rows.at(-1)
    if (!last) break
    for (const row of rows) {
      const end = streams.get(row.stream)
      if (!end) return `\`head\` has ${row.stream}, which has no event`
      const same =
        end.version === row.version && end.scope === row.scope && end.first === row.first && end.last === row.last
      if (!same) return `the row of ${row.stream} in \`head\` is not what its events say`
    }
    seen += rows.length
    after = last.stream
  }
  return seen === streams.size ? null : `\`head\` has ${seen} streams, and the events are of ${streams.size}`
}

export async function causesFault(query: Query, tenant: string, { causes }: Chain): Promise<string | null> {
  const [row] = await query<{ n: number }>('select count(*) as n from heard where tenant = $1', [tenant])
  const n = row?.n ?? 0
  return n === causes ? null : `\`heard\` has ${n} commands, and the events are of ${causes}`
}
