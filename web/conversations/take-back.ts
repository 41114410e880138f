import type { Content } from '../../shared/conversations/content.ts'
import { ownFile, wordsOf } from '../../shared/conversations/content-words.ts'
import type { DraftMode } from '../app/device.ts'
import { discardRefused, dispatch, withdraw } from '../app/dispatch.ts'
import { flushDrafts, readDraft, writeDraft } from '../app/drafts.ts'
import type { OutboxEntry } from '../app/live.ts'
import { nameOf } from '../app/shell/agent-name.ts'
import { openConversationPage, route } from '../app/shell/route.ts'
import { toast } from '../ui/toast.ts'
import { answered } from './answered.ts'
import { attachAgain, detach } from './attached.ts'
import { typeChoices, typedChoices } from './choices.ts'
import type { Replied } from './lines.ts'
import { refusalSentence } from './refusal-sentence.ts'
import { returned } from './returned.ts'
import { words } from './words.ts'

/** Puts an entry's words back where they were written. They are on the disk as a draft before the entry goes away. */
export async function takeBack(entry: OutboxEntry): Promise<void> {
  const { conversation, command } = entry
  if (conversation === null || entry.words === null) return
  const content: Content = command.type === 'conversation.reply' ? command.content : { kind: 'text', text: entry.words }
  const put = await putBack(conversation, command.type === 'conversation.note' ? 'note' : 'reply', content)
  if (!put.hasFile) toast(words.fileGone)
  if (entry.state === 'refused') await discardRefused(entry.id)
  else if (!(await withdraw(entry.id))) {
    await put.undo()
    toast('It has just gone, so it cannot be taken back.')
    return
  }
  put.show()
}

/** The same of a reply that waits at the server. What is written anew rests on its being taken back: never both go. */
export async function rewrite(conversation: string, { id, content }: Replied): Promise<void> {
  const put = await putBack(conversation, 'reply', content)
  if (!put.hasFile) {
    await put.undo()
    toast(words.fileGone)
    return
  }
  const answer = await dispatch({ type: 'conversation.withdraw-reply', conversation, message: id })
  if (answer.accepted) return put.show()
  await put.undo()
  toast(`Not taken back. ${refusalSentence(answer.refusal, { now: Date.now(), nameOf })}`)
}

type PutBack = {
  /** What it brought along is on this device. */
  readonly hasFile: boolean
  show(): void
  undo(): Promise<void>
}

/** Words, file, choices and what is answered stand in the composer again, beside what was begun there. */
async function putBack(conversation: string, mode: DraftMode, content: Content): Promise<PutBack> {
  const begun = await readDraft(conversation, mode)
  const said = ownWords(content)
  const file = ownFile(content)?.file
  const hasFile = file === undefined || (await attachAgain(conversation, file))
  const text = said === '' || begun.includes(said) ? begun : begun.trim() === '' ? said : `${begun}\n\n${said}`
  writeDraft(conversation, mode, text)
  const asked = content.kind === 'text' ? (content.choices ?? []).map(({ title }) => title) : []
  const hasChoices = asked.length > 0 && typedChoices(conversation) === null
  if (hasChoices) typeChoices(conversation, asked)
  await answered.recall(conversation)
  const named = 'replyTo' in content ? content.replyTo?.message : undefined
  const again = answered.now(conversation) === undefined ? named : undefined
  if (again !== undefined) answered.put(conversation, again)
  await flushDrafts()
  return {
    hasFile,
    show() {
      const at = route.peek()
      if (at.screen !== 'inbox' || at.conversation !== conversation) openConversationPage(conversation)
      returned.value = { conversation, mode, text }
    },
    async undo() {
      writeDraft(conversation, mode, begun)
      if (hasChoices) typeChoices(conversation, null)
      if (again !== undefined) answered.put(conversation, undefined)
      if (file !== undefined && hasFile) await detach(conversation, file)
    }
  }
}

/** The words under a file are its author's; its name is not. */
function ownWords(content: Content): string {
  return content.kind === 'media' ? (content.caption ?? '') : wordsOf(content)
}
