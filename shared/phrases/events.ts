import * as v from 'valibot'
import { factBase } from '../kernel/message.ts'
import { phraseName, phraseText } from './content.ts'

/** What can be true of a phrase. Stored for years: the rules of `conversations/events.ts` hold here too. */
export const phraseFact = v.variant('type', [
  v.object({
    ...factBase,
    type: v.literal('phrase.saved'),
    version: v.pipe(v.number(), v.integer(), v.minValue(1)),
    name: phraseName,
    text: phraseText
  }),
  v.object({ ...factBase, type: v.literal('phrase.removed') })
])
export type PhraseFact = v.InferOutput<typeof phraseFact>
