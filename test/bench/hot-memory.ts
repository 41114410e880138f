import { randomUUID } from 'node:crypto'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { deciders } from '../../shared/catalog.ts'
import type { ConversationFact } from '../../shared/conversations/events.ts'
import type { Fact, StreamId } from '../../shared/kernel/message.ts'
import { memory } from '../../sync-server/actors/memory.ts'
import { hotStreams } from '../../sync-server/log/hot.ts'
import type { Streams } from '../../sync-server/log/read.ts'
import type { Recorded } from '../../sync-server/log/recorded.ts'
import { tenant } from './customers.ts'
import { median, quantile, timed, type Figure } from './figures.ts'

const conversations = 10_000
const eventsEach = 100
const mostMiB = 512

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Ten thousand conversations, their state and their last hundred events, read once each and then here and there. */
export async function hotMemory(): Promise<Figure[]> {
  const before = takenMiB()
  // Shared out as a server does.
  const states = memory(mostMiB * 0.25 * 2 ** 20, () => false)
  const warm = { last: async (_, stream) => conversationOf(stream) } as Partial<Streams> as Streams
  const hot = hotStreams(warm, () => () => undefined, mostMiB * 0.75 * 2 ** 20)
  const ids = Array.from({ length: conversations }, (): StreamId => `conversation/${randomUUID()}`)
  for (const id of ids) states.keep(id, remembered(await hot.last(tenant, id, eventsEach)))
  const both = Math.min(hot.size.streams, states.size.states)
  const taken = takenMiB() - before
  const weighed = (hot.size.bytes + states.size.bytes) / 2 ** 20
  const took = await timed(5000, n => hot.last(tenant, ids[(n * 7919) % ids.length]!, eventsEach))
  const texts = ids.slice(0, 500).map(id => JSON.stringify(conversationOf(id)))
  const parsed = await timed(5000, n => JSON.parse(texts[n % texts.length]!))
  const peer = (share: number) => ({ what: 'JSON.parse of as many', value: quantile(parsed, share) })
  const when = `${both} conversations of ${eventsEach} events`
  return [
    { what: 'taken', when, unit: 'MiB', value: taken, peer: { what: 'the most it may be', value: mostMiB } },
    { what: 'as it weighs itself', when, unit: 'MiB', value: weighed, peer: { what: 'taken', value: taken } },
    { what: 'last 100 events, p50', when: 'any of them', unit: 'ms', value: median(took), peer: peer(0.5) },
    { what: 'last 100 events, p99', when: 'any of them', unit: 'ms', value: quantile(took, 0.99), peer: peer(0.99) }
  ]
}

function takenMiB(): number {
  // The second time for the bytes of what the first one found: they are swept beside it.
  collect()
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return (heapUsed + external) / 2 ** 20
}

function remembered(events: readonly Recorded[]) {
  const { initial, evolve } = deciders.conversation
  const state = events.reduce((so, { fact }) => evolve(so, fact as ConversationFact), initial)
  return { state, version: events.length }
}

/** A customer asks, an agent answers, and the platform tells how far the answer has come. */
function conversationOf(stream: StreamId): Recorded[] {
  const contact = `contact-of-${stream}`
  let reply = ''
  return Array.from({ length: eventsEach }, (_, n): Recorded => {
    const recordedAt = Date.now() + n
    const cause = randomUUID()
    if (n % 6 === 2) reply = cause
    const base = { at: recordedAt, cause, by: n % 6 === 2 ? agent(n) : n % 6 === 1 ? customer(contact) : system }
    const fact = n === 0 ? opened(base, contact) : factOf(n, base, reply)
    return { seq: 31 * n + 1, stream, version: n + 1, recordedAt, fact, scope: 'inbox:bench-whatsapp' }
  })
}

type Base = Omit<Fact, 'type'>
const system = { kind: 'system', id: 'whatsapp' } as const
const customer = (id: string) => ({ kind: 'customer', id }) as const
const agent = (n: number) => ({ kind: 'agent', id: `agent-${n % 5}` }) as const

function opened(base: Base, contact: string): Fact {
  return { ...base, type: 'conversation.opened', inbox: 'bench-whatsapp', platform: 'whatsapp', contact } as Fact
}

function factOf(n: number, base: Base, message: string): Fact {
  const text = (words: string) => ({ kind: 'text', text: `${words} (${n})` })
  const told = { ...base, platformId: `wamid.${message}` }
  switch (n % 6) {
    case 1: {
      const content = text('Is the blue notebook with the dotted pages back in your shop?')
      return { ...base, type: 'conversation.message-received', message: base.cause, content } as Fact
    }
    case 2: {
      const content = text('Yes, since this morning. Shall I put one aside for you?')
      return { ...base, type: 'conversation.replied', message, content } as Fact
    }
    case 3:
      return { ...base, type: 'conversation.send-started', message } as Fact
    case 4:
      return { ...told, type: 'conversation.sent', message } as Fact
    default: {
      const status = n % 6 === 5 ? 'delivered' : 'read'
      return { ...told, type: 'conversation.receipt-received', status } as Fact
    }
  }
}
