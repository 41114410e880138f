import { accept, refuse, type Decision } from '../kernel/decision.ts'
import type { Context, Decider } from '../kernel/decider.ts'
import type { Author } from '../kernel/message.ts'
import { unchanged, unreachable } from '../kernel/unreachable.ts'
import type { ContactCommand } from './commands.ts'
import { decideMerge, decideUnmerge } from './decide-merge.ts'
import type { ContactFact, Handle } from './events.ts'
import type { ContactRefusal } from './refusals.ts'

export type Contact = {
  readonly known: boolean
  /** Where we met: whoever works in that inbox may see the person. */
  readonly inbox: string
  /** What the customer calls themselves; an agent's name for them goes before it and stays. */
  readonly name: string | null
  readonly namedByAgent: boolean
  readonly handles: readonly Handle[]
  readonly attributes: readonly { readonly key: string; readonly value: string }[]
  readonly metAt: number
  readonly erased: boolean
  readonly import?: string
  /** About the person, oldest first. This and what follows is absent until there is some. */
  readonly notes?: readonly ContactNote[]
  /** It is the same person as that contact. A screen shows the sum of all that are linked (`person.ts`). */
  readonly merged?: { readonly into: string; readonly by: Author; readonly at: number }
  /** Those it looks like and is not. */
  readonly apart?: readonly string[]
}

export type ContactNote = { readonly note: string; readonly text: string; readonly by: Author; readonly at: number }

const mostNotes = 200

const nobody: Contact = {
  known: false,
  inbox: '',
  name: null,
  namedByAgent: false,
  handles: [],
  attributes: [],
  metAt: 0,
  erased: false
}

export const contactDecider: Decider<Contact, ContactCommand, ContactFact, ContactRefusal> = {
  initial: nobody,
  decide,
  evolve
}

function decide(command: ContactCommand, state: Contact, context: Context): Decision<ContactFact, ContactRefusal> {
  if (!context.may(command.type)) return refuse({ reason: 'not-allowed' })
  const so = { at: Math.min(command.at, context.now), by: context.by, cause: command.id }
  // They stay erased: writing again, they are somebody new.
  if (state.erased) return command.type === 'contact.erase' ? accept() : refuse({ reason: 'no-such-contact' })
  if (command.type === 'contact.meet') return meet(command, state, so)
  if (!state.known || !context.reaches(state.inbox)) return refuse({ reason: 'no-such-contact' })
  switch (command.type) {
    case 'contact.rename':
      return state.name === command.name ? accept() : accept({ ...so, type: 'contact.named', name: command.name })
    case 'contact.set-attribute': {
      const { key, value } = command
      const before = state.attributes.find(attribute => attribute.key === key)?.value ?? ''
      return before === value ? accept() : accept({ ...so, type: 'contact.attribute-set', key, value })
    }
    case 'contact.note':
      return (state.notes?.length ?? 0) < mostNotes
        ? accept({ ...so, type: 'contact.noted', note: command.id, text: command.text })
        : refuse({ reason: 'too-many-notes', limit: mostNotes })
    case 'contact.remove-note': {
      const { note } = command
      return state.notes?.some(one => one.note === note)
        ? accept({ ...so, type: 'contact.note-removed', note })
        : accept()
    }
    case 'contact.merge':
      return decideMerge(command, state, context, so)
    case 'contact.unmerge':
      return decideUnmerge(command, state, context, so)
    case 'contact.keep-apart': {
      const { from } = command
      return state.apart?.includes(from) ? accept() : accept({ ...so, type: 'contact.kept-apart', from })
    }
    case 'contact.erase':
      return accept({ ...so, type: 'contact.erased' })
    default:
      return unreachable(command)
  }
}

function meet(
  command: Extract<ContactCommand, { type: 'contact.meet' }>,
  state: Contact,
  so: { at: number; by: Context['by']; cause: string }
): Decision<ContactFact, ContactRefusal> {
  const facts: ContactFact[] = []
  const [first, ...others] = command.handles
  if (!state.known && first) {
    const brought = command.import && { import: command.import }
    facts.push({ ...so, type: 'contact.met', inbox: command.inbox, handle: first, name: command.name, ...brought })
  } else if (command.name !== null && command.name !== state.name && !state.namedByAgent) {
    facts.push({ ...so, type: 'contact.named', name: command.name })
  }
  for (const handle of state.known ? command.handles : others) {
    if (!state.handles.some(known => sameHandle(known, handle))) {
      facts.push({ ...so, type: 'contact.handle-learned', handle })
    }
  }
  return accept(...facts)
}

function evolve(state: Contact, fact: ContactFact): Contact {
  switch (fact.type) {
    case 'contact.met':
      return {
        ...state,
        known: true,
        inbox: fact.inbox,
        name: fact.name,
        handles: withHandle([], fact.handle),
        metAt: fact.at,
        ...(fact.import && { import: fact.import })
      }
    case 'contact.handle-learned':
      return { ...state, handles: withHandle(state.handles, fact.handle) }
    case 'contact.named':
      return { ...state, name: fact.name, namedByAgent: fact.by.kind === 'agent' }
    case 'contact.attribute-set': {
      const others = state.attributes.filter(attribute => attribute.key !== fact.key)
      return { ...state, attributes: fact.value === '' ? others : [...others, { key: fact.key, value: fact.value }] }
    }
    case 'contact.noted': {
      const { note, text, by, at } = fact
      return { ...state, notes: [...(state.notes ?? []), { note, text, by, at }] }
    }
    case 'contact.note-removed':
      return { ...state, notes: (state.notes ?? []).filter(one => one.note !== fact.note) }
    case 'contact.merged':
      return { ...state, merged: { into: fact.into, by: fact.by, at: fact.at } }
    case 'contact.unmerged': {
      const { merged: _, ...alone } = state
      return alone
    }
    case 'contact.kept-apart':
      return { ...state, apart: [...(state.apart ?? []), fact.from] }
    case 'contact.erased': {
      const { inbox, merged } = state
      // Whose part it was stays: the other parts are erased with it.
      return { ...nobody, inbox, erased: true, ...(merged && { merged }) }
    }
    default:
      return unchanged(state, fact)
  }
}

function withHandle(handles: readonly Handle[], handle: Handle | null): readonly Handle[] {
  return handle ? [...handles, handle] : handles
}

export function sameHandle(a: Handle, b: Handle): boolean {
  return a.platform === b.platform && a.kind === b.kind && a.value === b.value
}
