import type { Author } from '../kernel/message.ts'
import { unchanged } from '../kernel/unreachable.ts'
import { summary, type Content } from './content.ts'
import type { ConversationFact, Failure, Priority, ReceiptStatus } from './events.ts'
import { higher, rises, type Delivery } from './ladder.ts'

export type Send = {
  readonly message: string
  readonly delivery: Delivery
  readonly platformId: string | null
  /** Free text needs an open window, a template does not. */
  readonly freeText: boolean
  readonly failure: Failure | null
  /** When a deferred send is tried again, epoch milliseconds. */
  readonly until: number | null
}

/** What the list shows as the last words. */
export type LastWords = {
  readonly kind: 'received' | 'replied' | 'noted'
  readonly message: string
  readonly text: string
  readonly at: number
  readonly by: Author
}

/** One customer on one inbox, over time. Everything `decide` and the list need, as plain JSON. */
export type Conversation = {
  readonly status: 'unknown' | 'open' | 'snoozed' | 'resolved'
  readonly inbox: string
  readonly platform: string
  readonly contact: string
  readonly openedAt: number
  readonly assignee: string | null
  readonly assignedAt: number
  readonly snoozedUntil: number | null
  readonly priority: Priority
  readonly labels: readonly string[]
  /** How many messages the customer has written, and how many of them each agent has seen. */
  readonly received: number
  readonly readBy: readonly { readonly agent: string; readonly upTo: number }[]
  /** The customer's last recorded message, and the newest moment they wrote, by the platform's clock. */
  readonly lastReceived: string | null
  readonly lastReceivedAt: number | null
  /** The first customer message nobody has answered yet. */
  readonly waitingSince: number | null
  readonly last: LastWords | null
  /** The last message of each of the last two who wrote, newest first: enough to know what anyone has not seen. */
  readonly latest: readonly { readonly message: string; readonly by: string }[]
  readonly held: readonly {
    readonly message: string
    readonly by: string
    readonly content: Content
    readonly newer: string
  }[]
  readonly sends: readonly Send[]
  /** Receipts for platform ids we were not told yet. */
  readonly strays: readonly {
    readonly platformId: string
    readonly status: ReceiptStatus
    readonly failure: Failure | null
  }[]
  readonly changedAt: number
  readonly resolvedAt: number | null
  /** How often what was said here was erased, and whether that was the end of it. */
  readonly erasures: number
  readonly over: boolean
}

export const noConversation: Conversation = {
  status: 'unknown',
  inbox: '',
  platform: '',
  contact: '',
  openedAt: 0,
  assignee: null,
  assignedAt: 0,
  snoozedUntil: null,
  priority: 'none',
  labels: [],
  received: 0,
  readBy: [],
  lastReceived: null,
  lastReceivedAt: null,
  waitingSince: null,
  last: null,
  latest: [],
  held: [],
  sends: [],
  strays: [],
  changedAt: 0,
  resolvedAt: null,
  erasures: 0,
  over: false
}

/** Receipts for anything older come days late and change nothing anybody looks at. */
const sendsKept = 200
const straysKept = 50

export function evolve(before: Conversation, fact: ConversationFact): Conversation {
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
    case 'conversation.reply-held':
      return {
        ...state,
        held: [...state.held, { message: fact.message, by: fact.by.id, content: fact.content, newer: fact.newer }]
      }
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
      return { ...state, status: 'resolved', snoozedUntil: null, waitingSince: null, resolvedAt: fact.at }
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
      return withSend(state, fact.message, { delivery: 'sending', failure: null, until: null })
    case 'conversation.send-deferred':
      return withSend(state, fact.message, { delivery: 'waiting', failure: fact.failure, until: fact.until })
    case 'conversation.send-retried':
      return withSend(state, fact.message, { delivery: 'waiting', failure: null, until: null })
    case 'conversation.send-failed':
      return withSend(state, fact.message, { delivery: 'failed', failure: fact.failure })
    case 'conversation.send-unknown':
      return withSend(state, fact.message, { delivery: 'unknown' })
    case 'conversation.sent':
      return sent(state, fact.message, fact.platformId)
    case 'conversation.receipt-received':
      return receiptReceived(state, fact)
    case 'conversation.erased':
      return erased(state, fact)
    default:
      return unchanged(state, fact)
  }
}

type Of<T extends ConversationFact['type']> = Extract<ConversationFact, { type: T }>

/** As if nothing had been said, in the inbox where it was. */
function erased({ inbox, platform, contact, changedAt, erasures }: Conversation, fact: Of<'conversation.erased'>) {
  // What an older version carried over does not count them.
  return { ...noConversation, inbox, platform, contact, changedAt, erasures: (erasures || 0) + 1, over: fact.forGood }
}

function received(state: Conversation, fact: Of<'conversation.message-received'>): Conversation {
  // Webhooks come out of order: the window and the last words follow the platform's clock, not our arrival.
  const newest = state.lastReceivedAt === null || fact.at >= state.lastReceivedAt
  return {
    ...state,
    received: state.received + 1,
    lastReceived: fact.message,
    lastReceivedAt: Math.max(state.lastReceivedAt ?? 0, fact.at),
    waitingSince: state.waitingSince ?? fact.at,
    last: newest ? words('received', fact) : state.last,
    latest: latest(state, fact.message, fact.by.id)
  }
}

function replied(state: Conversation, fact: Of<'conversation.replied'>): Conversation {
  const send: Send = {
    message: fact.message,
    delivery: 'waiting',
    platformId: null,
    freeText: fact.content.kind !== 'template',
    failure: null,
    until: null
  }
  return {
    ...state,
    waitingSince: null,
    held: state.held.filter(held => held.message !== fact.message),
    last: words('replied', fact),
    latest: latest(state, fact.message, fact.by.id),
    sends: [...state.sends, send].slice(-sendsKept)
  }
}

function words(
  kind: 'received' | 'replied',
  fact: { message: string; content: Content; at: number; by: Author }
): LastWords {
  return { kind, message: fact.message, text: summary(fact.content), at: fact.at, by: fact.by }
}

function latest(state: Conversation, message: string, by: string): Conversation['latest'] {
  return [{ message, by }, ...state.latest.filter(other => other.by !== by)].slice(0, 2)
}

function readUpTo(state: Conversation, agent: string, upTo: number): Conversation['readBy'] {
  const before = state.readBy.find(reader => reader.agent === agent)?.upTo ?? 0
  return [...state.readBy.filter(reader => reader.agent !== agent), { agent, upTo: Math.max(before, upTo) }]
}

function withSend(state: Conversation, message: string, change: Partial<Send>): Conversation {
  return { ...state, sends: state.sends.map(send => (send.message === message ? { ...send, ...change } : send)) }
}

function sent(state: Conversation, message: string, platformId: string): Conversation {
  const send = state.sends.find(one => one.message === message)
  if (!send) return state
  const stray = state.strays.find(one => one.platformId === platformId)
  const reached = higher(send.delivery, 'sent')
  const delivery = stray ? higher(reached, stray.status) : reached
  const failure = delivery === 'failed' ? (stray?.failure ?? send.failure) : null
  return {
    ...withSend(state, message, { platformId, delivery, failure, until: null }),
    strays: state.strays.filter(one => one !== stray)
  }
}

function receiptReceived(state: Conversation, fact: Of<'conversation.receipt-received'>): Conversation {
  const send = sendOf(state, fact)
  if (!send) {
    const known = state.strays.find(one => one.platformId === fact.platformId)
    if (known && !rises(known.status, fact.status)) return state
    const stray = { platformId: fact.platformId, status: fact.status, failure: fact.failure ?? null }
    return { ...state, strays: [...state.strays.filter(one => one !== known), stray].slice(-straysKept) }
  }
  const delivery = higher(send.delivery, fact.status)
  return withSend(state, send.message, {
    platformId: fact.platformId,
    delivery,
    failure: delivery === 'failed' ? (fact.failure ?? send.failure) : null,
    until: null
  })
}

/** Which of our replies a receipt speaks of: by our own id where the platform hands it back, else by the platform's. */
export function sendOf(
  state: Conversation,
  receipt: { platformId: string; message?: string | undefined }
): Send | undefined {
  return state.sends.find(
    send => send.message === receipt.message || (send.platformId !== null && send.platformId === receipt.platformId)
  )
}
