import { firstNameOf, type Known } from '../../shared/phrases/content.ts'
import { agents, me } from '../app/live.ts'
import { personRow } from '../app/shell/contact-name.ts'

/** What the words of a saved reply can be filled in with, when I say them to this person. Subscribed to. */
export function knownOf(contact: string): Known {
  const self = me.value
  const agent = self && (agents.get(self.agent)?.name ?? self.name)
  return { customer: firstNameOf(personRow(contact)?.name ?? null), agent }
}
