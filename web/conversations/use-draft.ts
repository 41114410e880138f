import { useEffect, useRef, useState } from 'preact/hooks'
import type { DraftMode } from '../app/device.ts'
import { readDraft, writeDraft } from '../app/drafts.ts'
import { restAfter } from './each-enter.ts'
import { returned } from './take-back.ts'

type Draft = {
  readonly text: string
  /** The same, ahead of the drawing: what stands in the field at this very key. */
  now(): string
  write(text: string): void
  /** The device has taken `text`: it leaves the field, and what was typed meanwhile stays. */
  sent(as: DraftMode, text: string): void
}

/** The words being written, one draft for replies and one for notes, as they were left in any tab. */
export function useDraft(conversation: string, mode: DraftMode, choose: (mode: DraftMode) => void): Draft {
  const [text, setText] = useState('')
  const latest = useRef(text)
  const touched = useRef(false)
  const shown = useRef(mode)
  shown.current = mode
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

  // A half-written note shall not hide behind an empty reply.
  useEffect(() => {
    let here = true
    const both = Promise.all([readDraft(conversation, 'reply'), readDraft(conversation, 'note')])
    void both.then(([reply, note]) => {
      if (here && !touched.current && reply === '' && note !== '') choose('note')
    })
    return () => {
      here = false
    }
  }, [conversation])

  const back = returned.value
  useEffect(() => {
    if (back?.conversation !== conversation) return
    returned.value = null
    choose(back.mode)
    if (back.mode === mode) show(back.text)
  }, [back])

  return {
    text,
    now: () => latest.current,
    write(next) {
      touched.current = true
      show(next)
      writeDraft(conversation, mode, next)
    },
    sent(as, gone) {
      // The field may show the other draft by now.
      if (shown.current !== as) return
      const rest = restAfter(latest.current, gone)
      show(rest)
      if (rest !== '') writeDraft(conversation, as, rest)
    }
  }
}
