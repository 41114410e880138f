import { createHash } from 'node:crypto'
import type { Contact } from '../../shared/contacts/contact.ts'
import type { Handle } from '../../shared/contacts/events.ts'
import type { PastContact } from '../../shared/history/contact-rows.ts'
import { trustedContext } from '../../shared/identity/may.ts'
import type { BringParts, Counts, Where } from './bring.ts'

const theImport = { kind: 'system', id: 'history' } as const

type Parts = Pick<BringParts, 'actors' | 'handles'>

/** Makes a contact of a row. Whom we know already stays as they are: what people here wrote of them goes first. */
export async function bringContact(parts: Parts, where: Where, row: PastContact, counts: Counts): Promise<void> {
  const { tenant, inbox } = where
  const { name, attributes } = row
  const own = await ownHandles(parts, where, row)
  if (own.length === 0) return void (counts.known += 1)
  const [person] = await parts.handles.claim(tenant, [own])
  if (!person) throw new Error('nobody was claimed')
  const { contact } = person
  const before = await parts.actors.state(tenant, 'contact', contact)

  const judge = (now: number) => trustedContext(theImport, now)
  const so = { at: Date.now(), contact }
  const id = `import:${where.import}:${contact}`
  const met = [...person.handles]
  const meet = { ...so, type: 'contact.meet' as const, inbox, import: where.import, handles: met }
  if (before.known) {
    // Another row of the same person may know them by more.
    const more = { ...meet, id: `${id}:${digest(JSON.stringify(met))}`, name: null }
    await parts.actors.tell(tenant, more, judge)
    counts.known += 1
  } else {
    await parts.actors.tell(tenant, { ...meet, id, name }, judge)
    counts.contacts += 1
  }
  for (const { key, value } of attributes) {
    const set = { ...so, type: 'contact.set-attribute', id: `${id}:${digest(key)}`, key, value } as const
    await parts.actors.tell(tenant, set, judge)
  }
}

/**
 * How a row's person is known, and nobody else: colleagues have one switchboard, and a family one address. Empty: it
 * says nothing of anybody new.
 */
async function ownHandles(
  { actors, handles }: Parts,
  where: Where,
  { name, phones, emails }: PastContact
): Promise<readonly Handle[]> {
  const { tenant } = where
  const told = [
    ...phones.map(value => ({ platform: 'whatsapp', kind: 'wa_id', value })),
    ...emails.map(value => ({ platform: 'email', kind: 'address', value }))
  ].slice(0, 8)
  const owners = await handles.find(
    tenant,
    told.map(handle => [handle])
  )
  const known = new Map<string, Contact>()
  for (const contact of new Set(owners.flatMap(owner => owner ?? []))) {
    const state = await actors.state(tenant, 'contact', contact)
    // Claimed before a crash, and not told: nobody's yet.
    if (state.known) known.set(contact, state)
  }
  if ([...known.values()].some(state => state.import !== where.import)) return []
  const [same] = [...known].find(([, state]) => isSameName(state.name, name)) ?? []
  return told.filter((_, at) => owners[at] === same || !known.has(owners[at] ?? ''))
}

function isSameName(one: string | null, other: string | null): boolean {
  return one === null || other === null || one.toLowerCase() === other.toLowerCase()
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 24)
}
