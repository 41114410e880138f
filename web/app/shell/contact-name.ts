import type { Handle } from '../../../shared/contacts/events.ts'
import { lineOf } from '../../../shared/contacts/person.ts'
import { contacts, type ContactRow } from '../live.ts'

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

/** A telephone number is grouped for reading; everything else is shown as it is. */
export function handleText(handle: Handle): string {
  if (!/^\+?\d{8,15}$/.test(handle.value)) return handle.kind === 'visitor' ? 'Web chat visitor' : handle.value
  const digits = handle.value.replace('+', '')
  return `+${digits.slice(0, -9)} ${digits.slice(-9, -6)} ${digits.slice(-6, -3)} ${digits.slice(-3)}`.replace(
    '+ ',
    '+'
  )
}
