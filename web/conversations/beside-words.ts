import { signal } from '@preact/signals'
import { device, isCurrent, type Device, type Drafted } from '../app/device.ts'
import { readDraft, writeDraft } from '../app/drafts.ts'

type Shown = { readonly on: Device | null; readonly texts: ReadonlyMap<string, string> }

/** What goes with a reply's words and is none of them, a text for each conversation: kept here as a draft is. */
export function besideWords(what: Drafted) {
  const shown = signal<Shown>({ on: null, texts: new Map() })
  /** What somebody else has left on this page is nothing of whoever sits here now. */
  const mine = ({ on, texts }: Shown) => (isCurrent(on) ? texts : new Map<string, string>())
  const now = (conversation: string) => mine(shown.peek()).get(conversation)
  const show = (conversation: string, text: string | undefined) => {
    const texts = new Map(mine(shown.peek()))
    if (text === undefined) texts.delete(conversation)
    else texts.set(conversation, text)
    shown.value = { on: device(), texts }
  }
  return {
    /** Subscribed to. */
    of: (conversation: string): string | undefined => mine(shown.value).get(conversation),
    now,
    put(conversation: string, text: string | undefined): void {
      show(conversation, text)
      writeDraft(conversation, what, text ?? '')
    },
    /** Shows what was kept. What was put here is newer. */
    async recall(conversation: string): Promise<void> {
      const kept = await readDraft(conversation, what)
      if (kept !== '' && now(conversation) === undefined) show(conversation, kept)
    }
  }
}
