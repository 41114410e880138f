import { useEffect, useRef, useState } from 'preact/hooks'
import type { DraftMode } from '../app/device.ts'
import { readDraft, writeDraft } from '../app/drafts.ts'
import { restAfter } from './each-enter.ts'

/** Until the shared draft is loaded, what this device kept of it stands in the field, and is written on beside it. */
export function useBeside(
  conversation: string,
  mode: DraftMode,
  element: HTMLTextAreaElement | null,
  isLoaded: boolean
): {
  readonly text: string
  show(text: string): void
  typed(): void
  /** The device has taken `words`: they leave the field, and what was typed meanwhile stays. */
  sent(as: DraftMode, words: string): void
} {
  const [text, setText] = useState('')
  const latest = useRef('')
  const touched = useRef(false)
  const shown = useRef(mode)
  shown.current = mode
  const show = (next: string) => {
    latest.current = next
    setText(next)
    if (element && element.value !== next) element.value = next
  }

  useEffect(() => {
    if (isLoaded) return
    let here = true
    touched.current = false
    latest.current = element?.value ?? ''
    void readDraft(conversation, mode).then(kept => {
      if (!here || kept === '' || kept === latest.current) return
      // Somebody may type faster than the disk answers; their letters come after what was there.
      show(touched.current ? `${kept}${latest.current}` : kept)
      if (touched.current) writeDraft(conversation, mode, latest.current)
    })
    return () => {
      here = false
    }
  }, [conversation, mode, element, isLoaded])

  return {
    text,
    show,
    typed() {
      touched.current = true
      show(element?.value ?? '')
      writeDraft(conversation, mode, latest.current)
    },
    sent(as, words) {
      // The field may show the other draft by now.
      if (shown.current !== as) return
      const rest = restAfter(latest.current, words)
      show(rest)
      if (rest !== '') writeDraft(conversation, as, rest)
    }
  }
}
