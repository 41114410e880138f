import { createHash } from 'node:crypto'
import type { PastContact } from '../../shared/history/contact-rows.ts'
import { trustedContext } from '../../shared/identity/may.ts'
import type { BringParts, Counts, Where } from './bring.ts'

const theImport = { kind: 'system', id: 'history' } as const

/** Makes a contact of a row. Whom we know already stays as they are: what people here wrote of them goes first. */
export async function bringContact(
  { actors, handles }: Pick<BringParts, 'actors' | 'handles'>,
  where: Where,
  { name, phones, emails, attributes }: PastContact,
  counts: Counts
): Promise<void> {
  const { tenant, inbox } = where
  const known = [
    ...phones.map(value => ({ platform: 'whatsapp', kind: 'wa_id', value })),
    ...emails.map(value => ({ platform: 'email', kind: 'address', value }))
  ].slice(0, 8)
  const [person] = await handles.claim(tenant, [known])
  if (!person) throw new Error('nobody was claimed')
  const { contact } = person
  const before = await actors.state(tenant, 'contact', contact)
  if (before.known && before.import !== where.import) return void (counts.known += 1)

  const judge = (now: number) => trustedContext(theImport, now)
  const so = { at: Date.now(), contact }
  const id = `import:${where.import}:${contact}`
  const meet = { ...so, type: 'contact.meet', id, inbox, name, import: where.import } as const
  if (before.known) counts.known += 1
  else {
    await actors.tell(tenant, { ...meet, handles: [...person.handles] }, judge)
    counts.contacts += 1
  }
  for (const { key, value } of attributes) {
    const set = { ...so, type: 'contact.set-attribute', id: `${id}:${digest(key)}`, key, value } as const
    await actors.tell(tenant, set, judge)
  }
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 24)
}
