import type { Media } from '../../../shared/conversations/content.ts'
import type { FoundFile, Reach } from '../port.ts'
import type { InboxSecret } from '../secrets.ts'
import { authorization } from './authorization.ts'

/** Twilio's own places. The token is shown to the first only, and nothing is fetched from anybody else. */
const api = /^api(?:\.[a-z0-9-]+){0,2}\.twilio\.com$/
const storage = /^(?:[a-z0-9-]+\.)*(?:twiliocdn|twilio)\.com$/

/**
 * A webhook says where a file of an MMS is; there, with the account's name and token, one is sent on to where it lies.
 * Source: Twilio, "Media subresource".
 */
export async function findFile({ url }: Media, secret: InboxSecret, { baseUrl, open }: Reach): Promise<FoundFile> {
  if (url === undefined) return { result: 'lost', why: 'gone' }
  if (!URL.canParse(url)) return { result: 'lost', why: 'not-allowed' }
  const { origin, hostname, protocol } = new URL(url)
  const isApi = origin === new URL(baseUrl).origin || (protocol === 'https:' && api.test(hostname))
  if (!isApi && !(protocol === 'https:' && storage.test(hostname))) return { result: 'lost', why: 'not-allowed' }
  const file = isApi ? await open(url, authorization(secret)) : await open(url)
  if (file.status === 200) return { result: 'found', body: file.body }
  // Deleted there. Anything else may pass: a token that is renewed, a network that comes back.
  return [404, 410].includes(file.status) ? { result: 'lost', why: 'gone' } : { result: 'later' }
}
