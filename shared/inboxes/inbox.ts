import type { Failure } from '../conversations/events.ts'
import { accept, refuse, type Decision } from '../kernel/decision.ts'
import type { Context, Decider } from '../kernel/decider.ts'
import type { Author } from '../kernel/message.ts'
import { unchanged, unreachable } from '../kernel/unreachable.ts'
import { strategyOf } from '../platforms/strategies.ts'
import { measure } from '../platforms/strategy.ts'
import type { BusinessHours, RoutingPolicy } from '../routing/content.ts'
import type { SlaTargets } from '../sla/content.ts'
import type { InboxCommand } from './commands.ts'
import { courtesiesOf, type Courtesies } from './content.ts'
import type { InboxFact, OtherTemplate, Template } from './events.ts'
import type { InboxRefusal } from './refusals.ts'

export type PublishedPolicy = {
  readonly version: number
  readonly policy: RoutingPolicy
  readonly at: number
  readonly by: Author
}

/** One connected channel account, and who works in it. */
export type Inbox = {
  readonly platform: string | null
  readonly name: string
  readonly members: readonly string[]
  readonly templates: readonly Template[]
  /** Approved as well, and not to be sent from here. Absent: there are none. */
  readonly others?: readonly OtherTemplate[]
  /** How long a conversation is kept after it was resolved. `null`: for ever. */
  readonly retentionDays: number | null
  /** Absent: by hand. */
  readonly routing?: RoutingPolicy
  /** Every policy that was published, newest first, to roll back to: the first is in force. */
  readonly policies?: readonly PublishedPolicy[]
  /** Absent or `null`: always open. */
  readonly hours?: BusinessHours | null
  /** Since when. */
  readonly hoursSince?: number
  /** What customers are told who write outside of these hours, and since when. Absent: nothing. */
  readonly away?: { readonly text: string; readonly since: number }
  /** How soon customers should have answers, and since when it is so, with these hours. What was over by then was judged then. */
  readonly sla?: { readonly targets: SlaTargets; readonly since: number }
  /** Absent: all of them. */
  readonly courtesies?: Courtesies
  /** Nothing of it is sent, and why. Its replies wait. */
  readonly stopped?: { readonly failure: Failure; readonly at: number }
}

const notConnected: Inbox = { platform: null, name: '', members: [], templates: [], retentionDays: null }

/** How many versions of a policy can be rolled back to. All of them stand in the log. */
const policiesKept = 20

const noTargets: SlaTargets = { firstReply: null, nextReply: null, resolution: null }

export const inboxDecider: Decider<Inbox, InboxCommand, InboxFact, InboxRefusal> = {
  initial: notConnected,
  decide,
  evolve
}

function decide(command: InboxCommand, state: Inbox, context: Context): Decision<InboxFact, InboxRefusal> {
  if (!context.may(command.type)) return refuse({ reason: 'not-allowed' })
  const so = { at: Math.min(command.at, context.now), by: context.by, cause: command.id }
  if (command.type === 'inbox.connect') {
    if (state.platform !== null) return refuse({ reason: 'already-connected' })
    return accept({ ...so, type: 'inbox.connected', platform: command.platform, name: command.name })
  }
  if (state.platform === null) return refuse({ reason: 'no-such-inbox' })
  switch (command.type) {
    case 'inbox.rename':
      return state.name === command.name ? accept() : accept({ ...so, type: 'inbox.renamed', name: command.name })
    case 'inbox.add-member':
      return state.members.includes(command.agent)
        ? accept()
        : accept({ ...so, type: 'inbox.member-added', agent: command.agent })
    case 'inbox.remove-member':
      return state.members.includes(command.agent)
        ? accept({ ...so, type: 'inbox.member-removed', agent: command.agent })
        : accept()
    case 'inbox.list-templates':
      return isSame([state.templates, state.others], [command.templates, command.others])
        ? accept()
        : accept({ ...so, type: 'inbox.templates-listed', ...listIn(command) })
    case 'inbox.begin-import':
      return accept({ ...so, type: 'inbox.import-began', import: command.import, source: command.source })
    case 'inbox.end-import': {
      const { import: ended, messages, conversations, contacts, files, known, unread } = command
      const counts = { messages, conversations, contacts, files, known, unread }
      return accept({ ...so, type: 'inbox.import-ended', import: ended, ...counts })
    }
    case 'inbox.undo-import':
      return accept({ ...so, type: 'inbox.import-undone', import: command.import })
    case 'inbox.set-retention':
      return state.retentionDays === command.days
        ? accept()
        : accept({ ...so, type: 'inbox.retention-set', days: command.days })
    case 'inbox.stop-sending':
      return state.stopped ? accept() : accept({ ...so, type: 'inbox.sending-stopped', failure: command.failure })
    case 'inbox.resume-sending':
      return state.stopped ? accept({ ...so, type: 'inbox.sending-resumed' }) : accept()
    case 'inbox.set-routing':
      return publish(command, state, so)
    case 'inbox.set-hours':
      return isSame(state.hours ?? null, command.hours)
        ? accept()
        : accept({ ...so, type: 'inbox.hours-set', hours: command.hours })
    case 'inbox.set-away-message':
      return setAway(command, state, so)
    case 'inbox.set-sla':
      return isSame(state.sla?.targets ?? noTargets, command.targets)
        ? accept()
        : accept({ ...so, type: 'inbox.sla-set', targets: command.targets })
    case 'inbox.set-courtesies':
      return isSame(courtesiesOf(state), command.courtesies)
        ? accept()
        : accept({ ...so, type: 'inbox.courtesies-set', courtesies: command.courtesies })
    default:
      return unreachable(command)
  }
}

function setAway(
  { text }: Extract<InboxCommand, { type: 'inbox.set-away-message' }>,
  { away, platform }: Inbox,
  so: { at: number; by: Author; cause: string }
): Decision<InboxFact, InboxRefusal> {
  if ((away?.text ?? null) === text) return accept()
  const limit = strategyOf(platform ?? '').text
  if (text !== null && measure(text, limit) > limit.most)
    return refuse({ reason: 'too-long', limit: limit.most, unit: limit.unit })
  return accept({ ...so, type: 'inbox.away-message-set', text })
}

function publish(
  { policy, onVersion }: Extract<InboxCommand, { type: 'inbox.set-routing' }>,
  { routing, policies: [last] = [] }: Inbox,
  so: { at: number; by: Author; cause: string }
): Decision<InboxFact, InboxRefusal> {
  if (isSame(routing ?? null, policy)) return accept()
  const { version, at, by } = last ?? { version: 0, ...so }
  if (onVersion !== undefined && onVersion !== version) return refuse({ reason: 'changed-meanwhile', at, by })
  return accept({ ...so, type: 'inbox.routing-set', policy, version: version + 1 })
}

function evolve(state: Inbox, fact: InboxFact): Inbox {
  switch (fact.type) {
    case 'inbox.connected':
      return { ...state, platform: fact.platform, name: fact.name }
    case 'inbox.renamed':
      return { ...state, name: fact.name }
    case 'inbox.member-added':
      return { ...state, members: [...state.members, fact.agent] }
    case 'inbox.member-removed':
      return { ...state, members: state.members.filter(member => member !== fact.agent) }
    case 'inbox.templates-listed': {
      const { others: _before, ...rest } = state
      return { ...rest, ...listIn(fact) }
    }
    case 'inbox.retention-set':
      return { ...state, retentionDays: fact.days }
    case 'inbox.routing-set': {
      const { policies = [] } = state
      const { policy, at, by, version = (policies[0]?.version ?? 0) + 1 } = fact
      return {
        ...state,
        routing: policy,
        policies: [{ version, policy, at, by }, ...policies].slice(0, policiesKept)
      }
    }
    case 'inbox.hours-set':
      return {
        ...state,
        hours: fact.hours,
        hoursSince: fact.at,
        ...(state.sla && { sla: { ...state.sla, since: fact.at } })
      }
    case 'inbox.away-message-set': {
      const { away: _, ...silent } = state
      return fact.text === null ? silent : { ...silent, away: { text: fact.text, since: fact.at } }
    }
    case 'inbox.sla-set':
      return { ...state, sla: { targets: fact.targets, since: fact.at } }
    case 'inbox.courtesies-set':
      return { ...state, courtesies: fact.courtesies }
    case 'inbox.sending-stopped':
      return { ...state, stopped: { failure: fact.failure, at: fact.at } }
    case 'inbox.sending-resumed': {
      const { stopped: _, ...going } = state
      return going
    }
    case 'inbox.import-began':
    case 'inbox.import-ended':
    case 'inbox.import-undone':
      return state
    default:
      return unchanged(state, fact)
  }
}

function listIn({ templates, others }: { templates: Template[]; others?: OtherTemplate[] | undefined }) {
  return others ? { templates, others } : { templates }
}

/** Settings come from one schema each, so their fields stand in one order. */
function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
