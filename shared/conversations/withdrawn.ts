import type { Conversation, Send } from './conversation.ts'
import type { ConversationFact } from './events.ts'

export const withdrawnWords = 'Reply taken back'

/** Nothing was said, and nobody was answered by it: what the customer waited for they wait for still. */
export function withdrawn(
  before: Conversation,
  fact: Extract<ConversationFact, { type: 'conversation.reply-withdrawn' }>
): Conversation {
  const { message } = fact
  const owed = before.sends.find(one => one.message === message)?.owed
  const state = {
    ...before,
    sends: before.sends.filter(one => one.message !== message),
    latest: before.latest.filter(one => one.message !== message),
    last: before.last?.message === message ? { ...before.last, text: withdrawnWords } : before.last
  }
  if (!owed) return state
  // What was written after it answers the customer in its place.
  const heir = state.sends.find(one => one.writer === undefined && !one.reacts && isAfter(before, message, one))
  if (heir) return { ...state, sends: state.sends.map(one => (one === heir ? { ...one, owed } : one)) }
  if (state.status === 'resolved') return state
  return {
    ...state,
    waitingSince: Math.min(owed.since, state.waitingSince ?? Infinity),
    unanswered: [...owed.unanswered, ...(state.unanswered ?? [])]
  }
}

function isAfter({ sends }: Conversation, message: string, other: Send): boolean {
  return sends.indexOf(other) > sends.findIndex(one => one.message === message)
}
