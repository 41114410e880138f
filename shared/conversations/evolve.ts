import type { Author } from '../kernel/message.ts'
import { unchanged } from '../kernel/unreachable.ts'
import type { Content } from './content.ts'
import { summary } from './content-words.ts'
import {
  noConversation,
  writerOf,
  type Conversation,
  type Latest,
  type LastWords,
  type Owed,
  type Send
} from './conversation.ts'
import type { ConversationFact } from './events.ts'
import { historyAfter, isHistory, type HistoryFact } from './history.ts'
import { reactedElsewhere, reactionPut } from './reactions.ts'
import { runsAfter } from './runs.ts'
import { sending, sendsKept } from './sends.ts'
import { changedLater, changeOf, unsentWords } from './told.ts'
import { withdrawn } from './withdrawn.ts'

/** Times of a customer's messages, of which an answer from elsewhere may be told late. */
const unansweredKept = 20

export function evolve(before: Conversation, fact: ConversationFact): Conversation {
  const next = isHistory(fact) ? historyAfter(before, fact) : happened(before, fact)
  const runs = runsAfter(before, next, fact)
  return runs === undefined || runs === next.runs ? next : { ...next, runs }
}

function happened(before: Conversation, fact: Exclude<ConversationFact, HistoryFact>): Conversation {
  const state = { ...before, changedAt: Math.max(before.changedAt, fact.at) }
  switch (fact.type) {
    case 'conversation.opened':
      return {
        ...state,
        status: 'open',
        openedAt: fact.at,
        inbox: fact.inbox,
        platform: fact.platform,
        contact: fact.contact
      }
    case 'conversation.message-received':
      return received(state, fact)
    case 'conversation.replied':
      return replied(state, fact)
    case 'conversation.replied-elsewhere':
      return repliedElsewhere(state, fact)
    case 'conversation.message-edited':
    case 'conversation.message-unsent':
      return changedLater(state, fact)
    case 'conversation.reaction-put':
      return reactionPut(state, fact)
    case 'conversation.reacted':
      return reactedElsewhere(state, fact)
    case 'conversation.noticed':
    case 'conversation.file-kept':
    case 'conversation.file-lost':
    case 'conversation.sla-warned':
    case 'conversation.sla-missed':
      return state
    case 'conversation.reply-held':
      return { ...state, held: [...state.held, heldIn(fact)] }
    case 'conversation.held-reply-discarded':
      return { ...state, held: state.held.filter(held => held.message !== fact.message) }
    case 'conversation.noted':
      return {
        ...state,
        last: { kind: 'noted', message: fact.note, text: fact.text.slice(0, 200), at: fact.at, by: fact.by }
      }
    case 'conversation.claimed':
      return { ...state, assignee: fact.by.id, assignedAt: fact.at }
    case 'conversation.assigned':
      return { ...state, assignee: fact.to, assignedAt: fact.at }
    case 'conversation.unassigned':
      return { ...state, assignee: null, assignedAt: fact.at }
    case 'conversation.resolved':
      return resolved(state, fact.at)
    case 'conversation.reopened':
    case 'conversation.woken':
      return { ...state, status: 'open', snoozedUntil: null, resolvedAt: null }
    case 'conversation.snoozed':
      return { ...state, status: 'snoozed', snoozedUntil: fact.until, resolvedAt: null }
    case 'conversation.prioritised':
      return { ...state, priority: fact.priority }
    case 'conversation.labelled':
      return { ...state, labels: [...state.labels.filter(label => label !== fact.label), fact.label] }
    case 'conversation.unlabelled':
      return { ...state, labels: state.labels.filter(label => label !== fact.label) }
    case 'conversation.marked-read':
      return { ...state, readBy: readUpTo(state, fact.by.id, fact.upTo) }
    case 'conversation.send-started':
    case 'conversation.send-deferred':
    case 'conversation.send-retried':
    case 'conversation.send-failed':
    case 'conversation.send-unknown':
    case 'conversation.sent':
    case 'conversation.receipt-received':
    case 'conversation.received-up-to':
      return sending(state, fact)
    case 'conversation.reply-withdrawn':
      return withdrawn(state, fact)
    case 'conversation.erased':
      return erased(state, fact)
    default:
      return unchanged(state, fact)
  }
}

function resolved(state: Conversation, resolvedAt: number): Conversation {
  return { ...state, status: 'resolved', snoozedUntil: null, waitingSince: null, unanswered: [], resolvedAt }
}

function heldIn({ message, by, content, newer }: Extract<ConversationFact, { type: 'conversation.reply-held' }>) {
  return { message, by: by.id, content, newer }
}

type Of<T extends ConversationFact['type']> = Extract<ConversationFact, { type: T }>

/** As if nothing had been said, in the inbox where it was. */
function erased({ inbox, platform, contact, changedAt, erasures }: Conversation, fact: Of<'conversation.erased'>) {
  // What an older version carried over does not count them.
  return { ...noConversation, inbox, platform, contact, changedAt, erasures: (erasures || 0) + 1, over: fact.forGood }
}

function received(state: Conversation, fact: Of<'conversation.message-received'>): Conversation {
  // Webhooks come out of order: the window and the last words follow the platform's clock, not our arrival.
  const newest = fact.at >= Math.max(state.lastReceivedAt ?? 0, state.elsewhereAt ?? 0, lastHeardAt(state))
  const answered = fact.at <= (state.elsewhereAt ?? 0)
  return {
    ...state,
    unanswered: answered ? (state.unanswered ?? []) : [...(state.unanswered ?? []), fact.at].slice(-unansweredKept),
    received: state.received + 1,
    lastReceived: fact.message,
    lastReceivedAt: opensWindow(fact.content) ? Math.max(state.lastReceivedAt ?? 0, fact.at) : state.lastReceivedAt,
    waitingSince: answered ? state.waitingSince : Math.min(state.waitingSince ?? fact.at, fact.at),
    last: newest ? words(state, 'received', fact) : state.last,
    latest: latest(state, { message: fact.message, by: fact.by.id })
  }
}

/** When the last words were said, where they are the customer's: those of a group move no window. */
function lastHeardAt({ last }: Conversation): number {
  return last?.kind === 'received' ? last.at : 0
}

/** What was said in a group is not said to us alone. */
export function opensWindow(content: Content): boolean {
  return content.kind !== 'unsupported' || content.elsewhere !== true
}

function firstOf(times: readonly number[]): number | null {
  return times.length === 0 ? null : Math.min(...times)
}

function repliedElsewhere(state: Conversation, fact: Of<'conversation.replied-elsewhere'>): Conversation {
  const newest = fact.at >= (state.last?.at ?? 0)
  const elsewhereAt = Math.max(state.elsewhereAt ?? 0, fact.at)
  const unanswered = (state.unanswered ?? []).filter(at => at > elsewhereAt)
  return {
    ...state,
    elsewhereAt,
    waitingSince: (state.waitingSince ?? Infinity) <= elsewhereAt ? firstOf(unanswered) : state.waitingSince,
    unanswered,
    last: newest ? words(state, 'replied', fact) : state.last,
    latest: latest(state, { message: fact.message, by: fact.by.id })
  }
}

function replied(state: Conversation, fact: Of<'conversation.replied'>): Conversation {
  const send: Send = {
    message: fact.message,
    delivery: 'waiting',
    platformId: null,
    freeText: fact.content.kind !== 'template',
    failure: null,
    until: null,
    words: summary(fact.content),
    ...(fact.by.kind === 'agent' && state.waitingSince !== null && { owed: owedBy(state, fact.at) }),
    ...(writerOf(fact.by) === 'program' ? { writer: 'program' as const } : {}),
    ...(fact.awayUntil !== undefined && { goesUntil: fact.awayUntil })
  }
  const sends = [...state.sends, send].slice(-sendsKept)
  // That nobody is there is no answer, no news for who writes one, and not what a row is about.
  if (fact.awayUntil !== undefined) return { ...state, sends, awayUntil: fact.awayUntil }
  return {
    ...state,
    // What a program says is no answer yet.
    ...(fact.by.kind === 'agent' && {
      answeredAt: Math.max(state.answeredAt ?? 0, fact.at),
      waitingSince: null,
      unanswered: []
    }),
    held: state.held.filter(held => held.message !== fact.message),
    last: words(state, 'replied', fact),
    latest: latest(state, {
      message: fact.message,
      by: fact.by.id,
      ...(writerOf(fact.by) === 'program' && { program: true })
    }),
    sends
  }
}

function owedBy({ waitingSince, unanswered = [] }: Conversation, at: number): Owed {
  return { at, since: waitingSince ?? at, unanswered }
}

function words(
  state: Conversation,
  kind: 'received' | 'replied',
  fact: { message: string; content: Content; at: number; by: Author }
): LastWords {
  const change = changeOf(state, fact.message)
  const text = change ? (change.text ?? unsentWords) : summary(fact.content)
  return { kind, message: fact.message, text, at: fact.at, by: fact.by }
}

function latest(state: Conversation, one: Latest): Conversation['latest'] {
  const all = [one, ...state.latest.filter(other => other.by !== one.by)]
  const isAmongTwo = (other: Latest) => all.filter(({ program }) => program === other.program).indexOf(other) < 2
  return all.filter(isAmongTwo)
}

function readUpTo(state: Conversation, agent: string, upTo: number): Conversation['readBy'] {
  const before = state.readBy.find(reader => reader.agent === agent)?.upTo ?? 0
  return [...state.readBy.filter(reader => reader.agent !== agent), { agent, upTo: Math.max(before, upTo) }]
}
