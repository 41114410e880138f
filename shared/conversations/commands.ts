import * as v from 'valibot'
import { commandBase, id, time } from '../kernel/message.ts'
import { why } from '../routing/content.ts'
import { slaOf } from '../sla/content.ts'
import { content, fileAt, fileName, keptFile, longestRaw, longestText, lostFile, quoteToken } from './content.ts'
import { emoji, emojis, failure, label, past, platformWord, priority, receiptStatus } from './events.ts'

const base = { ...commandBase, conversation: id }

/** The last message of somebody else's, customer or colleague, that the author had on the screen. `null`: none. */
const seenOfOthers = v.nullable(id)

/** The last message of the customer's that the author had on the screen. `null`: none. */
const seenOfCustomer = v.nullable(id)

/** What an agent may want of a conversation. The reply's message id is the command's id. */
/** [R1] The server took it once, and was restored to before that: the customer may have had it since. */
const forgotten = v.optional(v.literal(true))

export const conversationCommand = v.variant('type', [
  v.object({ ...base, type: v.literal('conversation.reply'), content, seen: seenOfOthers, forgotten }),
  v.object({ ...base, type: v.literal('conversation.send-held'), message: id, forgotten }),
  v.object({ ...base, type: v.literal('conversation.discard-held'), message: id }),
  v.object({ ...base, type: v.literal('conversation.retry'), message: id, forgotten }),
  /** A reply that waits at the server is taken back; its author may write it anew. */
  v.object({ ...base, type: v.literal('conversation.withdraw-reply'), message: id }),
  /** Ours on the customer's message `of`, instead of what was there; `null`: taken back. */
  v.object({ ...base, type: v.literal('conversation.put-reaction'), of: id, emoji }),
  v.object({
    ...base,
    type: v.literal('conversation.note'),
    text: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(20_000))
  }),
  v.object({ ...base, type: v.literal('conversation.claim') }),
  v.object({ ...base, type: v.literal('conversation.assign'), to: id }),
  v.object({ ...base, type: v.literal('conversation.unassign') }),
  v.object({ ...base, type: v.literal('conversation.resolve'), seen: seenOfCustomer }),
  v.object({ ...base, type: v.literal('conversation.reopen') }),
  v.object({ ...base, type: v.literal('conversation.snooze'), until: time, seen: seenOfCustomer }),
  v.object({ ...base, type: v.literal('conversation.prioritise'), priority }),
  v.object({ ...base, type: v.literal('conversation.label'), label }),
  v.object({ ...base, type: v.literal('conversation.unlabel'), label }),
  v.object({
    ...base,
    type: v.literal('conversation.mark-read'),
    upTo: v.pipe(v.number(), v.integer(), v.minValue(0))
  })
])

/** What a platform tells may be the first we hear of somebody. */
const told = { ...base, inbox: id, platform: id, contact: id }

/** What only the platforms' edge and the server's own reactions say. No client can push these. */
export const conversationReport = v.variant('type', [
  v.object({ ...told, type: v.literal('conversation.receive'), message: id, content }),
  /** The platform echoes what the business sent. `ours`: our own id of it, where the platform hands it back. */
  v.object({
    ...told,
    type: v.literal('conversation.echo'),
    platformId: id,
    ours: v.optional(id),
    content
  }),
  v.object({ ...told, type: v.literal('conversation.edit'), message: id, content }),
  v.object({ ...told, type: v.literal('conversation.unsend'), message: id }),
  v.object({ ...told, type: v.literal('conversation.react'), of: id, emojis }),
  v.object({
    ...told,
    type: v.literal('conversation.notice'),
    what: platformWord,
    text: v.pipe(v.string(), v.maxLength(longestText)),
    raw: v.optional(v.pipe(v.string(), v.maxLength(longestRaw)))
  }),
  /** What an import found. `at`: when it was said. */
  v.object({ ...told, type: v.literal('conversation.tell-history'), import: id, message: id, ...past }),
  v.object({ ...base, type: v.literal('conversation.withdraw-history'), import: id }),
  v.object({ ...base, type: v.literal('conversation.wake') }),
  /** `held`: who had it, and since when, as the router saw it. Whatever a person did meanwhile goes first. */
  v.object({
    ...base,
    type: v.literal('conversation.route'),
    to: id,
    why,
    held: v.object({ by: v.nullable(id), at: time })
  }),
  /** The customer `wrote` while their inbox was closed, which it is `until` then. */
  v.object({
    ...base,
    type: v.literal('conversation.say-away'),
    text: v.pipe(v.string(), v.maxLength(longestText)),
    wrote: time,
    until: time
  }),
  /** `since`: when the wait began. `due`: when it is over, by the targets as they are now. */
  v.object({ ...base, type: v.literal('conversation.warn-of-sla'), ...slaOf.entries }),
  v.object({ ...base, type: v.literal('conversation.miss-sla'), ...slaOf.entries }),
  v.object({ ...base, type: v.literal('conversation.start-sending'), message: id }),
  v.object({
    ...base,
    type: v.literal('conversation.end-sending'),
    message: id,
    outcome: v.variant('result', [
      v.object({ result: v.literal('sent'), platformId: id, quoteToken: v.optional(quoteToken) }),
      v.object({ result: v.literal('deferred'), failure, until: time }),
      v.object({ result: v.literal('failed'), failure }),
      v.object({ result: v.literal('unknown') })
    ])
  }),
  v.object({
    ...base,
    type: v.literal('conversation.receipt'),
    platformId: id,
    message: v.optional(id),
    status: receiptStatus,
    failure: v.optional(failure)
  }),
  v.object({
    ...base,
    type: v.literal('conversation.receipt-up-to'),
    status: v.picklist(['delivered', 'read']),
    upTo: time
  }),
  v.object({
    ...base,
    type: v.literal('conversation.keep-file'),
    message: id,
    edit: v.optional(id),
    item: fileAt,
    file: fileName,
    ...keptFile
  }),
  v.object({
    ...base,
    type: v.literal('conversation.lose-file'),
    message: id,
    edit: v.optional(id),
    item: fileAt,
    why: lostFile
  }),
  /** Only what was resolved by then, because it was kept long enough. `null`: in any case and for good, the customer was erased. */
  v.object({ ...base, type: v.literal('conversation.erase'), resolvedBy: v.nullable(time) })
])

export type AgentConversationCommand = v.InferOutput<typeof conversationCommand>
export type ConversationCommand = AgentConversationCommand | v.InferOutput<typeof conversationReport>
