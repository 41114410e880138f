import { accept, refuse, type Decision } from '../kernel/decision.ts'
import type { Context } from '../kernel/decider.ts'
import type { Author, Fact } from '../kernel/message.ts'
import type { ContactCommand } from './commands.ts'
import type { ContactFact } from './events.ts'
import { personOf } from './person.ts'
import type { ContactRefusal } from './refusals.ts'

type Decided = Decision<ContactFact, ContactRefusal>
/** As much of a contact as has a say. */
type Linkable = {
  readonly known: boolean
  readonly inbox: string
  readonly merged?: { readonly into: string; readonly by: Author; readonly at: number }
}
type So = Pick<Fact, 'at' | 'by' | 'cause'>
type Of<T extends ContactCommand['type']> = Extract<ContactCommand, { type: T }>

/**
 * A link from one contact to another, given and taken by who works in the inboxes of both. Merges of a workspace take
 * turns (`turnOf`), so two who merge the same two people each into the other get one link, and never a circle.
 */
export function decideMerge(command: Of<'contact.merge'>, state: Linkable, context: Context, so: So): Decided {
  const { contact, into } = command
  const find = (id: string) => (id === contact ? state : beside(id, context))
  const other = find(into)
  if (!other?.known || !context.reaches(other.inbox)) return refuse({ reason: 'no-such-contact' })
  if (personOf(contact, find) === personOf(into, find)) return accept()
  if (state.merged) return refuse({ reason: 'merged-already', ...state.merged })
  return accept({ ...so, type: 'contact.merged', into })
}

export function decideUnmerge(command: Of<'contact.unmerge'>, state: Linkable, context: Context, so: So): Decided {
  const { from } = command
  if (!state.merged) return accept()
  if (state.merged.into !== from) return refuse({ reason: 'merged-already', ...state.merged })
  const other = beside(from, context)
  // Who was erased, or is not held here, keeps nobody.
  if (other?.known && !context.reaches(other.inbox)) return refuse({ reason: 'no-such-contact' })
  return accept({ ...so, type: 'contact.unmerged', from })
}

function beside(contact: string, context: Context): Linkable | undefined {
  return context.look?.(`contact/${contact}`) as Linkable | undefined
}
