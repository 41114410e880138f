import type { Conversation, Send } from './conversation.ts'
import type { ConversationFact } from './events.ts'
import { higher, liftedBy, rises, takenFrom } from './ladder.ts'

type Of<T extends ConversationFact['type']> = Extract<ConversationFact, { type: T }>

/** Receipts for anything older come days late and change nothing anybody looks at. */
export const sendsKept = 200
const straysKept = 50

/** The next one would push out one that has not gone: it would wait for ever, and nobody would send it. */
export function isFull({ sends: [oldest, ...more] }: Pick<Conversation, 'sends'>): boolean {
  const hasToGo = oldest?.delivery === 'waiting' || oldest?.delivery === 'sending'
  return hasToGo && more.length + 1 >= sendsKept
}

type Sending = Of<
  | 'conversation.send-started'
  | 'conversation.send-deferred'
  | 'conversation.send-retried'
  | 'conversation.send-failed'
  | 'conversation.send-unknown'
  | 'conversation.sent'
  | 'conversation.receipt-received'
  | 'conversation.received-up-to'
>

/** How far replies have come, one by one or all up to a moment. */
export function sending(state: Conversation, fact: Sending): Conversation {
  switch (fact.type) {
    case 'conversation.send-started':
      return withSend(state, fact.message, { delivery: 'sending', failure: null, until: null, askedAt: fact.at })
    case 'conversation.send-deferred':
      return withSend(state, fact.message, { delivery: 'waiting', failure: fact.failure, until: fact.until })
    case 'conversation.send-retried':
      return withSend(state, fact.message, {
        delivery: 'waiting',
        failure: null,
        until: null,
        again: true,
        ...(isUnknown(state, fact.message) && { wasUnknown: true })
      })
    case 'conversation.send-failed':
      return withSend(state, fact.message, { delivery: 'failed', failure: fact.failure })
    case 'conversation.send-unknown':
      return withSend(state, fact.message, { delivery: 'unknown' })
    case 'conversation.sent':
      return sent(state, fact.message, fact.platformId)
    case 'conversation.receipt-received':
      return receiptReceived(state, fact)
    case 'conversation.received-up-to':
      return receivedUpTo(state, fact)
  }
}

function isUnknown({ sends }: Conversation, message: string): boolean {
  return sends.some(send => send.message === message && send.delivery === 'unknown')
}

function withSend(state: Conversation, message: string, change: Partial<Send>): Conversation {
  return { ...state, sends: state.sends.map(send => (send.message === message ? { ...send, ...change } : send)) }
}

function sent(state: Conversation, message: string, platformId: string): Conversation {
  const send = state.sends.find(one => one.message === message)
  if (!send) return state
  const stray = state.strays.find(one => one.platformId === platformId)
  const taken = takenFrom(send.delivery, send.platformId, platformId)
  const told = stray ? higher(taken, stray.status) : taken
  const delivery = state.receivedUpTo ? liftedBy(told, send.askedAt, state.receivedUpTo) : told
  const failure = delivery === 'failed' ? (stray?.failure ?? send.failure) : null
  return {
    ...settled(state, message, { platformId, delivery, failure, until: null }),
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
  const told = higher(send.delivery, fact.status)
  const askedAt = fact.status === 'sent' ? fact.at : send.askedAt
  const asked = askedAt === undefined ? {} : { askedAt }
  const delivery = state.receivedUpTo ? liftedBy(told, askedAt, state.receivedUpTo) : told
  return settled(state, send.message, {
    ...asked,
    platformId: fact.platformId,
    delivery,
    failure: delivery === 'failed' ? (fact.failure ?? send.failure) : null,
    until: null
  })
}

/** The platform's id is known: the words need not tell it apart any more, and nothing of it is taken back. */
function settled(state: Conversation, message: string, change: Partial<Send>): Conversation {
  const sends = state.sends.map(send => {
    if (send.message !== message) return send
    const { words: _words, owed: _owed, ...rest } = send
    return { ...rest, ...change }
  })
  return { ...state, sends }
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

/** Takes and reads are told by time: what was asked for by then has come so far. */
function receivedUpTo(state: Conversation, { status, upTo }: Of<'conversation.received-up-to'>): Conversation {
  const before = state.receivedUpTo ?? { delivered: 0, read: 0 }
  const reached = { ...before, [status]: Math.max(before[status], upTo) }
  const sends = state.sends.map(send => ({ ...send, delivery: liftedBy(send.delivery, send.askedAt, reached) }))
  return { ...state, receivedUpTo: reached, sends }
}
