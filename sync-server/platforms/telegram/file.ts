import * as v from 'valibot'
import type { Media } from '../../../shared/conversations/content.ts'
import type { FoundFile, Reach } from '../port.ts'
import { smallJson } from '../reading.ts'
import type { InboxSecret } from '../secrets.ts'

const located = v.object({ ok: v.literal(true), result: v.object({ file_path: v.string() }) })
const refused = v.object({ description: v.string() })

/**
 * `getFile` says where it lies; the address holds for an hour at least, and for nothing above 20 MB.
 * Source: core.telegram.org/bots/api#getfile. The token is a part of the address, so neither may reach a log.
 */
export async function findFile({ id }: Media, secret: InboxSecret, { baseUrl, open }: Reach): Promise<FoundFile> {
  if (id === undefined) return { result: 'lost', why: 'gone' }
  const about = await open(`${baseUrl}/bot${secret.accessToken}/getFile?file_id=${encodeURIComponent(id)}`)
  const answer = await smallJson(about.body)
  if (about.status === 400) {
    const why = v.is(refused, answer) ? answer.description : ''
    // Whatever kept Telegram itself from it: "wrong file_id or the file is temporarily unavailable".
    if (/temporarily/i.test(why)) return { result: 'later' }
    return { result: 'lost', why: /too big/i.test(why) ? 'too-big' : 'gone' }
  }
  if (about.status !== 200 || !v.is(located, answer)) return { result: 'later' }
  const path = answer.result.file_path.split('/').map(encodeURIComponent)
  if (path.includes('..')) return { result: 'lost', why: 'not-allowed' }
  const file = await open(`${baseUrl}/file/bot${secret.accessToken}/${path.join('/')}`)
  return file.status === 200 ? { result: 'found', body: file.body } : { result: 'later' }
}
