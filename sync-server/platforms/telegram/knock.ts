import { lookAt } from '../reaching.ts'
import type { Knocked, Reaching } from '../port.ts'
import type { InboxSecret } from '../secrets.ts'

/** `getMe`. Source: Telegram Bot API, "getMe". The token is a part of the address: it must reach no log. */
export async function knock({ accessToken }: InboxSecret, { baseUrl, signal }: Reaching): Promise<Knocked> {
  const looked = await lookAt(`${baseUrl}/bot${accessToken}/getMe`, {}, signal)
  if (looked === null) return { result: 'unasked', why: 'Telegram could not be reached.' }
  if (looked.status === 200) return { result: 'open' }
  if (looked.status === 401 || looked.status === 404) {
    return { result: 'shut', why: 'Telegram does not accept this token. BotFather says it with /token.' }
  }
  return { result: 'unasked', why: 'Telegram did not answer now.' }
}
