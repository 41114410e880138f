import * as v from 'valibot'
import type { Media } from '../../../shared/conversations/content.ts'
import type { FoundFile, Reach } from '../port.ts'
import { smallJson } from '../reading.ts'
import type { InboxSecret } from '../secrets.ts'

const version = 'v23.0'

/** Meta's own places. The token is shown to nobody else, whatever an answer says. */
const meta = /\.(?:fbsbx\.com|fbcdn\.net|facebook\.com|whatsapp\.net)$/

const located = v.object({ url: v.string() })
/** There is no such file, or it is not this number's. After thirty days there is none. */
const unknown = v.object({ error: v.object({ code: v.literal(100) }) })

/**
 * A file is asked for twice: by its id, for an address that holds for about five minutes, and there, with the token.
 * Source: developers.facebook.com, WhatsApp Cloud API, Reference, Media.
 */
export async function findFile({ id }: Media, secret: InboxSecret, { baseUrl, open }: Reach): Promise<FoundFile> {
  if (id === undefined) return { result: 'lost', why: 'gone' }
  const headers = { authorization: `Bearer ${secret.accessToken}`, 'user-agent': 'Daybook' }
  const about = await open(`${baseUrl}/${version}/${encodeURIComponent(id)}`, headers)
  const answer = await smallJson(about.body)
  // Meta says 400 of much that passes as well, above all of being asked too often.
  if (about.status === 404 || v.is(unknown, answer)) return { result: 'lost', why: 'gone' }
  if (about.status !== 200 || !v.is(located, answer)) return { result: 'later' }
  const { url } = answer
  const isTheirs =
    URL.canParse(url) && (new URL(url).origin === new URL(baseUrl).origin || meta.test(new URL(url).hostname))
  if (!isTheirs) return { result: 'lost', why: 'not-allowed' }
  const file = await open(url, headers)
  // Anything else, also 404: the address may be too old already, and the next one is new.
  return file.status === 200 ? { result: 'found', body: file.body } : { result: 'later' }
}
