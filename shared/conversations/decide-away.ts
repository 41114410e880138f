import { accept, refuse } from '../kernel/decision.ts'
import type { Context } from '../kernel/decider.ts'
import type { Conversation } from './conversation.ts'
import { unsendable } from './decide-reply.ts'
import { said, type ConversationDecision, type Of } from './decision.ts'

/** Who has answered is still there for so long, whatever the hours say. Milliseconds. */
export const thereMs = 30 * 60_000

/** Once for as long as the inbox is closed, and only where nobody attends to who wrote. */
export function decideAway(
  command: Of<'conversation.say-away'>,
  state: Conversation,
  context: Context
): ConversationDecision {
  const { text, wrote, until } = command
  const { status, awayUntil = 0, answeredAt = 0, elsewhereAt = 0 } = state
  const isAttended = status !== 'open' || Math.max(answeredAt, elsewhereAt) + thereMs > wrote
  if (isAttended || awayUntil > context.now || until <= context.now) return accept()
  const content = { kind: 'text', text } as const
  const refusal = unsendable(content, state, context)
  if (refusal) return refuse(refusal)
  const so = said(command, context)
  return accept({ ...so, type: 'conversation.replied', message: command.id, content, awayUntil: until })
}
