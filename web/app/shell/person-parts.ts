import { partsOf } from '../../../shared/contacts/suggest.ts'
import { contacts } from '../live.ts'

/** The contacts of one person, this one among them. Subscribed to. */
export function personParts(contact: string): ReadonlySet<string> {
  void contacts.revision.value
  return new Set([contact, ...partsOf(contact, contacts.all).map(part => part.contact)])
}
