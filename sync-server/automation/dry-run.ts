import { begins, type CardBefore } from '../../shared/automation/begins.ts'
import type { Rule } from '../../shared/automation/content.ts'
import { depthOf, hourMs, mostAnHour, mostDepth } from '../../shared/automation/depth.ts'
import { dueOf } from '../../shared/automation/due.ts'
import { failingLine } from '../../shared/automation/judge.ts'
import { workflowsIn } from '../../shared/automation/steps.ts'
import { deciders } from '../../shared/catalog.ts'
import { wordsOf } from '../../shared/conversations/content-words.ts'
import type { ConversationFact } from '../../shared/conversations/events.ts'
import { streamKey, streamKind } from '../../shared/kernel/message.ts'
import type { Came, DryRun, Run } from '../../shared/protocol/automations.ts'
import { cardOf } from '../../shared/workflow/card-id.ts'
import type { CardFact } from '../../shared/workflow/events.ts'
import type { Actors, StateOf } from '../actors/actors.ts'
import { livedInWeek, type Lived, type Past } from './lived.ts'
import { situationOf } from './situation.ts'
import { cardBefore, conversationOf } from './when-something-happens.ts'

export type DryRunParts = { readonly log: Past; readonly actors: Pick<Actors, 'state'>; readonly now: () => number }

const mostShown = 50

type Asked = {
  readonly cause: string
  readonly at: number
  readonly depth: number
  readonly conversation: string | null
  readonly text: string | null
}

/**
 * What a rule would have done in the past week, by the log as it is: nothing is told, and what the rule would have
 * changed has no consequences here. Inboxes and cards that were not touched in the week are taken as they are now.
 */
export async function dryRun(parts: DryRunParts, tenant: string, rule: Rule): Promise<DryRun> {
  const replayed = new Replayed(parts, tenant, rule)
  for await (const lived of livedInWeek(parts.log, tenant, ['conversation', 'card'], parts.now()))
    await replayed.live(lived)
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
  /** Since when somebody waits for whom it has looked already: once for each wait. */
  readonly #noted = new Map<string, number>()
  readonly #acted = new Map<string, readonly number[]>()
  #runs: Run[] = []
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
    await this.passTime(event.recordedAt)
    const key = streamKey(event.stream)
    if (streamKind(event.stream) === 'card') this.#cards.set(key, after as StateOf<'card'>)
    else this.#became(key, after as StateOf<'conversation'>)
    const asked = askedBy(this.#rule, lived)
    if (asked) await this.#look(asked)
  }

  async passTime(upTo: number): Promise<void> {
    const past = [...this.#dues].filter(([, due]) => due.at <= upTo).toSorted(([, a], [, b]) => a.at - b.at)
    for (const [conversation, { at, since }] of past) {
      this.#dues.delete(conversation)
      await this.#look({ cause: `${conversation} ${since}`, at, depth: 0, conversation, text: null })
    }
  }

  #became(conversation: string, state: StateOf<'conversation'>): void {
    this.#conversations.set(conversation, state)
    const due = dueOf(this.#rule.when, state)
    if (!due) this.#dues.delete(conversation)
    else if (due.since !== this.#noted.get(conversation)) {
      this.#noted.set(conversation, due.since)
      this.#dues.set(conversation, due)
    }
  }

  async #look(asked: Asked): Promise<void> {
    const { cause, at, conversation } = asked
    const came = await this.#judged(asked)
    this.#looked += 1
    if (came.as === 'fired') {
      this.#fired += 1
      if (conversation !== null) this.#acted.set(conversation, [...(this.#acted.get(conversation) ?? []), at])
    }
    this.#runs = [...this.#runs, { cause, at, conversation, version: 0, came }].slice(-mostShown)
  }

  async #judged({ at, depth, conversation, text }: Asked): Promise<Came> {
    if (depth >= mostDepth) return { as: 'loop' }
    const before = conversation === null ? [] : (this.#acted.get(conversation) ?? [])
    if (before.filter(time => time > at - hourMs).length >= mostAnHour) return { as: 'too-often' }
    const { actors } = this.#parts
    const state = await this.#conversation(conversation)
    const inbox = state.inbox === '' ? deciders.inbox.initial : await actors.state(this.#tenant, 'inbox', state.inbox)
    const cards = conversation === null ? [] : await this.#cardsOf(conversation)
    const line = failingLine(this.#rule.if, situationOf(state, inbox, cards, { at, text }))
    return line ? { as: 'condition', line } : { as: 'fired', steps: [...this.#rule.then], outcomes: [] }
  }

  async #conversation(conversation: string | null): Promise<StateOf<'conversation'>> {
    if (conversation === null) return deciders.conversation.initial
    return this.#conversations.get(conversation) ?? this.#parts.actors.state(this.#tenant, 'conversation', conversation)
  }

  #cardsOf(conversation: string): Promise<StateOf<'card'>[]> {
    const ids = workflowsIn(this.#rule).map(workflow => cardOf(workflow, conversation))
    return Promise.all(ids.map(async id => this.#cards.get(id) ?? this.#parts.actors.state(this.#tenant, 'card', id)))
  }
}

/** What is to be looked at because of this event, if anything is. */
function askedBy(rule: Rule, { event, before }: Lived): Asked | null {
  const fact = event.fact as ConversationFact | CardFact
  const isCard = streamKind(event.stream) === 'card'
  const card = isCard ? cardBefore(fact, before as CardBefore) : null
  if (!begins(rule.when, fact, card)) return null
  return {
    cause: `${fact.cause} ${fact.type}`,
    at: event.recordedAt,
    depth: depthOf(fact),
    conversation: isCard ? conversationOf(fact, before as StateOf<'card'>) : streamKey(event.stream),
    text: fact.type === 'conversation.message-received' ? wordsOf(fact.content) : null
  }
}
