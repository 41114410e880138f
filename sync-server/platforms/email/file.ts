import type { Media } from '../../../shared/conversations/content.ts'
import type { FoundFile } from '../port.ts'
import type { InboxSecret } from '../secrets.ts'
import { wholePage, wholeText } from './file-name.ts'
import { mailFrom, type Mail } from './mail.ts'
import { sourceOf } from './mailbox.ts'
import { openInbox } from './open-mailbox.ts'
import { pageOf } from './page.ts'
import { wordsOf } from './said.ts'

const timeOutMs = 60_000

/** A file is a part of its mail, which is fetched once more. Moved or deleted since, it is gone. */
export async function findFile({ id }: Media, secret: InboxSecret): Promise<FoundFile> {
  const [, validity, uid, part] = /^(\d+)\.(\d+):(text|page|\d+)$/.exec(id ?? '') ?? []
  if (validity === undefined || part === undefined) return { result: 'lost', why: 'gone' }
  const client = await openInbox(secret, AbortSignal.timeout(timeOutMs))
  try {
    const { mailbox } = client
    if (mailbox === false || String(mailbox.uidValidity) !== validity) return { result: 'lost', why: 'gone' }
    const source = await sourceOf(client, Number(uid))
    const bytes = source && partOf(await mailFrom(source), part)
    return bytes ? { result: 'found', body: oneByOne(bytes) } : { result: 'lost', why: 'gone' }
  } finally {
    client.close()
  }
}

export function partOf(mail: Mail, part: string): Uint8Array | undefined {
  if (part === wholeText) return new TextEncoder().encode(wordsOf(mail))
  if (part === wholePage) return pageOf(mail)
  const content = mail.attachments[Number(part)]?.content
  if (content === undefined) return undefined
  return typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content)
}

async function* oneByOne(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
