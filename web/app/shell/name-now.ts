import { contacts, type ContactRow } from '../live.ts'
import { nameOfContact, personRow } from './contact-name.ts'

/** What we call a person, for who looks once. */
export function nameNow(contact: string): string {
  return nameOfContact(personRow(contact, held))
}

/** A contact as this device has it now. */
export function held(contact: string): ContactRow | undefined {
  return contacts.all.get(contact)
}
