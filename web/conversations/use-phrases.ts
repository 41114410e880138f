import type { RefObject } from 'preact'
import { phraseFor, type PhraseRequest } from './phrase-request.ts'

/** What asks for the list of saved replies, where nothing else stands in the field. */
export const slash = '/'

/** Saved replies in a composer: asked for with a slash or a button, and put where the caret is. */
export function usePhrases(conversation: string, region: RefObject<HTMLElement>): { ask(): void } {
  const put: PhraseRequest['put'] = (words, gap) => {
    const field = region.current?.querySelector('textarea')
    if (!field) return
    // Where it was asked for with a slash, the slash was only that.
    const from = field.value === slash ? 0 : field.selectionStart
    field.focus()
    field.setRangeText(words, from, field.selectionEnd, 'end')
    field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText' }))
    if (gap) field.setSelectionRange(from + gap.at, from + gap.at + gap.length)
  }
  return {
    ask() {
      phraseFor.value = { conversation, put }
    }
  }
}
