import { deciders } from '../../shared/catalog.ts'
import type { Author, StreamId } from '../../shared/kernel/message.ts'
import type { CardFact } from '../../shared/workflow/events.ts'
import type { Core } from '../../sync-server/core.ts'
import type { Sealed } from '../../sync-server/log/arrange.ts'
import { inTheClear } from '../../sync-server/log/sealing.ts'
import { median, timed, type Figure } from './figures.ts'
import { writeDays } from './year.ts'

const tenant = 'bench-cards'
/** New cards a day. */
const perDay = 10
const many = 365 * perDay
const rounds = 5
const pageOf = 5000

/** A year of cards, each with its way through the stages, read from the log and folded to what stands on the boards. */
export async function yearOfCards({ sql, log }: Core): Promise<Figure[]> {
  const ids = Array.from({ length: many }, (_, n): StreamId => `card/support:c${n}`)
  await writeDays(sql, tenant, ids, Date.now(), cardOf, perDay)
  const events = many * lifeOf(0).length
  const bare = () => sql.of(tenant).query('select seq, stream, data::text from event where tenant = $1', [tenant])
  const facts = ids.map(() => lifeOf(0))
  const texts = facts.map(life => life.map(fact => JSON.stringify(fact)))
  const took: Record<'read' | 'folded' | 'parsed' | 'pure', number[]> = { read: [], folded: [], parsed: [], pure: [] }
  for (let round = 0; round < rounds; round++) {
    took.read.push(...(await timed(1, bare)))
    took.folded.push(...(await timed(1, () => readAndFold(log))))
    took.parsed.push(...(await timed(1, () => texts.forEach(life => life.forEach(text => void JSON.parse(text))))))
    took.pure.push(...(await timed(1, () => facts.forEach(life => void fold(life)))))
  }
  const rate = (ms: readonly number[]) => (events / median(ms)) * 1000
  const when = `${many} cards, ${events} events`
  const unit = 'events/s'
  return [
    {
      what: 'folded, in memory',
      when,
      unit,
      value: rate(took.pure),
      peer: { what: 'JSON.parse of them', value: rate(took.parsed) }
    },
    {
      what: 'read from the log and folded',
      when,
      unit,
      value: rate(took.folded),
      peer: { what: 'the same rows read', value: rate(took.read) }
    },
    { what: 'a whole year read and folded', when, unit: 'ms', value: median(took.folded) }
  ]
}

const { initial, evolve } = deciders.card

function fold(facts: readonly CardFact[]) {
  return facts.reduce(evolve, initial)
}

async function readAndFold({ follow }: Core['log']): Promise<void> {
  const states = new Map<string, typeof initial>()
  let seq = 0
  for (let page = await follow.since(tenant, seq, pageOf); page.length > 0;) {
    for (const { stream, fact } of page)
      states.set(stream, evolve(states.get(stream) ?? initial, fact as unknown as CardFact))
    seq += page.length
    page = await follow.since(tenant, seq, pageOf)
  }
  const closed = [...states.values()].filter(card => card.status === 'closed').length
  if (closed !== many) throw new Error(`${closed} of ${many} cards came to an end`)
}

function cardOf(stream: StreamId, at: number): Promise<Sealed> {
  const facts = lifeOf(at).map(fact => ({ ...fact, cause: `cause-of-${stream}` }))
  return inTheClear.seal({ tenant, stream, version: 0, facts, scope: 'inbox:i' })
}

/** As a card goes through a workflow: filled in, given, moved, ordered, ticked off, won, and once more. */
function lifeOf(at: number): CardFact[] {
  const by: Author = { kind: 'agent', id: 'ana' }
  const base = { at, by, cause: 'cause' }
  const rank = 'Vb3kQ0aZ'
  return [
    {
      ...base,
      type: 'card.placed',
      workflow: 'support',
      inbox: 'i',
      conversation: 'c',
      contact: 'maya',
      title: null,
      stage: 'new',
      rank
    },
    { ...base, type: 'card.given', to: 'ana' },
    { ...base, type: 'card.field-set', key: 'order', value: 'A-1042' },
    { ...base, type: 'card.moved', from: 'new', to: 'working', rank },
    { ...base, type: 'card.item-added', item: 'i1', text: 'Ask the carrier' },
    { ...base, type: 'card.ordered', rank: 'Vb3kQ0aM' },
    { ...base, type: 'card.moved', from: 'working', to: 'customer', rank },
    { ...base, type: 'card.moved', from: 'customer', to: 'working', rank },
    { ...base, type: 'card.item-checked', item: 'i1', done: true },
    { ...base, type: 'card.valued', value: { minor: 12_900, currency: 'EUR' } },
    { ...base, type: 'card.closed', outcome: 'won', reason: '', stage: 'solved', rank },
    { ...base, type: 'card.cycle-opened', number: 2, stage: 'new', rank },
    { ...base, type: 'card.moved', from: 'new', to: 'working', rank },
    { ...base, type: 'card.closed', outcome: 'won', reason: '', stage: 'solved', rank }
  ]
}
