import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { DraftMode } from '../app/device.ts'
import type { BoundField, Field, Selection } from '../app/draft-field.ts'
import type { OpenDraft, SharedDraft } from '../app/open-draft.ts'
import { sentBeside } from '../app/sent-beside.ts'
import { useBeside } from './use-beside.ts'
import { useNoteInSight, useReturned } from './use-returned.ts'

export type Draft = {
  readonly text: string
  readonly element: HTMLTextAreaElement | null
  /** Give it to the field: one field for each mode. */
  readonly field: (element: HTMLTextAreaElement | null) => void
  /** What stands in the field at this very key, ahead of the drawing. */
  now(): string
  typed(): void
  compose(isComposing: boolean): void
  /** Takes back what was typed here, or does it again. `false`: the field's own undo is the right one still. */
  undo(again: boolean): boolean
  selection(): Selection | null
  /** What is sent now. Say then whether this device has it: it leaves the field, and what was typed meanwhile stays. */
  press(as: DraftMode, words: string): { readonly id: string | undefined; end(isSent: boolean): void }
}

/** The words being written, one draft for replies and one for notes, by whoever has the conversation open. */
export function useDraft(
  conversation: string,
  mode: DraftMode,
  choose: (mode: DraftMode) => void,
  { together }: OpenDraft
): Draft {
  const [element, setElement] = useState<HTMLTextAreaElement | null>(null)
  const draft = together.value?.draft
  const beside = useBeside(conversation, mode, element, draft !== undefined)
  const shared = useShared(mode, element, draft)
  useNoteInSight(conversation, choose)
  useReturned(conversation, choose, back => {
    if (!draft && back.mode === mode) beside.show(back.text)
  })

  return {
    text: draft ? shared.text : beside.text,
    element,
    field: setElement,
    now: () => element?.value ?? (draft ? shared.text : beside.text),
    typed: () => (shared.bound.current ? shared.bound.current.typed() : beside.typed()),
    compose: isComposing => shared.bound.current?.compose(isComposing),
    undo(again) {
      shared.bound.current?.undo(again)
      return shared.bound.current !== null
    },
    selection: () => shared.bound.current?.selection ?? null,
    press(as, words) {
      const pressed = together.peek()?.draft.press(as, words)
      return {
        id: pressed?.generation,
        end(isSent) {
          if (pressed) return pressed.end(isSent)
          if (!isSent) return
          const now = together.peek()?.draft
          // It was loaded while the words went to the disk, with these words in it.
          if (now) return now.sent(as, now.generation(as) ?? '', words)
          beside.sent(as, words)
          sentBeside(together, as, words)
        }
      }
    }
  }
}

/** The field tied to the shared draft. */
function useShared(mode: DraftMode, element: HTMLTextAreaElement | null, draft: SharedDraft | undefined) {
  const [text, setText] = useState('')
  const bound = useRef<BoundField | null>(null)
  useLayoutEffect(() => {
    if (!draft) return
    const look = () => setText(draft.text(mode))
    look()
    // A closed window shows the words without a field.
    if (!element) return draft.onChange(look)
    if (element.value === '') element.value = draft.text(mode)
    const field = draft.bind(mode, quiet(element), look)
    bound.current = field
    return () => {
      bound.current = null
      field.unbind()
    }
  }, [draft, mode, element])
  return { text, bound }
}

/** Some browsers take a selection for a wish to write: only a field that is written in gets one. */
function quiet(element: HTMLTextAreaElement): Field {
  return {
    get value() {
      return element.value
    },
    set value(next) {
      const { scrollTop } = element
      element.value = next
      element.scrollTop = scrollTop
    },
    get selectionStart() {
      return element.selectionStart
    },
    get selectionEnd() {
      return element.selectionEnd
    },
    setSelectionRange(start, end) {
      if (document.activeElement === element) element.setSelectionRange(start, end)
    }
  }
}
