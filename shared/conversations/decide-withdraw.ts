import { accept, refuse } from '../kernel/decision.ts'
import type { Context } from '../kernel/decider.ts'
import type { Conversation, Send } from './conversation.ts'
import { said, type ConversationDecision, type Of } from './decision.ts'
import { unanswered } from '../platforms/strategy.ts'

/*
 *   replied ── waiting ──► withdrawn        nobody was asked: it is gone, and the customer waits as before
 *                 │ asked before, and nobody knows: it is not asked again, and nobody knows (send-unknown)
 *                 │ taken before, and failed then: it has failed (send-failed)
 */

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
