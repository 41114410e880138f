import { signal } from '@preact/signals'
import type { DraftMode } from '../app/device.ts'
import { discardRefused, withdraw } from '../app/dispatch.ts'
import { flushDrafts, readDraft, writeDraft } from '../app/drafts.ts'
import type { OutboxEntry } from '../app/live.ts'
import { openConversationPage, route } from '../app/shell/route.ts'
import { toast } from '../ui/toast.tsx'

export type Returned = { readonly conversation: string; readonly mode: DraftMode; readonly text: string }

/** Words that go back to their composer. An open one takes them from here; a closed one finds them as its draft. */
export const returned = signal<Returned | null>(null)

/** Puts an entry's words back where they were written. They are on the disk as a draft before the entry goes away. */
export async function takeBack(entry: OutboxEntry): Promise<void> {
  const { conversation, words } = entry
  if (conversation === null || words === null) return
  const mode: DraftMode = entry.command.type === 'conversation.note' ? 'note' : 'reply'
  const begun = await readDraft(conversation, mode)
  const text = begun.trim() === '' ? words : begun.includes(words) ? begun : `${begun}\n\n${words}`
  writeDraft(conversation, mode, text)
  await flushDrafts()
  if (entry.state === 'refused') await discardRefused(entry.id)
  else if (!(await withdraw(entry.id))) {
    writeDraft(conversation, mode, begun)
    toast('It has just gone, so it cannot be taken back.')
    return
  }
  const at = route.peek()
  if (at.screen !== 'inbox' || at.conversation !== conversation) openConversationPage(conversation)
  returned.value = { conversation, mode, text }
}
