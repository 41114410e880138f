import type { PastDb, Worded } from '../log/db.ts'
import { findWorded } from '../log/find-worded.ts'
import type { Term } from '../log/words.ts'
import type { Found } from './device.ts'
import { askedFor } from './known-as.ts'
import type { Live } from './live.ts'
import { peopleFound } from './people-found.ts'
import { snippetOf } from './snippet.ts'

/** People and labels first, then messages; one line for each person, one for each message. */
export async function find(db: PastDb, live: Live, query: string, most: number): Promise<readonly Found[]> {
  const asked = askedFor(query)
  if (asked.folded === '') return []
  const people = peopleFound(live, asked, most)
  // Words outlive the row of their conversation: those are left out.
  const worded = await findWorded(db, asked.terms, most, conversation => live.threads.all.has(conversation))
  return [...people, ...worded.map(one => foundIn(one, asked.terms))].slice(0, most)
}

function foundIn({ conversation, id, order, text }: Worded, terms: readonly Term[]): Found {
  return { conversation, message: id, at: -order, ...snippetOf(text, terms) }
}
