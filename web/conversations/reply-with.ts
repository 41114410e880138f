import type { Content } from '../../shared/conversations/content.ts'
import { nameOf } from '../app/shell/agent-name.ts'
import { dispatch } from '../app/dispatch.ts'
import { toast } from '../ui/toast.tsx'
import { refusalSentence } from './refusal-sentence.ts'
import { seenHere } from './use-reading.ts'

/** Replies with words that did not come from the field, a template's. `true`: they are on this device, or further. */
export async function replyWith(conversation: string, content: Content): Promise<boolean> {
  const { ofOthers } = await seenHere(conversation)
  const answer = await dispatch({ type: 'conversation.reply', conversation, content, seen: ofOthers })
  if (!answer.accepted) toast(`Not sent. ${refusalSentence(answer.refusal, { now: Date.now(), nameOf })}`)
  return answer.accepted
}
