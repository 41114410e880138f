import * as v from 'valibot'
import type { Courtesy, Shown } from '../courtesy.ts'
import type { Reaching } from '../port.ts'
import { askOnce, shownBy } from '../reaching.ts'
import type { InboxSecret } from '../secrets.ts'
import { chatOf } from './client.ts'
import { connectionIn } from './message-id.ts'
import { named } from './question.ts'

const refusal = v.object({ error_code: v.number() })

/** A bot shows that it writes, and never what it has read. Source: Telegram, "Bot API", `sendChatAction`. */
export async function show(
  { kind, message, handles }: Courtesy,
  { account, accessToken }: InboxSecret,
  { baseUrl, signal }: Reaching
): Promise<Shown> {
  const chat = chatOf(handles)
  if (kind === 'read') return { result: 'refused', code: 'not-offered' }
  if (chat === undefined) return { result: 'refused', code: 'no-address' }
  const headers = { 'content-type': 'application/json' }
  const place = { bot: account, chat, connection: connectionIn(message) }
  const body = JSON.stringify({ ...named(place), action: 'typing' })
  const answered = await askOnce(`${baseUrl}/bot${accessToken}/sendChatAction`, { headers, body }, signal)
  return shownBy(answered, answer => (v.is(refusal, answer) ? answer.error_code : undefined))
}
