import type { Attachment } from 'postal-mime'
import type { Mail } from './mail.ts'
import { replyBehind } from './message-id.ts'

const longestPart = 65_536

export function textOf(attachment: Attachment | undefined): string {
  const content = attachment?.content ?? ''
  const text = typeof content === 'string' ? content : new TextDecoder().decode(content)
  return text.slice(0, longestPart).replaceAll('\r\n', '\n')
}

/** What a server gives back of the message it could not bring. */
export function isOriginal({ mimeType }: Attachment): boolean {
  return /^(?:text\/rfc822-headers|message\/(?:rfc822|partial)|message\/global(?:-headers)?)$/.test(mimeType)
}

/** Ours, and what Outlook.com and Gmail keep of an id that they replaced. */
const named =
  /(?:^|[\s>])(?:x-(?:daybook|microsoft-original|google-original)-)?message-id:\s{0,9}(?:<|&lt;)?([^\s<>&]{1,1000})/gi
const anywhere = /daybook\.[A-Za-z0-9-]{1,64}@[A-Za-z0-9.-]{1,190}/g

/** Does it say of any message, ours or another's, which one it is? */
export function namesMessage(mail: Mail): boolean {
  const isNamed = placesIn(mail).some(place => place.search(named) >= 0)
  return isNamed || mail.inReplyTo !== undefined || mail.references.length > 0
}

/**
 * The reply of ours that a server speaks of: by the Message-ID in what it gives back of it. There `References` name the
 * replies before it, which did arrive; so any other id counts only where nothing is given back, and so does what the
 * server's own message says that it answers.
 */
export function ownIn(mail: Mail, account: string): { message: string; messageId: string } | undefined {
  const places = placesIn(mail)
  const idsIn = (which: RegExp) => places.flatMap(place => [...place.matchAll(which)].map(([whole, id = whole]) => id))
  const ids = idsIn(named)
  if (ids.length === 0) ids.push(...idsIn(anywhere), mail.inReplyTo ?? '', mail.references.at(-1) ?? '')
  for (const messageId of ids) {
    const message = replyBehind(messageId, account)
    if (message !== undefined) return { message, messageId }
  }
  return undefined
}

/** What it gives back, and what it says itself. */
function placesIn({ attachments, text = '', html = '' }: Mail): readonly string[] {
  return [...attachments.filter(isOriginal).map(textOf), text, html].map(place => place.slice(0, 4 * longestPart))
}
