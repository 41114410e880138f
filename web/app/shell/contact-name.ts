import { lineOf } from '../../../shared/contacts/person.ts'
import { contacts, type ContactRow } from '../live.ts'
import { handleText } from './handle-text.ts'

/** What we call a person: by name, else by the handle they write from. Subscribed to. */
export function contactName(contact: string): string {
  return nameOfContact(personRow(contact))
}

/** The contact whose name the person has: the uppermost of those it was merged into that we hold. */
export function personRow(contact: string, find = contacts.get): ContactRow | undefined {
  return lineOf(contact, find).map(find).findLast(Boolean)
}

/** By what a person's colour is told. */
export function personId(contact: string): string {
  return personRow(contact)?.contact ?? contact
}

export function nameOfContact(row: ContactRow | undefined): string {
  const handle = row?.handles[0]
  return row?.name ?? (handle ? handleText(handle) : 'Unknown person')
}
