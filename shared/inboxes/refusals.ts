import * as v from 'valibot'
import { author, time } from '../kernel/message.ts'

export const inboxRefusal = v.variant('reason', [
  v.object({ reason: v.literal('no-such-inbox') }),
  v.object({ reason: v.literal('already-connected') }),
  v.object({ reason: v.literal('changed-meanwhile'), by: author, at: time }),
  /** Its away message, for its platform. */
  v.object({ reason: v.literal('too-long'), limit: v.number(), unit: v.picklist(['characters', 'bytes']) }),
  v.object({ reason: v.literal('not-allowed') })
])
export type InboxRefusal = v.InferOutput<typeof inboxRefusal>
