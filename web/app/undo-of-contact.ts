import type { Contact } from '../../shared/contacts/contact.ts'
import type { Wish } from './device.ts'

/** The wish that puts back what was known of somebody `before`. A note is taken away as it was written: by hand. */
export function undoOfContact(wish: Wish, before: Pick<Contact, 'name' | 'attributes'>): Wish | null {
  switch (wish.type) {
    case 'contact.rename':
      return before.name === null ? null : { ...wish, name: before.name }
    case 'contact.set-attribute': {
      const value = before.attributes.find(attribute => attribute.key === wish.key)?.value ?? ''
      return { ...wish, value }
    }
    case 'contact.merge':
      return { type: 'contact.unmerge', contact: wish.contact, from: wish.into }
    case 'contact.unmerge':
      return { type: 'contact.merge', contact: wish.contact, into: wish.from }
    default:
      return null
  }
}
