import type { OutboxDb } from './db.ts'

/** What somebody here has written and not sent; a file that stands alone in its composer is a draft too. */
export async function unsentDrafts(db: OutboxDb): Promise<number> {
  const written = await db.drafts.filter(draft => !draft.theirs).toArray()
  const attached = await db.files.filter(file => file.isAttached).toArray()
  const withWords = new Set(written.map(({ conversation }) => conversation))
  return written.length + new Set(attached.map(file => file.conversation)).difference(withWords).size
}
