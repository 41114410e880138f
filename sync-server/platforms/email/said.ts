import type { Attachment } from 'postal-mime'
import {
  longestText,
  type Content,
  type MailHeads,
  type Media,
  type MediaKind
} from '../../../shared/conversations/content.ts'
import { cut, given, line } from '../reading.ts'
import { answerPrefix } from './answer-prefix.ts'
import { nameOfPart, wholePage, wholeText } from './file-name.ts'
import { textOfHtml } from './html-text.ts'
import type { Mail } from './mail.ts'
import { replyBehind } from './message-id.ts'
import { hasPage } from './page.ts'

const mostFiles = 30

/**
 * What a mail says: the subject where it is news, then the words, then the files, and last the page, where there is more
 * to see than words. `place`: where all these are fetched.
 */
export function said(mail: Mail, { account, place }: { account: string; place: string }): Content {
  const words = wordsOf(mail)
  const around = given({ replyTo: answered(mail, account), mail: headsOf(mail) })
  const isCut = words.length > longestText
  // A text that is cut is there as a file, whole.
  const first = isCut
    ? [{ media: 'document', id: `${place}:${wholeText}`, mime: 'text/plain', name: 'message.txt' } as const]
    : []
  const files = mail.attachments.flatMap((one, at) => (isOnceMore(one) ? [] : [fileOf(one, `${place}:${at}`)]))
  const page = hasPage(mail)
    ? [{ media: 'document', id: `${place}:${wholePage}`, mime: 'text/html', name: 'message.html', page: true } as const]
    : []
  const own: readonly Media[] = [...first, ...files].slice(0, mostFiles - page.length)
  // What has files speaks by their names.
  const text = words || (own.length > 0 ? '' : '(an e-mail without words)')
  const items = [...own, ...page]
  if (items.length === 0) return { kind: 'text', text, ...around }
  return { kind: 'media', items, ...(text !== '' && { caption: cut(text, longestText) }), ...around }
}

/** The words in a form of their own for some programs: no file that anybody attached. */
function isOnceMore({ mimeType, filename }: Attachment): boolean {
  return !filename && /^text\/(?:x-amp-html|watch-html|enriched)$/.test(mimeType)
}

/** The writer's own plain text; a page only where that is missing. */
export function bodyOf({ text, html }: Mail): string {
  const plain = (text ?? '').trim()
  return plain === '' && html !== undefined ? textOfHtml(html) : plain
}

export function wordsOf(mail: Mail): string {
  const body = bodyOf(mail)
  return isAnswer(mail) || mail.subject === '' ? body : `${mail.subject}\n\n${body}`.trim()
}

function isAnswer({ subject }: Mail): boolean {
  return answerPrefix.test(subject)
}

function answered({ inReplyTo }: Mail, account: string) {
  const reply = inReplyTo === undefined ? undefined : replyBehind(inReplyTo, account)
  return reply === undefined ? undefined : { message: reply }
}

function headsOf({ id, inReplyTo, references, subject }: Mail): MailHeads {
  // The first of a thread and the latest are the ones that programs look for.
  const before = references.length > 0 ? references : inReplyTo === undefined ? [] : [inReplyTo]
  const thread = before.length > 20 ? [...before.slice(0, 1), ...before.slice(-19)] : before
  return given({ id, thread: thread.length > 0 ? [...thread] : undefined, subject: line(subject) })
}

function fileOf({ filename, mimeType, content }: Attachment, id: string): Media {
  const bytes = typeof content === 'string' ? content.length : content.byteLength
  const mime = line(mimeType)?.slice(0, 200)
  return {
    media: kindOf(mimeType, filename),
    id,
    bytes,
    ...given({ mime, name: line(filename ?? nameOfPart(mimeType)) })
  }
}

/** Programs have names of their own for a photo, and some have none for any file. What it is in truth is found by its bytes. */
function kindOf(mimeType: string, filename: string | null | undefined): MediaKind {
  if (/^image\/(?:p?jpe?g|(?:x-)?png|gif|webp)$/.test(mimeType)) return 'image'
  if (mimeType === 'application/octet-stream' && /\.(?:jpe?g|png|gif|webp)$/i.test(filename ?? '')) return 'image'
  if (mimeType.startsWith('audio/')) return 'audio'
  return mimeType.startsWith('video/') ? 'video' : 'document'
}
