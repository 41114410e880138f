import * as v from 'valibot'
import { factBase, id, time } from '../kernel/message.ts'
import { why } from '../routing/content.ts'
import { slaOf } from '../sla/content.ts'
import { content, fileAt, fileName, keptFile, longestRaw, longestText, lostFile, quoteToken } from './content.ts'

export const priority = v.picklist(['none', 'low', 'high', 'urgent'])
export type Priority = v.InferOutput<typeof priority>

export const label = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(40))

/** Why a platform did not take a message, in its own code and in words for the agent. */
export const failure = v.object({
  code: v.pipe(v.string(), v.maxLength(64)),
  reason: v.pipe(v.string(), v.maxLength(1000))
})
export type Failure = v.InferOutput<typeof failure>

export const receiptStatus = v.picklist(['sent', 'delivered', 'read', 'failed'])
export type ReceiptStatus = v.InferOutput<typeof receiptStatus>

/** The emoji that one person has on one message: most platforms allow one, Telegram several. */
export const emojis = v.pipe(v.array(v.pipe(v.string(), v.maxLength(64))), v.maxLength(20))

/** The one that we have on a message: to the customer all of us are one. `null`: none any more. */
export const emoji = v.nullable(v.pipe(v.string(), v.minLength(1), v.maxLength(64)))

/**
 * What was said before. `writer`: their name, where more than one person wrote on that side. `instead`: the message by which
 * an export without files tells of this file; where that is, this stands in its place.
 */
export const past = {
  instead: v.optional(id),
  from: v.picklist(['customer', 'us']),
  writer: v.optional(v.pipe(v.string(), v.maxLength(120))),
  content
}

/** A platform's own word for a kind of happening. */
export const platformWord = v.pipe(v.string(), v.regex(/^[\w.-]{1,64}$/))

/**
 * What can be true of a conversation. These shapes are stored for years:
 * add a field as optional, never rename one, and retire a fact by
 * no longer deciding it. `evolve` goes on reading it.
 */
export const conversationFact = v.variant('type', [
  v.object({ ...factBase, type: v.literal('conversation.opened'), inbox: id, platform: id, contact: id }),
  v.object({ ...factBase, type: v.literal('conversation.message-received'), message: id, content }),
  /** `awayUntil`: it is the inbox's away message, which is no answer, and true until then. */
  v.object({
    ...factBase,
    type: v.literal('conversation.replied'),
    message: id,
    content,
    awayUntil: v.optional(time)
  }),
  /** From another app of the business: the platform told us. `message` is the platform's id. */
  v.object({ ...factBase, type: v.literal('conversation.replied-elsewhere'), message: id, content }),
  /**
   * A conversation of what was said before Daybook, somewhere else: an import brought it. It is over when it begins.
   * `at` is when it was brought; of what was told, when it was said.
   */
  v.object({
    ...factBase,
    type: v.literal('conversation.history-begun'),
    import: id,
    inbox: id,
    platform: id,
    contact: id
  }),
  v.object({ ...factBase, type: v.literal('conversation.history-told'), import: id, message: id, ...past }),
  /** The import was undone. What others have brought here stays. */
  v.object({ ...factBase, type: v.literal('conversation.history-withdrawn'), import: id }),
  /** By whoever wrote it. Both may be told before the message itself. */
  v.object({ ...factBase, type: v.literal('conversation.message-edited'), message: id, content }),
  v.object({ ...factBase, type: v.literal('conversation.message-unsent'), message: id }),
  /** The bytes of a message's file are here; or they cannot be had. `edit`: the change that brought it; absent: it was there first. */
  v.object({
    ...factBase,
    type: v.literal('conversation.file-kept'),
    message: id,
    edit: v.optional(id),
    item: fileAt,
    file: v.union([fileName, v.literal('erased')]),
    ...keptFile
  }),
  v.object({
    ...factBase,
    type: v.literal('conversation.file-lost'),
    message: id,
    edit: v.optional(id),
    item: fileAt,
    why: lostFile
  }),
  /** All that `by` has on the message `of`, by the platform's id, from now on. Empty: taken away. */
  v.object({ ...factBase, type: v.literal('conversation.reacted'), of: id, emojis }),
  /** By us, in Daybook: it is sent like a reply, under the id `message`. */
  v.object({ ...factBase, type: v.literal('conversation.reaction-put'), message: id, of: id, emoji }),
  /** Something the platform says of the customer that is no message: a changed number, a link that was followed. */
  v.object({
    ...factBase,
    type: v.literal('conversation.noticed'),
    what: platformWord,
    text: v.pipe(v.string(), v.maxLength(longestText)),
    raw: v.optional(v.pipe(v.string(), v.maxLength(longestRaw)))
  }),
  /** Written long ago, unaware of something newer: its author decides whether it still goes. */
  v.object({ ...factBase, type: v.literal('conversation.reply-held'), message: id, content, newer: id }),
  v.object({ ...factBase, type: v.literal('conversation.held-reply-discarded'), message: id }),
  v.object({
    ...factBase,
    type: v.literal('conversation.noted'),
    note: id,
    text: v.pipe(v.string(), v.maxLength(20_000))
  }),

  v.object({ ...factBase, type: v.literal('conversation.claimed') }),
  /** `why`: the router's reasons. Absent: a person did it. */
  v.object({ ...factBase, type: v.literal('conversation.assigned'), to: id, why: v.optional(why) }),
  v.object({ ...factBase, type: v.literal('conversation.unassigned') }),

  v.object({ ...factBase, type: v.literal('conversation.resolved') }),
  v.object({ ...factBase, type: v.literal('conversation.reopened') }),
  v.object({ ...factBase, type: v.literal('conversation.snoozed'), until: time }),
  v.object({ ...factBase, type: v.literal('conversation.woken') }),

  v.object({ ...factBase, type: v.literal('conversation.prioritised'), priority }),
  v.object({ ...factBase, type: v.literal('conversation.labelled'), label }),
  v.object({ ...factBase, type: v.literal('conversation.unlabelled'), label }),
  /** `upTo` counts received messages: the reader has seen the first `upTo` of them. */
  v.object({
    ...factBase,
    type: v.literal('conversation.marked-read'),
    upTo: v.pipe(v.number(), v.integer(), v.minValue(0))
  }),

  /** The sending path. A start without an end is found after a crash, and is then honestly `send-unknown`. */
  v.object({ ...factBase, type: v.literal('conversation.send-started'), message: id }),
  v.object({ ...factBase, type: v.literal('conversation.send-deferred'), message: id, failure, until: time }),
  /** `quoteToken`: what a later reply has to bring along to name this one, where the platform wants that. */
  v.object({
    ...factBase,
    type: v.literal('conversation.sent'),
    message: id,
    platformId: id,
    quoteToken: v.optional(quoteToken)
  }),
  v.object({ ...factBase, type: v.literal('conversation.send-failed'), message: id, failure }),
  v.object({ ...factBase, type: v.literal('conversation.send-unknown'), message: id }),
  v.object({ ...factBase, type: v.literal('conversation.send-retried'), message: id }),
  /** Before any platform was asked to take it: it never was. */
  v.object({ ...factBase, type: v.literal('conversation.reply-withdrawn'), message: id }),
  /** A receipt may come before `sent` told us the platform's id, so it is kept under the platform's own. */
  v.object({
    ...factBase,
    type: v.literal('conversation.receipt-received'),
    platformId: id,
    /** Ours, where the platform hands it back. */
    message: v.optional(id),
    status: receiptStatus,
    failure: v.optional(failure)
  }),
  /** Every reply that the platform took up to then has come so far: some platforms count by time, not by message. */
  v.object({
    ...factBase,
    type: v.literal('conversation.received-up-to'),
    status: v.picklist(['delivered', 'read']),
    upTo: time
  }),
  /** A customer waits for long, or was made to wait too long: `since` names the wait, `due` is what counted then, whatever the targets are later. */
  v.object({ ...factBase, type: v.literal('conversation.sla-warned'), ...slaOf.entries }),
  v.object({ ...factBase, type: v.literal('conversation.sla-missed'), ...slaOf.entries }),
  /** Nothing of what was said until here can be read any more. `forGood`: the customer was erased, nobody writes here again. */
  v.object({ ...factBase, type: v.literal('conversation.erased'), forGood: v.boolean() })
])
export type ConversationFact = v.InferOutput<typeof conversationFact>
