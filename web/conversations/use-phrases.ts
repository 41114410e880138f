import type { RefObject } from 'preact'
import { phraseFor, type PhraseRequest } from './phrase-request.ts'

/** What asks for the list of saved replies, where nothing else stands in the field. */
export const slash = '/'
/** Who types fast has written on before the list is there. */
const asked = /^\/\S*$/

type By = 'slash' | 'button'

/** Saved replies in a composer: asked for with a slash or a button, and put where the caret is. */
export function usePhrases(conversation: string, region: RefObject<HTMLElement>): { ask(by: By): void } {
  const fieldOf = () => region.current?.querySelector('textarea') ?? null
  return {
    ask(by) {
      phraseFor.value = { conversation, ...answering(by, fieldOf) }
    }
  }
}

function answering(by: By, fieldOf: () => HTMLTextAreaElement | null): Omit<PhraseRequest, 'conversation'> {
  const isAsking = (field: HTMLTextAreaElement) => by === 'slash' && asked.test(field.value)
  return {
    begun() {
      const field = fieldOf()
      return field && isAsking(field) ? field.value.slice(slash.length) : ''
    },
    put(words, gap) {
      const field = fieldOf()
      if (!field) return
      const [from, to] = isAsking(field) ? [0, field.value.length] : [field.selectionStart, field.selectionEnd]
      field.focus()
      field.setRangeText(words, from, to, 'end')
      field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText' }))
      if (gap) field.setSelectionRange(from + gap.at, from + gap.at + gap.length)
    },
    leave() {
      const field = fieldOf()
      if (!field || by === 'button') return
      // A sheet that opened under a key gives the focus back, and no caret.
      field.focus()
      field.setSelectionRange(field.value.length, field.value.length)
    }
  }
}
