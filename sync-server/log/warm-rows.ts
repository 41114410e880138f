import type { Day } from '../../shared/kernel/day.ts'
import type { StreamId } from '../../shared/kernel/message.ts'
import type { Sql } from '../db/sql.ts'
import { groups, type Waiting } from './group.ts'
import { rowColumns, type Row } from './row.ts'

/** Versions `from` to `to` of a stream, and the days between which they lie. */
export type Range = {
  readonly tenant: string
  readonly stream: StreamId
  readonly from: number
  readonly to: number
  readonly first: Day
  readonly last: Day
}

type Asking = Waiting<Range, readonly Row[]>

/** One question must not keep the database from everybody else: with one, about so many events are read. */
const eventsAtOnce = 2000

/** Those who ask in one tick ask together: a device's first sync reads thousands of streams that are not hot. */
export function warmRows(sql: Sql): (range: Range) => Promise<readonly Row[]> {
  const { add } = groups<Range, readonly Row[]>(settle, { mostWaiting: Infinity, mostInOneGroup: 1000 })

  // Nobody waits here for the answers: who asks in the next tick need not wait for a long one of this.
  function settle(group: readonly Asking[]): Promise<void> {
    for (const few of sharesOf(group)) void answer(few)
    return Promise.resolve()
  }

  async function answer(few: readonly Asking[]): Promise<void> {
    try {
      const rows = await read(few.map(one => one.wanted))
      few.forEach((one, at) => one.resolve(rows[at] ?? []))
    } catch (error) {
      // What cannot be read of one stream is not the others' trouble.
      if (few.length > 1) await Promise.all(few.map(one => answer([one])))
      else for (const one of few) one.reject(error instanceof Error ? error : new Error(String(error)))
    }
  }

  async function read(ranges: readonly Range[]): Promise<readonly (readonly Row[])[]> {
    const [only] = ranges
    if (only && ranges.length === 1) return [await readOne(sql, only)]
    const rows = await readEach(sql, ranges)
    const byPlace = Map.groupBy(rows, row => row.place)
    return ranges.map((_, place) => byPlace.get(place) ?? [])
  }
  return add
}

function* sharesOf(group: readonly Asking[]): Generator<readonly Asking[]> {
  let share: Asking[] = []
  let events = 0
  for (const one of group) {
    const more = one.wanted.to - one.wanted.from + 1
    if (share.length > 0 && events + more > eventsAtOnce) {
      yield share
      share = []
      events = 0
    }
    share.push(one)
    events += more
  }
  if (share.length > 0) yield share
}

/**
 * The days are spelled out as constants, so that the partitions of all others are left out before planning.
 * The rows come as one text: a hundred of them, each a message from the database, take more than twice as long.
 */
async function readOne(sql: Sql, { tenant, stream, from, to, first, last }: Range): Promise<readonly Row[]> {
  const [found] = await sql.of(tenant).query<{ rows: string | null }>(
    `select json_agg(each order by version)::text as rows from (
       select ${rowColumns} from event where tenant = $1 and stream = $2 and version between $3 and $4
         and day between '${first}' and '${last}'
     ) as each`,
    [tenant, stream, from, to]
  )
  return JSON.parse(found?.rows ?? '[]') as Row[]
}

/** Planning leaves out the days that none of them has, and running it, for each stream, those that this one has not. */
async function readEach(sql: Sql, ranges: readonly Range[]): Promise<readonly (Row & { readonly place: number })[]> {
  const first = ranges.map(range => range.first).reduce((least, day) => (day < least ? day : least))
  const last = ranges.map(range => range.last).reduce((most, day) => (day > most ? day : most))
  const [found] = await sql.of(...new Set(ranges.map(range => range.tenant))).query<{ rows: string | null }>(
    `select json_agg(each order by place, version)::text as rows from (
       select asked.place, found.*
       from jsonb_to_recordset($1::text::jsonb)
         as asked (place integer, tenant text, stream text, "from" integer, "to" integer, first date, last date)
       cross join lateral (
         select ${rowColumns} from event
         where event.tenant = asked.tenant and event.stream = asked.stream
           and event.version between asked."from" and asked."to"
           and event.day between '${first}' and '${last}' and event.day between asked.first and asked.last
         offset 0
       ) as found
     ) as each`,
    [JSON.stringify(ranges.map((range, place) => ({ place, ...range })))]
  )
  return JSON.parse(found?.rows ?? '[]') as (Row & { place: number })[]
}
