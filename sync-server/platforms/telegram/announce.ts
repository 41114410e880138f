import * as v from 'valibot'
import type { Announcing } from '../port.ts'
import type { InboxSecret } from '../secrets.ts'
import { rulingOn } from './verdict.ts'

/** What we read. Of reactions Telegram tells only a bot that asks for them by name. */
const allowedUpdates = [
  'message',
  'edited_message',
  'callback_query',
  'message_reaction',
  'my_chat_member',
  'business_connection',
  'business_message',
  'edited_business_message',
  'deleted_business_messages'
]

const refused = v.object({ error_code: v.number(), description: v.optional(v.string(), '') })

/** `setWebhook`. Source: Telegram Bot API, "Getting updates". The token is a part of the address: it must reach no log. */
export async function announce(secret: InboxSecret, { hook, baseUrl, signal }: Announcing): Promise<string | null> {
  const answer = await fetch(`${baseUrl}/bot${secret.accessToken}/setWebhook`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ url: hook, secret_token: secret.appSecret, allowed_updates: allowedUpdates }),
    redirect: 'error',
    signal
  }).catch(() => null)
  if (!answer) return 'Telegram cannot be reached.'
  if (answer.ok) return null
  const said = v.safeParse(refused, await answer.json().catch(() => null))
  return said.success ? rulingOn(said.output.error_code, said.output.description).words : 'Telegram did not say why.'
}
