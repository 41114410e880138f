import type { PastMail } from '../past-mail.ts'
import { partOf } from './file.ts'
import { handleOf } from './handle.ts'
import { mailFrom } from './mail.ts'
import { said } from './said.ts'

/** A mail that somebody kept. Its `Date:` is all that there is to date it. @throws for what is no message */
export async function readPast(source: Uint8Array): Promise<PastMail> {
  const mail = await mailFrom(source)
  const content = said(mail, { account: '', place: '' })
  const items = content.kind === 'media' ? content.items : []
  const written = Date.parse(mail.head('date') ?? '')
  const people = [...(mail.from ? [mail.from] : []), ...mail.to]
  return {
    at: Number.isNaN(written) || written < 0 ? null : written,
    id: mail.id ?? null,
    from: mail.from?.address ?? null,
    to: mail.to.map(({ address }) => address),
    people: people.map(({ name, address }) => ({ name, address, handle: handleOf(address) })),
    content: content.kind === 'media' ? { ...content, items: items.map(({ id: _id, ...item }) => item) } : content,
    files: items.map(item => partOf(mail, item.id?.split(':').at(-1) ?? '') ?? null)
  }
}
