import * as v from 'valibot'

export const contactRefusal = v.variant('reason', [
  v.object({ reason: v.literal('no-such-contact') }),
  v.object({ reason: v.literal('not-allowed') })
])
export type ContactRefusal = v.InferOutput<typeof contactRefusal>
