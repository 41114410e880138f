import { useEffect, useRef, useState } from 'preact/hooks'
import type { DraftMode } from '../app/device.ts'
import { readDraft, writeDraft } from '../app/drafts.ts'
import { returned } from './take-back.ts'

type Draft = {
  readonly text: string
  write(text: string): void
  /** The device has taken `text`: it leaves the field, and what was typed meanwhile stays. */
  sent(text: string): void
}

/** The words being written, one draft for replies and one for notes, as they were left in any tab. */
export function useDraft(conversation: string, mode: DraftMode, choose: (mode: DraftMode) => void): Draft {
  const [text, setText] = useState('')
  const latest = useRef(text)
  const touched = useRef(false)
  const show = (next: string) => {
    latest.current = next
    setText(next)
  }

  useEffect(() => {
    let here = true
    touched.current = false
    show('')
    void readDraft(conversation, mode).then(kept => {
      // Somebody may type faster than the disk answers; their letters come after what was there.
      if (here && kept !== '') show(touched.current ? `${kept}${latest.current}` : kept)
    })
    return () => {
      here = false
    }
  }, [conversation, mode])

  const back = returned.value
  useEffect(() => {
    if (back?.conversation !== conversation) return
    returned.value = null
    choose(back.mode)
    if (back.mode === mode) show(back.text)
  }, [back])

  return {
    text,
    write(next) {
      touched.current = true
      show(next)
      writeDraft(conversation, mode, next)
    },
    sent(gone) {
      const rest = latest.current.startsWith(gone) ? latest.current.slice(gone.length) : ''
      show(rest)
      if (rest !== '') writeDraft(conversation, mode, rest)
    }
  }
}
