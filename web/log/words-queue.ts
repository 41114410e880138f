import type { Event } from '../../shared/kernel/message.ts'
import type { PastDb } from './db.ts'

const spoken = new Set(['conversation.message-received', 'conversation.replied', 'conversation.noted'])

/** Notes which events have words. Reading them is left for a quiet moment: an index entry a word would hold up the batch. */
export async function enqueueWords(db: PastDb, events: readonly Event[]): Promise<void> {
  const worded = events.filter(event => spoken.has(event.fact.type))
  await db.unread.bulkPut(worded.map(({ stream, version }) => ({ stream, version })))
}
