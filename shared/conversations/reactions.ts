import type { Conversation, Send } from './conversation.ts'
import type { ConversationFact } from './events.ts'
import type { LaterChange, Reaction } from './page-item.ts'
import { sendsKept } from './sends.ts'

type Fact<T extends ConversationFact['type']> = Extract<ConversationFact, { type: T }>

/** To a platform a reaction is no person's words that a tag would let through late. */
export const reactionWriter = 'program'

/** The last that was put on it in Daybook. */
export function reactionOn({ sends }: Conversation, of: string): Send | undefined {
  return sends.find(send => send.reacts?.of === of)
}

/** It is sent like a reply. One before it on the same message goes no more, and troubles nobody any more. */
export function reactionPut(state: Conversation, fact: Fact<'conversation.reaction-put'>): Conversation {
  const { message, of, emoji } = fact
  const send: Send = {
    message,
    delivery: 'waiting',
    platformId: null,
    freeText: true,
    failure: null,
    until: null,
    writer: reactionWriter,
    reacts: { of, emoji }
  }
  return { ...state, sends: [...withoutReaction(state, of).sends, send].slice(-sendsKept) }
}

/** Another app of the business has put another one there. */
export function reactedElsewhere(state: Conversation, fact: Fact<'conversation.reacted'>): Conversation {
  return fact.by.kind === 'customer' ? state : withoutReaction(state, fact.of)
}

function withoutReaction(state: Conversation, of: string): Conversation {
  const before = reactionOn(state, of)
  return before ? { ...state, sends: state.sends.filter(send => send !== before) } : state
}

/** All of us are one person to the customer: what a colleague puts takes the place of mine. */
export function withReaction(
  before: LaterChange,
  fact: Fact<'conversation.reacted' | 'conversation.reaction-put'>
): LaterChange {
  const { by, at } = fact
  const isSame = (one: Reaction) => (by.kind === 'customer' ? one.by.id === by.id : one.by.kind !== 'customer')
  const known = before.reactions.find(isSame)
  const others = before.reactions.filter(one => !isSame(one))
  if (fact.type === 'conversation.reaction-put') {
    const send = { message: fact.message, delivery: 'waiting', failure: null } as const
    const emojis = fact.emoji === null ? [] : [fact.emoji]
    return { ...before, reactions: [...others, { by, at, emojis, send }] }
  }
  // Told late by the platform: what we know is newer.
  if (known && known.at > at) return before
  return { ...before, reactions: [...others, { by, at, emojis: fact.emojis }] }
}

/** How far a reaction of ours has come. */
export function markReaction(
  changes: Map<string, LaterChange>,
  message: string,
  change: Partial<NonNullable<Reaction['send']>>
): void {
  for (const [of, later] of changes) {
    const at = later.reactions.findIndex(one => one.send?.message === message)
    const reaction = later.reactions[at]
    if (!reaction?.send) continue
    const marked = { ...reaction, send: { ...reaction.send, ...change } }
    changes.set(of, { ...later, reactions: later.reactions.with(at, marked) })
    return
  }
}
