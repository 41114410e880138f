import * as v from 'valibot'
import { author, time } from '../kernel/message.ts'
import { phraseName } from './content.ts'

export const phraseRefusal = v.variant('reason', [
  v.object({ reason: v.literal('not-allowed') }),
  v.object({ reason: v.literal('no-such-phrase') }),
  v.object({ reason: v.literal('changed-meanwhile'), by: author, at: time }),
  /** Another one is called so. */
  v.object({ reason: v.literal('name-taken'), name: phraseName })
])
export type PhraseRefusal = v.InferOutput<typeof phraseRefusal>
