import { fileOf } from '../../shared/conversations/file-of.ts'
import type { DraftMode } from '../app/device.ts'
import { discardRefused, withdraw } from '../app/dispatch.ts'
import { flushDrafts, readDraft, writeDraft } from '../app/drafts.ts'
import type { OutboxEntry } from '../app/live.ts'
import { openConversationPage, route } from '../app/shell/route.ts'
import { toast } from '../ui/toast.ts'
import { answered } from './answered.ts'
import { attachAgain, detach } from './attached.ts'
import { typeChoices, typedChoices } from './choices.ts'
import { returned } from './returned.ts'
import { words } from './words.ts'

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
  await answered.recall(conversation)
  const again = answered.now(conversation) === undefined ? answeredBy(entry) : undefined
  if (again !== undefined) answered.put(conversation, again)
  await flushDrafts()
  if (entry.state === 'refused') await discardRefused(entry.id)
  else if (!(await withdraw(entry.id))) {
    writeDraft(conversation, mode, begun)
    if (asked.length > 0) typeChoices(conversation, null)
    if (again !== undefined) answered.put(conversation, undefined)
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

/** The message that its reply had been meant for. */
function answeredBy({ command }: OutboxEntry): string | undefined {
  if (command.type !== 'conversation.reply' || !('replyTo' in command.content)) return undefined
  return command.content.replyTo?.message
}
