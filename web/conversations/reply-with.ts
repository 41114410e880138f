import type { Content, Media } from '../../shared/conversations/content.ts'
import { ownFile } from '../../shared/conversations/content-words.ts'
import { device } from '../app/device.ts'
import { nameOf } from '../app/shell/agent-name.ts'
import { dispatch } from '../app/dispatch.ts'
import { toast } from '../ui/toast.ts'
import { lookAgain } from './attached.ts'
import { refusalSentence } from './refusal-sentence.ts'
import { notAttached } from './use-attaching.ts'
import { seenHere } from './use-reading.ts'

/**
 * Replies with words that did not come from the field, a template's. `bytes`: of the file in its heading, which goes to
 * this device's disk only now. `true`: all of it is there, or further.
 */
export function replyWith(conversation: string, content: Content, bytes?: ArrayBuffer): Promise<boolean> {
  const media = ownFile(content)
  return media?.file !== undefined && bytes
    ? repliedWith(conversation, content, { media, file: media.file, bytes })
    : replied(conversation, content)
}

type Brought = { readonly media: Media; readonly file: string; readonly bytes: ArrayBuffer }

async function repliedWith(conversation: string, content: Content, { media, file, bytes }: Brought): Promise<boolean> {
  try {
    const files = await device().ownFiles()
    const stood = (await files.attached(conversation)).some(one => one.file === file)
    await files.attach(conversation, media, bytes)
    const isThere = await replied(conversation, content)
    if (!isThere && !stood) await files.detach(conversation, file)
    return isThere
  } catch (error) {
    toast(notAttached)
    reportError(error)
    return false
  } finally {
    // The same file may have stood in the composer, too.
    lookAgain()
  }
}

async function replied(conversation: string, content: Content): Promise<boolean> {
  const { ofOthers } = await seenHere(conversation)
  const answer = await dispatch({ type: 'conversation.reply', conversation, content, seen: ofOthers })
  if (!answer.accepted) toast(`Not sent. ${refusalSentence(answer.refusal, { now: Date.now(), nameOf })}`)
  return answer.accepted
}
