import * as v from 'valibot'
import { author, id, time } from '../kernel/message.ts'

export const contactRefusal = v.variant('reason', [
  v.object({ reason: v.literal('no-such-contact') }),
  v.object({ reason: v.literal('not-allowed') }),
  /** Somebody merged it into another contact than this author knew of. */
  v.object({ reason: v.literal('merged-already'), into: id, by: author, at: time }),
  v.object({ reason: v.literal('too-many-notes'), limit: v.number() })
])
export type ContactRefusal = v.InferOutput<typeof contactRefusal>
