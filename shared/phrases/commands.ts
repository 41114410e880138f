import * as v from 'valibot'
import { commandBase, id } from '../kernel/message.ts'
import { phraseName, phraseText, strangeGaps } from './content.ts'

const base = { ...commandBase, phrase: id }

export const phraseCommand = v.variant('type', [
  v.object({
    ...base,
    type: v.literal('phrase.save'),
    /** The version its author edited, 0 for a new one. */
    onVersion: v.pipe(v.number(), v.integer(), v.minValue(0)),
    name: phraseName,
    // Of the command alone: what could be filled in once must be readable for ever.
    text: v.pipe(
      phraseText,
      v.check(text => strangeGaps(text).length === 0, 'nobody can fill this in')
    )
  }),
  v.object({ ...base, type: v.literal('phrase.remove') })
])
export type PhraseCommand = v.InferOutput<typeof phraseCommand>
