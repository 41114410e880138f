import * as v from 'valibot'
import { author, time } from '../kernel/message.ts'

export const phraseRefusal = v.variant('reason', [
  v.object({ reason: v.literal('not-allowed') }),
  v.object({ reason: v.literal('no-such-phrase') }),
  v.object({ reason: v.literal('changed-meanwhile'), by: author, at: time })
])
export type PhraseRefusal = v.InferOutput<typeof phraseRefusal>
