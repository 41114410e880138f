import type { OutboxDb } from './db.ts'

/** What only colleagues wrote, of conversations that are not on this device any more. */
export async function forgetTheirs(db: OutboxDb, isHere: (conversation: string) => boolean): Promise<void> {
  await db.transaction('rw', db.drafts, db.documents, async () => {
    await db.drafts.filter(draft => draft.theirs === true && !isHere(draft.conversation)).delete()
    const ours = new Set((await db.drafts.toArray()).map(draft => draft.conversation))
    await db.documents.filter(({ conversation }) => !ours.has(conversation) && !isHere(conversation)).delete()
  })
}

/** What somebody here has written and not sent; a file that stands alone in its composer is a draft too. */
export async function unsentDrafts(db: OutboxDb): Promise<number> {
  const written = await db.drafts.filter(draft => !draft.theirs).toArray()
  const attached = await db.files.filter(file => file.isAttached).toArray()
  const counted = new Set(written.map(({ conversation }) => conversation))
  const alone = new Set(attached.map(({ conversation }) => conversation).filter(one => !counted.has(one)))
  return written.length + alone.size
}
