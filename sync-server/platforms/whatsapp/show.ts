import { showBy } from '../meta/show.ts'
import type { Courtesy, Shown } from '../courtesy.ts'
import type { Reaching } from '../port.ts'
import { isDigest } from '../reading.ts'
import type { InboxSecret } from '../secrets.ts'

/**
 * That a message was read says so of all before it; that somebody writes says the same of it once more.
 * Source: Meta, "Cloud API", "Mark messages as read" and "Typing indicators".
 */
export async function show({ kind, message }: Courtesy, secret: InboxSecret, reaching: Reaching): Promise<Shown> {
  if (isDigest(message)) return { result: 'refused', code: 'no-id' }
  const body = {
    messaging_product: 'whatsapp',
    status: 'read',
    message_id: message,
    ...(kind === 'typing' && { typing_indicator: { type: 'text' } })
  }
  const path = `${encodeURIComponent(secret.account)}/messages`
  return showBy({ path, token: secret.accessToken, body }, reaching)
}
