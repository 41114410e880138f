import * as v from 'valibot'
import { lookAt } from '../reaching.ts'
import type { Knocked, Reaching } from '../port.ts'
import type { InboxSecret } from '../secrets.ts'

const bot = v.object({ userId: v.pipe(v.string(), v.regex(/^U[0-9a-f]{32}$/)) })

/** Who the bot is, only LINE says. Source: LINE Messaging API reference, "Get bot info". */
export async function knock(secret: InboxSecret, { baseUrl, signal }: Reaching): Promise<Knocked> {
  const { account, accessToken } = secret
  const looked = await lookAt(`${baseUrl}/v2/bot/info`, { authorization: `Bearer ${accessToken}` }, signal)
  if (looked === null) return unasked('LINE could not be reached.', account)
  if (looked.status === 401 || looked.status === 403) {
    return { result: 'shut', why: 'LINE does not accept this channel access token.' }
  }
  const said = v.safeParse(bot, looked.answer)
  if (looked.status !== 200 || !said.success) return unasked('LINE did not answer now.', account)
  const { userId } = said.output
  if (account !== '' && account !== userId) {
    return { result: 'shut', why: 'This channel access token is of another bot than the inbox’s.' }
  }
  return { result: 'open', account: userId }
}

/** Without its id nothing that LINE says would be known as this inbox's. */
function unasked(why: string, account: string): Knocked {
  if (account !== '') return { result: 'unasked', why }
  return { result: 'shut', why: `${why} It has to say who the bot is: try again later.` }
}
