import type { Media } from '../../../shared/conversations/content.ts'
import type { FoundFile, Reach } from '../port.ts'
import type { InboxSecret } from '../secrets.ts'

const api = 'https://api.line.me'
const dataApi = 'https://api-data.line.me'

/**
 * What a customer sends lies at LINE's other address under the message's id, for a while, and is shown to the channel
 * only; large videos and voices are prepared first. What lies elsewhere is open to everybody.
 * Source: LINE, "Messaging API reference", "Get content".
 */
export async function findFile({ id, url }: Media, secret: InboxSecret, { baseUrl, open }: Reach): Promise<FoundFile> {
  if (url !== undefined) return found(await open(url))
  if (id === undefined) return { result: 'lost', why: 'gone' }
  const address = `${baseUrl === api ? dataApi : baseUrl}/v2/bot/message/${encodeURIComponent(id)}/content`
  return found(await open(address, { authorization: `Bearer ${secret.accessToken}` }))
}

function found({ status, body }: Awaited<ReturnType<Reach['open']>>): FoundFile {
  if (status === 200) return { result: 'found', body }
  // 202: it is not ready yet. 400: no such message. 404 and 410: it was kept long enough, or unsent.
  return [400, 404, 410].includes(status) ? { result: 'lost', why: 'gone' } : { result: 'later' }
}
