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

/**
 * The reply of ours that a server speaks of: in what it gives back of it, in its own words, or in what it says that it
 * answers.
 */
export function ownIn(mail: Mail, account: string): { message: string; messageId: string } | undefined {
  const heads = [mail.inReplyTo, ...mail.references].map(id => `<${id}>`)
  const places = [...mail.attachments.filter(isOriginal).map(textOf), mail.text, mail.html, ...heads]
  for (const place of places) {
    for (const [messageId] of (place ?? '')
      .slice(0, 4 * longestPart)
      .matchAll(/daybook\.[A-Za-z0-9-]{1,64}@[A-Za-z0-9.-]{1,190}/g)) {
      const message = replyBehind(messageId, account)
      if (message !== undefined) return { message, messageId }
    }
  }
  return undefined
}
