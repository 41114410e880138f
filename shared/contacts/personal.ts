import type { Personal } from '../kernel/personal.ts'
import type { ContactFact } from './events.ts'

/** What tells who somebody is. The inbox where we met tells nobody. */
export const personalInContacts: Personal<ContactFact> = {
  'contact.met': { handle: null, name: null },
  'contact.handle-learned': { handle: null },
  'contact.named': { name: null },
  // Also the key: that somebody has an "Allergy" is theirs, whatever it is.
  'contact.attribute-set': { key: 'erased', value: '' },
  'contact.noted': { text: '' },
  'contact.note-removed': {},
  'contact.merged': {},
  'contact.unmerged': {},
  'contact.kept-apart': {},
  'contact.erased': {}
}
