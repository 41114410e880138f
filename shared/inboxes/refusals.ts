import * as v from 'valibot'

export const inboxRefusal = v.variant('reason', [
  v.object({ reason: v.literal('no-such-inbox') }),
  v.object({ reason: v.literal('already-connected') }),
  v.object({ reason: v.literal('not-allowed') })
])
export type InboxRefusal = v.InferOutput<typeof inboxRefusal>
