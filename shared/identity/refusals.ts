import * as v from 'valibot'

export const identityRefusal = v.variant('reason', [
  v.object({ reason: v.literal('no-such-agent') }),
  v.object({ reason: v.literal('already-joined') }),
  v.object({ reason: v.literal('already-founded') }),
  v.object({ reason: v.literal('not-allowed') })
])
export type IdentityRefusal = v.InferOutput<typeof identityRefusal>
