import type { PastDb, Worded } from './db.ts'
import { begins, type Term } from './words.ts'

const batchSize = 200

/** More hits of one word than this are not read: the newest of each spelling are enough to choose from. */
const mostRead = 2000

/** Messages of such conversations that have a word beginning with each of the terms, newest first. */
export async function findWorded(
  db: PastDb,
  terms: readonly Term[],
  most: number,
  isShown: (conversation: string) => boolean
): Promise<Worded[]> {
  const keys = await keysOfRarest(db, terms)
  const found: Worded[] = []
  for (let start = 0; start < keys.length && found.length < most; start += batchSize) {
    const read = await db.words.bulkGet(keys.slice(start, start + batchSize))
    for (const one of read) {
      if (one && isShown(one.conversation) && terms.every(term => begins(term, one.words))) found.push(one)
    }
  }
  return found.slice(0, most)
}

/** Newest first. What has all the terms is among what has the rarest: of a common one it may be beyond what is read. */
async function keysOfRarest(db: PastDb, terms: readonly Term[]): Promise<[number, string][]> {
  const each = await Promise.all(
    terms.map(term =>
      db.words
        .where('words')
        .startsWithAnyOf([...term])
        .limit(mostRead)
        .primaryKeys()
    )
  )
  const [rarest = []] = each.toSorted((a, b) => a.length - b.length)
  // A message with two such words comes twice; keys that sort as one are one.
  return [...new Map(rarest.map(key => [key.join(' '), key])).values()].sort((a, b) => a[0] - b[0])
}
