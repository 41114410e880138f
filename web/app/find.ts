import { lineOf } from '../../shared/contacts/person.ts'
import type { Thread } from '../../shared/conversations/thread.ts'
import type { PastDb, Worded } from '../log/db.ts'
import { findWorded } from '../log/search-index.ts'
import { fold, marksIn, termsOf } from '../log/words.ts'
import type { Found } from './device.ts'
import type { ContactRow, Live } from './live.ts'

const snippetLength = 120
const foldedOnce = new WeakMap<object, string>()

/** People and labels first, then messages; one line for each person, one for each message. */
export async function find(db: PastDb, live: Live, query: string, most: number): Promise<readonly Found[]> {
  const terms = termsOf(query)
  const asked = fold(query.trim())
  if (asked === '') return []
  const people = findPeople(live, asked, terms, most)
  // One word may be in a thousand messages of conversations this device no longer shows: those are left out.
  const worded = terms.length > 0 ? await findWorded(db, terms, 4 * most) : []
  const messages = worded.filter(one => live.threads.all.has(one.conversation)).map(one => foundIn(one, terms))
  return [...people, ...messages].slice(0, most)
}

function foundIn({ conversation, id, order, text }: Worded, terms: readonly string[]): Found {
  return { conversation, message: id, at: -order, ...snippetOf(text, terms) }
}

function findPeople(live: Live, asked: string, terms: readonly string[], most: number): Found[] {
  const found: Found[] = []
  for (const thread of live.threads.all.values()) {
    const known = knownAs(live, thread.contact)
    const text = known.map(foldedContact).join('\n')
    const labelled = thread.labels.some(label => fold(label).startsWith(asked))
    if (!labelled && !text.split('\n').some(line => isIn(line, asked))) continue
    found.push({
      conversation: thread.conversation,
      message: null,
      at: lastAt(thread),
      ...snippetOf(labelled ? thread.labels.join(', ') : lineWith(known, asked), terms)
    })
  }
  return found.sort((a, b) => b.at - a.at).slice(0, most)
}

/** Whoever was merged is found by the name of the whole person too. */
function knownAs({ contacts }: Live, contact: string): readonly ContactRow[] {
  return lineOf(contact, id => contacts.all.get(id)).flatMap(id => contacts.all.get(id) ?? [])
}

/** At the start of any word of it, or anywhere in a number: people remember how a number ends. */
function isIn(line: string, asked: string): boolean {
  if (/^[+\d][\d\s()-]{2,}$/.test(asked)) return line.replace(/\D/g, '').includes(asked.replace(/\D/g, ''))
  return line.startsWith(asked) || line.includes(` ${asked}`)
}

function linesOf(contact: ContactRow): string[] {
  const handles = contact.handles.map(handle => handle.value)
  const notes = (contact.notes ?? []).map(note => note.text)
  return [contact.name ?? '', ...handles, ...contact.attributes.map(attribute => attribute.value), ...notes]
}

function foldedContact(contact: ContactRow): string {
  const known = foldedOnce.get(contact)
  if (known !== undefined) return known
  const folded = fold(linesOf(contact).join('\n'))
  foldedOnce.set(contact, folded)
  return folded
}

function lineWith(known: readonly ContactRow[], asked: string): string {
  return known.flatMap(linesOf).find(line => isIn(fold(line), asked)) ?? known[0]?.name ?? ''
}

function lastAt(thread: Thread): number {
  return thread.last?.at ?? thread.changedAt
}

function snippetOf(text: string, terms: readonly string[]): Pick<Found, 'snippet' | 'marks'> {
  const line = text.replace(/\s+/g, ' ').trim()
  const first = marksIn(line, terms)[0]?.[0] ?? 0
  const start = first > snippetLength / 2 ? wordStart(line, first - snippetLength / 4) : 0
  const cut = Array.from(line.slice(start)).slice(0, snippetLength).join('')
  const snippet = `${start > 0 ? '…' : ''}${cut}${start + cut.length < line.length ? '…' : ''}`
  return { snippet, marks: marksIn(snippet, terms) }
}

function wordStart(line: string, near: number): number {
  const space = line.indexOf(' ', Math.floor(near))
  return space < 0 ? Math.floor(near) : space + 1
}
