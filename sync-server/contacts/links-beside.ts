import { isLink } from '../../shared/catalog.ts'
import type { Contact } from '../../shared/contacts/contact.ts'
import type { Beside } from '../actors/beside.ts'

/** Who merges two contacts, or takes that back, is judged with both and with all that these are parts of. */
export function linksBeside(others: Beside): Beside {
  return {
    ...others,
    async look(tenant, command, stateOf, own) {
      if (!isLink(command)) return others.look(tenant, command, stateOf, own)
      const found = new Map<string, unknown>()
      for (const end of [command.contact, command.type === 'contact.merge' ? command.into : command.from]) {
        for (let id: string | undefined = end; id !== undefined && !found.has(`contact/${id}`);) {
          const state = (id === command.contact ? own : await stateOf(`contact/${id}`)) as Contact
          found.set(`contact/${id}`, state)
          id = state.merged?.into
        }
      }
      return at => found.get(at)
    }
  }
}
