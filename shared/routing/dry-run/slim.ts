import type { ConversationFact } from '../../conversations/events.ts'
import type { Event } from '../../kernel/message.ts'

/** What routing reads of a conversation's facts: no word of a customer's is among it. `null`: nothing at all. */
export function slim(event: Event): Event | null {
  const { seq, stream, version, recordedAt } = event
  const { type, at, by, cause, ...rest } = event.fact as ConversationFact
  const fact = { type, at, by, cause, ...kept(type, rest as Rest) }
  return reads(type) ? { seq, stream, version, recordedAt, fact } : null
}

type Rest = { readonly inbox?: string; readonly to?: string; readonly label?: string; readonly awayUntil?: number }

function kept(type: ConversationFact['type'], { inbox, to, label, awayUntil }: Rest): Rest {
  switch (type) {
    case 'conversation.opened':
      return inbox === undefined ? {} : { inbox }
    case 'conversation.assigned':
      return to === undefined ? {} : { to }
    case 'conversation.replied':
      return awayUntil === undefined ? {} : { awayUntil }
    case 'conversation.labelled':
    case 'conversation.unlabelled':
      return label === undefined ? {} : { label }
    default:
      return {}
  }
}

function reads(type: ConversationFact['type']): boolean {
  switch (type) {
    case 'conversation.opened':
    case 'conversation.message-received':
    case 'conversation.replied':
    case 'conversation.replied-elsewhere':
    case 'conversation.claimed':
    case 'conversation.assigned':
    case 'conversation.unassigned':
    case 'conversation.resolved':
    case 'conversation.snoozed':
    case 'conversation.woken':
    case 'conversation.reopened':
    case 'conversation.labelled':
    case 'conversation.unlabelled':
    case 'conversation.erased':
      return true
    default:
      // The rest, and what a newer version says, moves nobody.
      return false
  }
}
