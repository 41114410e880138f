import { firstNameOf, type Known } from '../../../shared/phrases/content.ts'
import { agents, me } from '../live.ts'
import { personRow } from './contact-name.ts'
import { held } from './name-now.ts'

/** What gaps are filled in with, when I say it to this person. For who looks once. */
export function knownOf(contact: string): Known {
  const self = me.peek()
  const agent = self && (agents.all.get(self.agent)?.name ?? self.name)
  return { customer: firstNameOf(personRow(contact, held)?.name ?? null), agent }
}
