import type { Media } from '../../../shared/conversations/content.ts'
import type { FoundFile, Reach } from '../port.ts'
import type { InboxSecret } from '../secrets.ts'

/**
 * Messenger and Instagram name a file by an address that opens without a token, for as long as its signature holds.
 * Source: developers.facebook.com, Messenger Platform, Webhooks, messages: `payload.url`.
 */
export async function findFile({ url }: Media, _secret: InboxSecret, { open }: Reach): Promise<FoundFile> {
  if (url === undefined) return { result: 'lost', why: 'gone' }
  const file = await open(url)
  if (file.status === 200) return { result: 'found', body: file.body }
  // Once its signature has ended, it will never open again.
  return [403, 404, 410].includes(file.status) ? { result: 'lost', why: 'gone' } : { result: 'later' }
}
