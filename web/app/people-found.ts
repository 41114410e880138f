import { lineOf } from '../../shared/contacts/person.ts'
import type { Thread } from '../../shared/conversations/thread.ts'
import { fold } from '../log/words.ts'
import type { Found } from './device.ts'
import { isKnownAs, knownAs, lineKnown, type AskedFor, type KnownAs } from './known-as.ts'
import type { ContactRow } from './live.ts'
import type { Rows } from './rows.ts'
import { snippetOf } from './snippet.ts'

type People = { readonly contacts: Rows<ContactRow>; readonly threads: Rows<Thread> }

const readOnce = new WeakMap<ContactRow, KnownAs>()

/** Whose name, number or label it is, those first with whom something was last. */
export function peopleFound(live: People, asked: AskedFor, most: number): Found[] {
  const found: Found[] = []
  for (const thread of live.threads.all.values()) {
    const labelled = thread.labels.some(label => fold(label).startsWith(asked.folded))
    const known = knownOf(live, thread.contact)
    if (!labelled && !known.some(one => isKnownAs(one, asked))) continue
    const line = labelled ? thread.labels.join(', ') : lineOfAll(known, asked)
    found.push({
      conversation: thread.conversation,
      message: null,
      at: lastAt(thread),
      ...snippetOf(line, asked.terms)
    })
  }
  return found.sort((a, b) => b.at - a.at).slice(0, most)
}

/** Whoever was merged is found by the name of the whole person too. */
function knownOf({ contacts }: People, contact: string): readonly KnownAs[] {
  return lineOf(contact, id => contacts.all.get(id)).flatMap(id => {
    const row = contacts.all.get(id)
    return row ? [knownOnce(row)] : []
  })
}

function knownOnce(contact: ContactRow): KnownAs {
  const known = readOnce.get(contact) ?? knownAs(linesOf(contact))
  readOnce.set(contact, known)
  return known
}

function linesOf(contact: ContactRow): string[] {
  const handles = contact.handles.map(handle => handle.value)
  const notes = (contact.notes ?? []).map(note => note.text)
  return [contact.name ?? '', ...handles, ...contact.attributes.map(attribute => attribute.value), ...notes]
}

function lineOfAll(known: readonly KnownAs[], asked: AskedFor): string {
  for (const one of known) {
    const line = isKnownAs(one, asked) ? lineKnown(one, asked) : undefined
    if (line !== undefined) return line
  }
  return known[0]?.lines[0] ?? ''
}

function lastAt(thread: Thread): number {
  return thread.last?.at ?? thread.changedAt
}
