import type { Personal } from '../kernel/personal.ts'
import type { ConversationFact } from './events.ts'

const content = { kind: 'erased' } as const
/** Platforms put numbers into their reasons, and into their ids of messages. */
const failure = { code: 'erased', reason: '' }
const platformId = 'erased'

/** What was said, to the customer or about them. Who did what when is the house's own history, labels are its own words. */
export const personalInConversations: Personal<ConversationFact> = {
  'conversation.opened': {},
  'conversation.message-received': { content },
  'conversation.replied': { content },
  'conversation.replied-elsewhere': { content },
  'conversation.history-begun': {},
  'conversation.history-told': { content, writer: '' },
  'conversation.history-withdrawn': {},
  'conversation.message-edited': { content },
  'conversation.message-unsent': {},
  'conversation.file-kept': { file: 'erased' },
  'conversation.file-lost': {},
  'conversation.reacted': { of: platformId, emojis: [] },
  'conversation.reaction-put': { of: platformId, emoji: null },
  'conversation.noticed': { text: '', raw: '' },
  'conversation.reply-held': { content },
  'conversation.held-reply-discarded': {},
  'conversation.noted': { text: '' },
  'conversation.claimed': {},
  'conversation.assigned': {},
  'conversation.unassigned': {},
  'conversation.resolved': {},
  'conversation.reopened': {},
  'conversation.snoozed': {},
  'conversation.woken': {},
  'conversation.prioritised': {},
  'conversation.labelled': {},
  'conversation.unlabelled': {},
  'conversation.marked-read': {},
  'conversation.send-started': {},
  'conversation.send-deferred': { failure },
  'conversation.sent': { platformId, quoteToken: 'erased' },
  'conversation.send-failed': { failure },
  'conversation.send-unknown': {},
  'conversation.send-retried': {},
  'conversation.reply-withdrawn': {},
  'conversation.receipt-received': { platformId, failure },
  'conversation.received-up-to': {},
  'conversation.sla-warned': {},
  'conversation.sla-missed': {},
  'conversation.erased': {}
}
