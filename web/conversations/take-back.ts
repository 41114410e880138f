import { signal } from '@preact/signals'
import { fileOf } from '../../shared/conversations/file-of.ts'
import type { DraftMode } from '../app/device.ts'
import { discardRefused, withdraw } from '../app/dispatch.ts'
import { flushDrafts, readDraft, writeDraft } from '../app/drafts.ts'
import type { OutboxEntry } from '../app/live.ts'
import { openConversationPage, route } from '../app/shell/route.ts'
import { toast } from '../ui/toast.tsx'
import { attachAgain, detach } from './attached.ts'
import { typeChoices, typedChoices } from './choices.ts'
import { words } from './words.ts'

export type Returned = { readonly conversation: string; readonly mode: DraftMode; readonly text: string }

/** Words that go back to their composer. An open one takes them from here; a closed one finds them as its draft. */
export const returned = signal<Returned | null>(null)

/** Puts an entry's words back where they were written. They are on the disk as a draft before the entry goes away. */
export async function takeBack(entry: OutboxEntry): Promise<void> {
  const { conversation } = entry
  if (conversation === null || entry.words === null) return
  const mode: DraftMode = entry.command.type === 'conversation.note' ? 'note' : 'reply'
  const begun = await readDraft(conversation, mode)
  const said = captionOf(entry) ?? entry.words ?? ''
  const key = fileOf(entry.command)
  if (key && !(await attachAgain(...key))) toast(words.fileGone)
  const text = said === '' || begun.includes(said) ? begun : begun.trim() === '' ? said : `${begun}\n\n${said}`
  writeDraft(conversation, mode, text)
  const asked = choicesOf(entry)
  if (asked.length > 0 && typedChoices(conversation) === null) typeChoices(conversation, asked)
  await flushDrafts()
  if (entry.state === 'refused') await discardRefused(entry.id)
  else if (!(await withdraw(entry.id))) {
    writeDraft(conversation, mode, begun)
    if (asked.length > 0) typeChoices(conversation, null)
    if (key) await detach(...key)
    toast('It has just gone, so it cannot be taken back.')
    return
  }
  const at = route.peek()
  if (at.screen !== 'inbox' || at.conversation !== conversation) openConversationPage(conversation)
  returned.value = { conversation, mode, text }
}

/** The words under a file are its author's; its name is not. */
function captionOf({ command }: OutboxEntry): string | null {
  if (command.type !== 'conversation.reply' || command.content.kind !== 'media') return null
  return command.content.caption ?? ''
}

function choicesOf({ command }: OutboxEntry): readonly string[] {
  if (command.type !== 'conversation.reply' || command.content.kind !== 'text') return []
  return command.content.choices?.map(({ title }) => title) ?? []
}
