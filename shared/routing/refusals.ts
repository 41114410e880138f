import * as v from 'valibot'

export const teamRefusal = v.variant('reason', [
  v.object({ reason: v.literal('no-such-team') }),
  v.object({ reason: v.literal('already-formed') }),
  v.object({ reason: v.literal('not-allowed') })
])
export type TeamRefusal = v.InferOutput<typeof teamRefusal>
