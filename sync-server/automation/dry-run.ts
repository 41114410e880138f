import { begins, type CardBefore } from '../../shared/automation/begins.ts'
import type { Rule } from '../../shared/automation/content.ts'
import { depthOf, hourMs, mostAnHour, mostDepth } from '../../shared/automation/depth.ts'
import { dueOf } from '../../shared/automation/due.ts'
import { failingLine } from '../../shared/automation/judge.ts'
import type { Subject } from '../../shared/automation/steps.ts'
import { deciders } from '../../shared/catalog.ts'
import { wordsOf } from '../../shared/conversations/content-words.ts'
import type { ConversationFact } from '../../shared/conversations/events.ts'
import { streamKey, streamKind, type StreamId } from '../../shared/kernel/message.ts'
import type { Came, DryRun, Run } from '../../shared/protocol/automations.ts'
import type { CardFact } from '../../shared/workflow/events.ts'
import type { Actors, StateOf } from '../actors/actors.ts'
import { asItWas, type Archives } from '../past/as-it-was.ts'
import { livedIn, type Lived, type Past } from '../past/lived.ts'
import { weekBefore } from '../past/week.ts'
import { situationOf } from './situation.ts'
import { cardsNow, cardsOf, type CardStates } from './subject.ts'
import { cardBefore, conversationOf, lookAt } from './when-something-happens.ts'

export type DryRunParts = {
  readonly log: Past & Archives
  readonly actors: Pick<Actors, 'state'>
  readonly now: () => number
}

const mostShown = 50

type Asked = {
  readonly cause: string
  readonly at: number
  readonly depth: number
  readonly conversation: string | null
  readonly card: Subject['card']
  readonly text: string | null
}

/**
 * What a rule would have done in the past week, by the log as it is: nothing is told, and what the rule would have
 * changed has no consequences here. Inboxes and workflows are taken as they are now.
 */
export async function dryRun(parts: DryRunParts, tenant: string, rule: Rule): Promise<DryRun> {
  const replayed = new Replayed(parts, tenant, rule)
  const week = await weekBefore(parts.log.follow, tenant, parts.now())
  for await (const lived of livedIn(week, parts.log, tenant, ['conversation', 'card'])) await replayed.live(lived)
  await replayed.passTime(parts.now())
  return replayed.answer
}

/** The workspace as it was at each moment of the week, as far as the rule has to do with it. */
class Replayed {
  readonly #parts: DryRunParts
  readonly #tenant: string
  readonly #rule: Rule
  readonly #conversations = new Map<string, StateOf<'conversation'>>()
  readonly #cards = new Map<string, StateOf<'card'>>()
  readonly #dues = new Map<string, { readonly at: number; readonly since: number }>()
  /** The wait for which it has looked already: once for each. */
  readonly #lookedSince = new Map<string, number>()
  readonly #acted = new Map<string, readonly number[]>()
  #runs: Run[] = []
  #cause = ''
  #seq = 0
  #asked: readonly Asked[] = []
  #events = 0
  #looked = 0
  #fired = 0

  constructor(parts: DryRunParts, tenant: string, rule: Rule) {
    this.#parts = parts
    this.#tenant = tenant
    this.#rule = rule
  }

  get answer(): DryRun {
    const runs = this.#runs.toReversed().slice(0, mostShown)
    return { events: this.#events, looked: this.#looked, fired: this.#fired, runs }
  }

  async live(lived: Lived): Promise<void> {
    const { event, after } = lived
    this.#events += 1
    // What one command made true was true at once: it is looked at when all of it is.
    if (event.fact.cause !== this.#cause) await this.passTime(event.recordedAt)
    this.#cause = event.fact.cause
    this.#seq = event.seq
    const key = streamKey(event.stream)
    if (streamKind(event.stream) === 'card') this.#cards.set(key, after as StateOf<'card'>)
    else this.#became(key, after as StateOf<'conversation'>, event.recordedAt)
    const asked = await askedBy(cardsNow(this.#parts.actors, this.#tenant), this.#rule, lived)
    if (asked) this.#asked = [...this.#asked, asked]
  }

  async passTime(upTo: number): Promise<void> {
    for (const asked of this.#asked) await this.#look(asked)
    this.#asked = []
    const past = [...this.#dues].filter(([, due]) => due.at <= upTo).toSorted(([, a], [, b]) => a.at - b.at)
    for (const [conversation, { at, since }] of past) {
      this.#dues.delete(conversation)
      this.#lookedSince.set(conversation, since)
      await this.#look({ cause: `${conversation} ${since}`, at, depth: 0, conversation, card: null, text: null })
    }
  }

  #became(conversation: string, state: StateOf<'conversation'>, recordedAt: number): void {
    this.#conversations.set(conversation, state)
    const due = dueOf(this.#rule.when, state)
    if (!due) this.#dues.delete(conversation)
    else if (due.since !== this.#lookedSince.get(conversation))
      this.#dues.set(conversation, { since: due.since, at: lookAt(due, recordedAt) })
  }

  async #look(asked: Asked): Promise<void> {
    const { cause, at, conversation, card } = asked
    const came = await this.#judged(asked)
    this.#looked += 1
    if (came.as === 'fired') {
      this.#fired += 1
      if (conversation !== null) this.#acted.set(conversation, [...(this.#acted.get(conversation) ?? []), at])
    }
    this.#runs = [...this.#runs, { cause, at, conversation, card: card?.card ?? null, version: 0, came }].slice(
      -mostShown
    )
  }

  async #judged({ at, depth, conversation, card, text }: Asked): Promise<Came> {
    if (depth >= mostDepth) return { as: 'loop' }
    const before = conversation === null ? [] : (this.#acted.get(conversation) ?? [])
    if (before.filter(time => time > at - hourMs).length >= mostAnHour) return { as: 'too-often' }
    const { actors } = this.#parts
    const state = await this.#conversation(conversation)
    const inbox = state.inbox === '' ? deciders.inbox.initial : await actors.state(this.#tenant, 'inbox', state.inbox)
    const states = { ...cardsNow(actors, this.#tenant), card: (id: string) => this.#card(id) }
    const cards = [...(await cardsOf(states, this.#rule, { conversation, card })).values()]
    const line = failingLine(this.#rule.if, situationOf(state, inbox, cards, { at, text }))
    return line ? { as: 'condition', line } : { as: 'fired', steps: [...this.#rule.then], outcomes: [] }
  }

  async #conversation(conversation: string | null): Promise<StateOf<'conversation'>> {
    if (conversation === null) return deciders.conversation.initial
    const known = this.#conversations.get(conversation)
    const state = known ?? ((await this.#before(`conversation/${conversation}`)) as StateOf<'conversation'>)
    this.#conversations.set(conversation, state)
    return state
  }

  async #card(id: string): Promise<StateOf<'card'>> {
    const state = this.#cards.get(id) ?? ((await this.#before(`card/${id}`)) as StateOf<'card'>)
    this.#cards.set(id, state)
    return state
  }

  /** What has not been lived yet, as it was at this place of the log: it may be lived later. */
  #before(stream: StreamId): Promise<unknown> {
    return asItWas(this.#parts.log, this.#tenant, stream, { seq: this.#seq, cause: this.#cause })
  }
}

/** What is to be looked at because of this event, if anything is. */
async function askedBy(states: CardStates, rule: Rule, { event, before }: Lived): Promise<Asked | null> {
  const fact = event.fact as ConversationFact | CardFact
  const isCard = streamKind(event.stream) === 'card'
  const card = isCard ? await cardBefore(states, fact, before as CardBefore) : null
  if (!begins(rule.when, fact, card)) return null
  return {
    cause: `${fact.cause} ${fact.type}`,
    at: event.recordedAt,
    depth: depthOf(fact),
    conversation: isCard ? conversationOf(fact, before as StateOf<'card'>) : streamKey(event.stream),
    card: card && { card: streamKey(event.stream), workflow: card.workflow },
    text: fact.type === 'conversation.message-received' ? wordsOf(fact.content) : null
  }
}
