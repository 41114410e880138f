import type { Courtesy, Shown } from '../courtesy.ts'
import type { Reaching } from '../port.ts'
import { askOnce, shownBy } from '../reaching.ts'
import type { InboxSecret } from '../secrets.ts'
import { userOf } from './client.ts'

/** A multiple of 5, up to 60. */
const loadingSeconds = 10

/**
 * What was read is named by the token that came with it, and with it all that was said before. That somebody writes is an
 * animation, seen by whoever looks at the chat. Source: LINE, "Mark messages as read" and "Display a loading animation".
 */
export async function show(courtesy: Courtesy, { accessToken }: InboxSecret, reaching: Reaching): Promise<Shown> {
  const asked = questionOf(courtesy)
  if ('wrong' in asked) return { result: 'refused', code: asked.wrong }
  const headers = { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' }
  const address = `${reaching.baseUrl}/v2/bot/chat/${asked.path}`
  const request = { headers, body: JSON.stringify(asked.body) }
  return shownBy(await askOnce(address, request, reaching.signal), () => undefined)
}

function questionOf({ kind, readToken, handles }: Courtesy) {
  if (kind === 'read') {
    return readToken === undefined
      ? { wrong: 'no-token' }
      : { path: 'markAsRead', body: { markAsReadToken: readToken } }
  }
  const chatId = userOf(handles)
  return chatId === undefined ? { wrong: 'no-address' } : { path: 'loading/start', body: { chatId, loadingSeconds } }
}
