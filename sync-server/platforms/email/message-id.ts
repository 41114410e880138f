import { createHash } from 'node:crypto'
import { idFrom } from '../reading.ts'

/**
 * The Message-ID once more, in a header that is left alone: Amazon SES, Outlook.com and others send each message under a
 * Message-ID of their own. Source: Amazon SES, "Header fields".
 */
export const ownIdHeader = 'X-Daybook-Message-ID'

const plain = /^[A-Za-z0-9-]{1,64}$/
const ours = /^daybook\.([A-Za-z0-9-]{1,64})@/

/**
 * The Message-ID of a reply is made of the reply's own id: tried again after nobody knew, it is the same message, and
 * what comes back of it (an answer, a bounce, a copy) says which.
 */
export function messageIdOf(reply: string, account: string): string {
  const name = plain.test(reply) ? reply : createHash('sha256').update(reply).digest('hex')
  return `daybook.${name}@${account.slice(account.lastIndexOf('@') + 1)}`
}

/** The reply that this Message-ID was made of. One of a strange id is known by its digest only. */
export function replyBehind(messageId: string, account: string): string | undefined {
  const [, name] = ours.exec(messageId) ?? []
  return name !== undefined && messageIdOf(name, account) === messageId ? name : undefined
}

/** What we call a message of ours towards the conversation. */
export function platformIdOf(messageId: string): string {
  return idFrom(messageId)
}

/**
 * Of a message that came in. Its Message-ID is the sender's word: programs give the same to all they send, and a mail
 * must not be lost over it. The same one read again, or twice on its way, has all of these in common.
 */
export function incomingId(account: string, parts: readonly (string | undefined)[]): string {
  return `mail:${createHash('sha256')
    .update(JSON.stringify([account, ...parts]))
    .digest('base64url')}`
}
