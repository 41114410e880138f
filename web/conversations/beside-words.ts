import { signal } from '@preact/signals'
import type { Drafted } from '../app/device.ts'
import { readDraft, writeDraft } from '../app/drafts.ts'

/** What goes with a reply's words and is none of them, a text for each conversation: kept here as a draft is. */
export function besideWords(what: Drafted) {
  const texts = signal<ReadonlyMap<string, string>>(new Map())
  const show = (conversation: string, text: string | undefined) => {
    const next = new Map(texts.peek())
    if (text === undefined) next.delete(conversation)
    else next.set(conversation, text)
    texts.value = next
  }
  return {
    /** Subscribed to. */
    of: (conversation: string): string | undefined => texts.value.get(conversation),
    now: (conversation: string): string | undefined => texts.peek().get(conversation),
    put(conversation: string, text: string | undefined): void {
      show(conversation, text)
      writeDraft(conversation, what, text ?? '')
    },
    /** Shows what was kept. What was put here is newer. */
    async recall(conversation: string): Promise<void> {
      const kept = await readDraft(conversation, what)
      if (kept !== '' && !texts.peek().has(conversation)) show(conversation, kept)
    }
  }
}
