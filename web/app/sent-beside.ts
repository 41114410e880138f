import type { ReadonlySignal } from '@preact/signals'
import type { Together } from './begin-draft.ts'
import type { DraftMode } from './device.ts'

/**
 * These words were sent before their shared draft was loaded. It may have begun to load before they went: then they are
 * in it, and leave it before it is shown. Where more was typed meanwhile it stays as it is: nobody's words are guessed at.
 */
export function sentBeside(
  together: ReadonlySignal<Pick<Together, 'draft'> | null>,
  as: DraftMode,
  words: string
): void {
  const stop = together.subscribe(begun => {
    if (!begun) return
    const { draft } = begun
    if (draft.text(as) === words) draft.sent(as, draft.generation(as) ?? '', words)
    queueMicrotask(() => stop())
  })
}
