import { accept, refuse } from '../kernel/decision.ts'
import type { Context } from '../kernel/decider.ts'
import { takesEmoji } from '../platforms/emoji.ts'
import { strategyOf } from '../platforms/strategies.ts'
import type { Conversation } from './conversation.ts'
import { outsideWindow } from './decide-reply.ts'
import { said, type ConversationDecision, type Of } from './decision.ts'
import { reactionOn, reactionWriter } from './reactions.ts'
import { isFull, sendsKept } from './sends.ts'

export function decideReaction(
  command: Of<'conversation.put-reaction'>,
  state: Conversation,
  context: Context
): ConversationDecision {
  const { id: message, of, emoji } = command
  const strategy = strategyOf(state.platform)
  if (state.history) return refuse({ reason: 'outside-reply-window', closedAt: null })
  if (isFull(state)) return refuse({ reason: 'too-many-waiting', limit: sendsKept })
  if (strategy.reactions !== 'both') return refuse({ reason: 'reactions-not-offered' })
  if (emoji !== null && !takesEmoji(strategy, emoji)) return refuse({ reason: 'emoji-not-taken' })
  const closed = outsideWindow(state, context, reactionWriter)
  if (closed) return refuse(closed)
  const before = reactionOn(state, of)
  const isThere = before?.reacts?.emoji === emoji && before.delivery !== 'failed' && before.delivery !== 'unknown'
  return isThere
    ? accept()
    : accept({ ...said(command, context), type: 'conversation.reaction-put', message, of, emoji })
}
