import type { OutboxDb } from './db.ts'

/** What only colleagues wrote, of conversations that are not on this device any more. */
export async function forgetTheirs(db: OutboxDb, isHere: (conversation: string) => boolean): Promise<void> {
  await db.transaction('rw', db.drafts, db.documents, async () => {
    await db.drafts.filter(draft => draft.theirs === true && !isHere(draft.conversation)).delete()
    const ours = new Set((await db.drafts.toArray()).map(draft => draft.conversation))
    await db.documents.filter(({ conversation }) => !ours.has(conversation) && !isHere(conversation)).delete()
  })
}
