import * as v from 'valibot'
import { id, time } from '../kernel/message.ts'
import { mediaKind } from './content.ts'

/** Every way a conversation says no. `web/conversations/refusal-sentence.ts` has the words. */
export const conversationRefusal = v.variant('reason', [
  v.object({ reason: v.literal('no-such-conversation') }),
  v.object({ reason: v.literal('not-allowed') }),
  v.object({ reason: v.literal('already-claimed'), by: id, at: time }),
  /** `closedAt` is null when the customer has never written. */
  v.object({ reason: v.literal('outside-reply-window'), closedAt: v.nullable(time) }),
  v.object({ reason: v.literal('too-long'), limit: v.number(), unit: v.picklist(['characters', 'bytes']) }),
  v.object({ reason: v.literal('empty') }),
  v.object({ reason: v.literal('templates-not-offered') }),
  v.object({ reason: v.literal('reactions-not-offered') }),
  /** Its replies cannot name what they answer. */
  v.object({ reason: v.literal('quotes-not-offered') }),
  v.object({ reason: v.literal('emoji-not-taken') }),
  v.object({ reason: v.literal('choices-not-offered') }),
  v.object({ reason: v.literal('too-many-choices'), limit: v.number() }),
  /** Characters. */
  v.object({ reason: v.literal('choice-too-long'), title: v.string(), limit: v.number() }),
  v.object({ reason: v.literal('choices-alike'), title: v.string() }),
  /** `types`: what of this kind the platform takes; empty: nothing. */
  v.object({ reason: v.literal('file-not-taken'), media: mediaKind, types: v.array(v.string()) }),
  /** Bytes. */
  v.object({ reason: v.literal('file-too-big'), limit: v.number() }),
  v.object({ reason: v.literal('one-file-a-message') }),
  v.object({ reason: v.literal('captions-not-offered') }),
  /** The server has not got it, or it is not what was said of it: it has to be uploaded again. */
  v.object({ reason: v.literal('no-such-file') }),
  /** Its bytes are of another type. */
  v.object({ reason: v.literal('file-not-what-it-says'), mime: v.string() }),
  /** Its bytes are not those whose hash it is called by. */
  v.object({ reason: v.literal('file-damaged') }),
  /** It was to be uploaded, and is not on its author's device any more. */
  v.object({ reason: v.literal('file-not-here') }),
  /** Whatever stands before the server took no such file; `status` is what it said of it. */
  v.object({ reason: v.literal('file-turned-away'), status: v.number() }),
  v.object({ reason: v.literal('unseen-message'), message: id }),
  v.object({ reason: v.literal('no-such-agent') }),
  v.object({ reason: v.literal('not-held') }),
  v.object({ reason: v.literal('not-failed') }),
  v.object({ reason: v.literal('not-waiting') }),
  /** So many are the most that may be on their way to one customer: the oldest of them has not gone yet. */
  v.object({ reason: v.literal('too-many-waiting'), limit: v.number() })
])
export type ConversationRefusal = v.InferOutput<typeof conversationRefusal>
