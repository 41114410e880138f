import { accept, refuse } from '../kernel/decision.ts'
import type { Context } from '../kernel/decider.ts'
import type { Conversation, Send } from './conversation.ts'
import { said, type ConversationDecision, type Of } from './decision.ts'
import { unanswered, type ConversationFact } from './events.ts'

/*
 *   replied ── waiting ──► withdrawn        nobody was asked: it is gone, and the customer waits as before
 *                 │ asked before, and nobody knows: it is not asked again, and nobody knows (send-unknown)
 *                 │ taken before, and failed then: it has failed (send-failed)
 */

export const withdrawnWords = 'Reply taken back'

/** Only what no platform was asked to take can be taken back. */
export function decideWithdraw(
  command: Of<'conversation.withdraw-reply'>,
  state: Conversation,
  context: Context
): ConversationDecision {
  const { message } = command
  const send = state.sends.find(one => one.message === message)
  const so = { ...said(command, context), message }
  if (!send || !mayBeWithdrawn(send)) return refuse({ reason: 'not-waiting' })
  if (mayHaveGone(send)) return accept({ ...so, type: 'conversation.send-unknown' })
  if (send.platformId === null) return accept({ ...so, type: 'conversation.reply-withdrawn' })
  const reason = 'It was taken back before it was tried again.'
  return accept({ ...so, type: 'conversation.send-failed', failure: { code: 'taken-back', reason } })
}

function mayBeWithdrawn(send: Send): boolean {
  if (send.reacts) return false
  return send.delivery === 'waiting' || (send.delivery === 'failed' && send.platformId === null && !mayHaveGone(send))
}

function mayHaveGone({ wasUnknown, failure }: Send): boolean {
  return wasUnknown === true || failure?.code === unanswered
}

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
