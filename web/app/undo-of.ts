import type { Conversation } from '../../shared/conversations/conversation.ts'
import type { Wish } from './device.ts'

/** The wish that puts back how the conversation was `before`. `null`: words cannot be unsaid. */
export function undoOf(
  wish: Wish,
  before: Pick<Conversation, 'status' | 'assignee' | 'priority' | 'labels' | 'snoozedUntil' | 'lastReceived'>
): Wish | null {
  switch (wish.type) {
    case 'conversation.claim':
    case 'conversation.assign':
    case 'conversation.unassign':
      return before.assignee === null
        ? { type: 'conversation.unassign', conversation: wish.conversation }
        : { type: 'conversation.assign', conversation: wish.conversation, to: before.assignee }
    case 'conversation.resolve':
    case 'conversation.snooze':
    case 'conversation.reopen':
      return backTo(wish.conversation, before)
    case 'conversation.prioritise':
      return { ...wish, priority: before.priority }
    // What was so already stays so.
    case 'conversation.label':
      return before.labels.includes(wish.label) ? null : { ...wish, type: 'conversation.unlabel' }
    case 'conversation.unlabel':
      return before.labels.includes(wish.label) ? { ...wish, type: 'conversation.label' } : null
    default:
      return null
  }
}

function backTo(
  conversation: string,
  before: Pick<Conversation, 'status' | 'snoozedUntil' | 'lastReceived'>
): Wish | null {
  const seen = before.lastReceived
  switch (before.status) {
    case 'resolved':
      return { type: 'conversation.resolve', conversation, seen }
    case 'snoozed':
      return { type: 'conversation.snooze', conversation, until: before.snoozedUntil ?? 0, seen }
    case 'open':
      return { type: 'conversation.reopen', conversation }
    case 'unknown':
      return null
  }
}
