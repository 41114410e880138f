import { deciders } from '../../shared/catalog.ts'
import type { ConversationFact } from '../../shared/conversations/events.ts'
import { dayMs, dayOf, type Day } from '../../shared/kernel/day.ts'
import type { Fact, StreamId } from '../../shared/kernel/message.ts'
import type { Core } from '../../sync-server/core.ts'
import type { Sql } from '../../sync-server/db/sql.ts'
import { arrange, keyOf, type Known, type Sealed } from '../../sync-server/log/arrange.ts'
import { partitions } from '../../sync-server/log/partitions.ts'
import { inTheClear } from '../../sync-server/log/sealing.ts'
import { writeArranged } from '../../sync-server/log/write-arranged.ts'
import { median, quantile, timed, type Figure } from './figures.ts'

export const yearly = 'bench-year'
const days = 365
const messagesEach = 100

/** A year of conversations, a hundred messages each. */
export async function writeYear(sql: Sql, events: number, today: number): Promise<readonly StreamId[]> {
  const ids = Array.from({ length: events / messagesEach }, (_, n): StreamId => `conversation/year-${n}`)
  await writeDays(sql, yearly, ids, today, conversationOf)
  return ids
}

/** So many streams on each day of a year, each whole on its day, written as a commit writes them, `together` at a time. */
export async function writeDays(
  sql: Sql,
  tenant: string,
  ids: readonly StreamId[],
  today: number,
  write: (stream: StreamId, at: number) => Promise<Sealed>,
  together = 1
): Promise<void> {
  const known: Known = { tenants: new Map(), heads: new Map(), heard: new Map(), acks: new Map() }
  const door = sql.of(tenant)
  await door.query('insert into tenant_head (tenant) values ($1)', [tenant])
  const made = partitions(sql)
  const perDay = Math.ceil(ids.length / days)
  for (let start = 0; start < ids.length; start += perDay) {
    const at = today - (days - 1 - start / perDay) * dayMs
    await door.transaction(query => made.need(query, [dayOf(at)]))
    made.made([dayOf(at)])
    const ofDay = ids.slice(start, start + perDay)
    for (let first = 0; first < ofDay.length; first += together) {
      const streams = ofDay.slice(first, first + together)
      const wanted = await Promise.all(streams.map(stream => write(stream, at)))
      await writeArranged(door.query, arrange(wanted, known, at), at)
      for (const stream of streams) known.heads.delete(keyOf(tenant, stream))
    }
  }
  for (const table of ['event', 'head', 'heard', 'tenant_day']) await sql.everywhere.query(`analyze ${table}`)
}

function conversationOf(stream: StreamId, at: number): Promise<Sealed> {
  const base = { at, by: { kind: 'customer', id: 'ada' } as const, cause: `cause-of-${stream}` }
  const contact = `contact-of-${stream}`
  const facts = Array.from({ length: messagesEach }, (_, n): Fact => {
    if (n === 0) return { ...base, type: 'conversation.opened', inbox: 'i', platform: 'whatsapp', contact } as Fact
    const content = { kind: 'text', text: 'Is the blue notebook with the dotted pages back in your shop?' }
    return { ...base, type: 'conversation.message-received', message: `${stream}-${n}`, content } as Fact
  })
  return inTheClear.seal({ tenant: yearly, stream, version: 0, facts, scope: 'inbox:i' })
}

/** What a year of partitions costs who reads. */
export async function reading({ log, sql }: Core, ids: readonly StreamId[]): Promise<Figure[]> {
  const some = (n: number) => ids[(n * 7919) % ids.length]!
  const trip = () => sql.everywhere.query('select 1 as one', [])
  const peer = { what: 'two empty queries', value: 2 * median(await timed(200, trip)) }
  const warm = await timed(300, n => log.streams.last(yearly, some(n), 100))
  const hot = await timed(300, n => log.streams.last(yearly, some(n), 100))
  for (const id of ids) await log.streams.last(yearly, id, 100)
  const held = { hot: log.hot.size.streams, rss: process.memoryUsage().rss / 2 ** 20 }
  const when = `${ids.length * messagesEach} events`
  const scan = await scanned(log, await rangeOf(sql))
  const { rate, rss } = await folded({ log, sql } as Core)
  return [
    { what: 'last 100 events, p50', when: `hot, ${when}`, unit: 'ms', value: median(hot), peer },
    { what: 'last 100 events, p50', when: `warm, ${when}`, unit: 'ms', value: median(warm), peer },
    { what: 'last 100 events, p99', when: `warm, ${when}`, unit: 'ms', value: quantile(warm, 0.99) },
    {
      what: `memory, ${ids.length} conversations read`,
      when: `${held.hot} of them hot`,
      unit: 'MiB',
      value: held.rss,
      peer: { what: 'the most it may be', value: 512 }
    },
    { what: 'a day scanned', when, unit: 'events/s', value: scan },
    { what: 'the log read and folded', when, unit: 'events/s', value: rate },
    { what: 'memory after it', when, unit: 'MiB', value: rss }
  ]
}

async function rangeOf(sql: Sql): Promise<{ first: number; last: number }> {
  const [range] = await sql
    .of(yearly)
    .query<{ day: Day; first: number; last: number }>(
      'select day::text as day, first_seq as first, last_seq as last from tenant_day where tenant = $1 order by day limit 1 offset 100',
      [yearly]
    )
  if (!range) throw new Error('the year has no hundredth day')
  return range
}

async function scanned({ follow }: Core['log'], { first, last }: { first: number; last: number }): Promise<number> {
  const took = await timed(5, () => follow.since(yearly, first - 1, last - first + 1))
  return ((last - first + 1) / median(took)) * 1000
}

async function folded({ log }: Core): Promise<{ rate: number; rss: number }> {
  const since = performance.now()
  let seq = 0
  let page = await log.follow.since(yearly, seq, 5000)
  const { initial, evolve } = deciders.conversation
  const states = new Map<string, typeof initial>()
  while (page.length > 0) {
    for (const { stream, fact } of page)
      states.set(stream, evolve(states.get(stream) ?? initial, fact as ConversationFact))
    seq += page.length
    page = await log.follow.since(yearly, seq, 5000)
  }
  return { rate: (seq / (performance.now() - since)) * 1000, rss: process.memoryUsage().rss / 2 ** 20 }
}
