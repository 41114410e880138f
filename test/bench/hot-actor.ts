import { randomUUID } from 'node:crypto'
import { deciders } from '../../shared/catalog.ts'
import { actors, type ActorsLog } from '../../sync-server/actors/actors.ts'
import { received, replied, tenant, told } from './customers.ts'
import { median, quantile, timed, type Figure } from './figures.ts'

const conversations = 10_000

/** Mailbox, decide and evolve of actors that are all in memory, over a log that writes nothing. */
export async function hotActor(): Promise<Figure[]> {
  const hot = actors(weightless(), {})
  const ids = Array.from({ length: conversations }, () => randomUUID())
  for (const id of ids) await told(hot, received(id))
  const commands = Array.from({ length: 2 * conversations }, (_, i) => {
    const id = ids[(i * 7919) % conversations] ?? ''
    return i % 2 === 0 ? replied(id) : received(id)
  })
  const texts = commands.map(command => JSON.stringify(command))
  const parsed = await timed(texts.length, i => JSON.parse(texts[i] ?? ''))
  const took = await timed(commands.length, i => told(hot, commands[i]!))
  const us = (ms: number) => ms * 1000
  const peer = (share: number) => ({ what: 'JSON.parse of the command', value: us(quantile(parsed, share)) })
  const when = `${conversations} conversations`
  return [
    { what: 'decide + evolve, p50', when, unit: 'µs', value: us(median(took)), peer: peer(0.5) },
    { what: 'decide + evolve, p99', when, unit: 'µs', value: us(quantile(took, 0.99)), peer: peer(0.99) }
  ]
}

function weightless(): ActorsLog {
  let seq = 0
  const nobodyAsks = () => Promise.reject(new Error('nobody asks for this here'))
  return {
    commit: {
      append: async ({ stream, version, facts }) => ({
        result: 'appended',
        seq: seq + facts.length,
        events: facts.map((fact, i) => ({
          tenant,
          seq: ++seq,
          stream,
          version: version + 1 + i,
          recordedAt: fact.at,
          fact,
          scope: 'tenant' as const,
          hash: ''
        }))
      })
    },
    states: { newest: async () => ({ state: deciders.conversation.initial, version: 0 }) },
    streams: { all: nobodyAsks },
    follow: { head: nobodyAsks },
    acks: { judged: nobodyAsks, newest: nobodyAsks, record: nobodyAsks },
    heardAt: nobodyAsks,
    heardLately: () => undefined
  }
}
