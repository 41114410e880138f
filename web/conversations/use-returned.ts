import { useEffect } from 'preact/hooks'
import type { DraftMode } from '../app/device.ts'
import { readDraft } from '../app/drafts.ts'
import { returned, type Returned } from './returned.ts'

/** A half-written note shall not hide behind an empty reply. */
export function useNoteInSight(conversation: string, choose: (mode: DraftMode) => void): void {
  useEffect(() => {
    let here = true
    const kept = (['note', 'reply', 'choices', 'answered'] as const).map(what => readDraft(conversation, what))
    void Promise.all(kept).then(([note, ...reply]) => {
      if (here && note !== '' && reply.every(part => part === '')) choose('note')
    })
    return () => {
      here = false
    }
  }, [conversation])
}

/** Words that were put back are shown where they were written. */
export function useReturned(
  conversation: string,
  choose: (mode: DraftMode) => void,
  show: (back: Returned) => void
): void {
  const back = returned.value
  useEffect(() => {
    if (back?.conversation !== conversation) return
    returned.value = null
    choose(back.mode)
    show(back)
  }, [back])
}
