import type { Content } from '../../shared/conversations/content.ts'
import type { ConversationFact } from '../../shared/conversations/events.ts'
import type { Event } from '../../shared/kernel/message.ts'
import { streamKey } from '../../shared/kernel/message.ts'
import type { PastDb, Worded } from './db.ts'
import { wordsOf } from './words.ts'

const batchSize = 200

/** Reads the words of events that wait for it, a few at a time. `false`: none is left. */
export async function readSomeWords(db: PastDb): Promise<boolean> {
  const waiting = await db.unread.limit(batchSize).toArray()
  if (waiting.length === 0) return false
  const keys = waiting.map(({ stream, version }): [string, number] => [stream, version])
  const events = await db.events.bulkGet(keys)
  const worded = events.flatMap(event => (event ? wordedOf(event) : []))
  await db.transaction('rw', db.words, db.unread, async () => {
    await db.words.bulkPut(worded)
    await db.unread.bulkDelete(keys)
  })
  return true
}

function wordedOf({ stream, fact }: Event): Worded[] {
  const said = textOf(fact as ConversationFact)
  if (!said || said.text.trim() === '') return []
  const { id, text } = said
  // Negative, so that the newest comes first wherever the index is read in its own order.
  return [{ order: -fact.at, id, conversation: streamKey(stream), words: wordsOf(text), text }]
}

function textOf(fact: ConversationFact): { id: string; text: string } | null {
  switch (fact.type) {
    case 'conversation.noted':
      return { id: fact.note, text: fact.text }
    case 'conversation.message-received':
    case 'conversation.replied': {
      const { content, message } = fact
      return { id: message, text: spokenIn(content) }
    }
    default:
      return null
  }
}

function spokenIn(content: Content): string {
  switch (content.kind) {
    case 'text':
    case 'template':
      return content.text
    case 'unsupported':
      return content.caption ?? ''
    case 'erased':
      return ''
  }
}

/** More hits of one word than this are not read: the newest of each spelling are enough to choose from. */
const mostRead = 2000

/** Messages that have a word beginning with each of the terms, newest first. */
export async function findWorded(db: PastDb, terms: readonly string[], most: number): Promise<Worded[]> {
  const [longest, ...others] = [...terms].sort((a, b) => b.length - a.length)
  if (longest === undefined) return []
  const keys = await db.words.where('words').startsWith(longest).limit(mostRead).primaryKeys()
  // A message with two such words comes twice; keys that sort as one are one.
  const unique = [...new Map(keys.map(key => [key.join(' '), key])).values()].sort((a, b) => a[0] - b[0])
  const found: Worded[] = []
  for (let start = 0; start < unique.length && found.length < most; start += batchSize) {
    const read = await db.words.bulkGet(unique.slice(start, start + batchSize))
    for (const one of read) {
      if (one && others.every(term => one.words.some(word => word.startsWith(term)))) found.push(one)
    }
  }
  return found.slice(0, most)
}
