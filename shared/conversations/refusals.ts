import * as v from 'valibot'
import { id, time } from '../kernel/message.ts'

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
  v.object({ reason: v.literal('unseen-message'), message: id }),
  v.object({ reason: v.literal('no-such-agent') }),
  v.object({ reason: v.literal('not-held') }),
  v.object({ reason: v.literal('not-failed') })
])
export type ConversationRefusal = v.InferOutput<typeof conversationRefusal>
