import type { Automation } from '../../../shared/automation/automation.ts'
import { deciders, type AnyCommand, type AnyFact, type AnyRefusal } from '../../../shared/catalog.ts'
import type { Contact } from '../../../shared/contacts/contact.ts'
import { contentKinds } from '../../../shared/conversations/content.ts'
import type { Conversation } from '../../../shared/conversations/conversation.ts'
import { thread } from '../../../shared/conversations/thread.ts'
import type { Agent } from '../../../shared/identity/agent.ts'
import type { Inbox } from '../../../shared/inboxes/inbox.ts'
import type { Context, Decider } from '../../../shared/kernel/decider.ts'
import type { Fact, StreamId } from '../../../shared/kernel/message.ts'
import { streamKey, streamKind } from '../../../shared/kernel/message.ts'
import { upcast } from '../../../shared/kernel/upcast.ts'
import { strategies } from '../../../shared/platforms/strategies.ts'
import type { Phrase } from '../../../shared/phrases/phrase.ts'
import type { Team } from '../../../shared/routing/team.ts'
import type { Card } from '../../../shared/workflow/card.ts'
import type { Workflow } from '../../../shared/workflow/workflow.ts'
import type { Held } from '../../log/db.ts'

/** What the server has confirmed of a stream. Its held events begin at `from`, and `carry` is the state just before. */
export type Confirmed = {
  readonly from: number
  readonly carry: unknown
  readonly state: unknown
  readonly version: number
}

/** One pending command as this device judges it now. */
export type Hope = {
  readonly held: Held
  readonly facts: readonly AnyFact[]
  /** It no longer holds, so nothing is hoped of it; the server still has the last word. */
  readonly doubt: AnyRefusal | null
}

/** What the agent sees: confirmed facts, then hopes. */
export type Drawn = { readonly state: unknown; readonly version: number; readonly hopes: readonly Hope[] }

export type AnyDecider = Decider<unknown, AnyCommand, AnyFact, AnyRefusal>

/** `undefined`: a kind of stream that only a newer version knows. Its events are kept for it. */
export function deciderOf(stream: StreamId): AnyDecider | undefined {
  const kind = streamKind(stream)
  return Object.hasOwn(deciders, kind) ? deciders[kind as keyof typeof deciders] : undefined
}

export function foldOn(decider: AnyDecider, state: unknown, facts: readonly Fact[]): unknown {
  return facts.reduce<unknown>((so, fact) => decider.evolve(so, understood(fact)), state)
}

/** [P4] Decides the pending commands of one stream again, in their order, over what is confirmed. */
export function redraw(
  decider: AnyDecider,
  confirmed: Confirmed,
  pending: readonly Held[],
  contextOf: (held: Held) => Context
): Drawn {
  let { state, version } = confirmed
  const doubted = new Set<string>()
  const hopes: Hope[] = []
  for (const held of pending) {
    if (!held.command) continue
    const hope = judge(decider, state, held, held.command, doubted, contextOf(held))
    if (hope.doubt) doubted.add(held.command.id)
    state = foldOn(decider, state, hope.facts)
    version += hope.facts.length
    hopes.push(hope)
  }
  return { state, version, hopes }
}

function judge(
  decider: AnyDecider,
  state: unknown,
  held: Held,
  command: AnyCommand,
  doubted: ReadonlySet<string>,
  context: Context
): Hope {
  if (held.after !== null && doubted.has(held.after)) {
    return { held, facts: [], doubt: { reason: 'depends-on-refused', after: held.after } }
  }
  // The device's clock may have been set back since: it was hoped for when it was said, however often it is judged again.
  const now = Math.max(context.now, command.at)
  const decision = decider.decide(command, state, now === context.now ? context : { ...context, now })
  return decision.accepted ? { held, facts: decision.facts, doubt: null } : { held, facts: [], doubt: decision.refusal }
}

export const rowTables = [
  'threads',
  'contacts',
  'inboxes',
  'agents',
  'teams',
  'workflows',
  'cards',
  'automations',
  'phrases'
] as const
export type RowTable = (typeof rowTables)[number]

export const tableOf: Readonly<Record<string, RowTable>> = {
  conversation: 'threads',
  contact: 'contacts',
  inbox: 'inboxes',
  agent: 'agents',
  team: 'teams',
  workflow: 'workflows',
  card: 'cards',
  automation: 'automations',
  phrase: 'phrases'
}

/** A stream's row on the screen. `row` null: nothing to show, yet or any more. */
export type DrawnRow = {
  readonly stream: StreamId
  readonly table: RowTable
  readonly id: string
  readonly row: object | null
}

const spoken = new Set(strategies.map(strategy => strategy.platform))

export function rowOf(stream: StreamId, state: unknown): DrawnRow | null {
  const place = placed(stream, null)
  return place && state !== null ? { ...place, row: rowFrom(streamKind(stream), place.id, state) } : place
}

/** `null`: this version draws nothing of such a stream. */
export function placed(stream: StreamId, row: object | null): DrawnRow | null {
  const table = tableOf[streamKind(stream)]
  return table ? { stream, table, id: streamKey(stream), row } : null
}

function rowFrom(kind: string, id: string, state: unknown): object | null {
  switch (kind) {
    case 'conversation': {
      const conversation = state as Conversation
      // A platform only a newer version speaks: this one cannot say what is allowed there, so it shows nothing.
      return spoken.has(conversation.platform) ? thread(id, conversation) : null
    }
    case 'contact':
      return (state as Contact).known ? { ...(state as Contact), contact: id } : null
    case 'workflow':
      return (state as Workflow).now === null ? null : { ...(state as Workflow), workflow: id }
    case 'card': {
      const card = state as Card
      return card.status === 'open' || card.status === 'closed' ? { ...card, card: id } : null
    }
    case 'automation': {
      const { status } = state as Automation
      return status === 'on' || status === 'off' ? { ...(state as Automation), automation: id } : null
    }
    case 'phrase':
      return (state as Phrase).status === 'kept' ? { ...(state as Phrase), phrase: id } : null
    case 'team':
      return (state as Team).status === 'formed' ? { ...(state as Team), team: id } : null
    case 'inbox':
      return (state as Inbox).platform === null ? null : { ...(state as Inbox), inbox: id }
    default:
      return (state as Agent).status === 'unknown' ? null : { ...(state as Agent), agent: id }
  }
}

/** A fact as this version reads it. What a newer one says in a way not known here is shown as just that. */
export function understood(fact: Fact): AnyFact {
  const read = upcast(fact) as AnyFact
  if (!('content' in read) || contentKinds.has(read.content.kind)) return read
  return { ...read, content: { kind: 'unsupported', what: read.content.kind } }
}
