import { modes, type Document, type Mode } from './document.ts'
import type { Draft, KeptDocument, OutboxDb } from './db.ts'

/** What a document says that was not kept yet, and the words it makes of the whole. */
export type Unkept = { readonly conversation: string; readonly update: Uint8Array } & Words

/** A document with the words it took in from beside it and which are not known to be kept: a retry must not take them twice. */
export type Opened = { readonly document: Document; readonly beside: Set<string> }

type Words = Readonly<Record<Mode, string>>

/** What is kept of a conversation, and what stood in its fields last: not the same when it was written beside the document. */
export function readKept(
  db: OutboxDb,
  conversation: string
): Promise<{ readonly updates: readonly Uint8Array[]; readonly words: Words; readonly isBeside: boolean }> {
  return db.transaction('r', db.drafts, db.documents, async () => {
    const [kept, rows] = [await db.documents.get(conversation), await rowsOf(db, conversation)]
    const words = { reply: rows.get('reply')?.text ?? '', note: rows.get('note')?.text ?? '' }
    return { updates: kept?.updates ?? [], words, isBeside: modes.some(mode => isBeside(rows.get(mode), kept, mode)) }
  })
}

/**
 * Keeps the whole of it, with what another tab has kept meanwhile, and so compacts it; its words go beside it in the same
 * transaction, so that a field shows them at once. Words that were written without the document go into it.
 */
export function saveDocument(
  db: OutboxDb,
  conversation: string,
  { document, beside }: Opened,
  at: number
): Promise<Uint8Array> {
  return db.transaction('rw', db.drafts, db.documents, async () => {
    const [kept, rows] = [await db.documents.get(conversation), await rowsOf(db, conversation)]
    document.takeIn(kept?.updates ?? [])
    for (const mode of modes) {
      const row = rows.get(mode)
      if (!row || !isBeside(row, kept, mode) || beside.has(`${mode} ${row.text}`)) continue
      beside.add(`${mode} ${row.text}`)
      document.typedBeside(mode, kept?.[mode] ?? '', row.text)
    }
    const { state } = document
    const words = { reply: document.text('reply'), note: document.text('note') }
    await db.documents.put({ conversation, updates: [state], ...words })
    for (const mode of modes)
      await putWords(db, rows.get(mode), { conversation, mode, text: words[mode], at }, document)
    return state
  })
}

async function rowsOf(db: OutboxDb, conversation: string): Promise<ReadonlyMap<Draft['mode'], Draft>> {
  const rows = await db.drafts.bulkGet(modes.map(mode => [conversation, mode]))
  return new Map(rows.flatMap(row => (row ? [[row.mode, row] as const] : [])))
}

/** Without a row there are no words beside it: they were sent, and the document hears of that in its own way. */
function isBeside(row: Draft | undefined, kept: KeptDocument | undefined, mode: Mode): boolean {
  return row !== undefined && row.text !== (kept?.[mode] ?? '')
}

async function putWords(
  db: OutboxDb,
  before: Draft | undefined,
  draft: Draft & { readonly mode: Mode },
  { typed }: Document
): Promise<void> {
  const theirs = !typed.has(draft.mode) && (before?.theirs ?? true)
  if (draft.text === '') await db.drafts.delete([draft.conversation, draft.mode])
  else if (draft.text !== before?.text) await db.drafts.put({ ...draft, ...(theirs && { theirs }) })
}

/** The last keys before a reload, which the document had and the database not yet. */
export function addUpdate(db: OutboxDb, { conversation, update, ...words }: Unkept, at: number): Promise<void> {
  return db.transaction('rw', db.drafts, db.documents, async () => {
    const [kept, rows] = [await db.documents.get(conversation), await rowsOf(db, conversation)]
    const now = { reply: kept?.reply ?? '', note: kept?.note ?? '' }
    for (const mode of modes) {
      // Words that were written beside it since the reload, were written over the old ones.
      if (isBeside(rows.get(mode), kept, mode)) continue
      now[mode] = words[mode]
      if (words[mode] === '') await db.drafts.delete([conversation, mode])
      else await db.drafts.put({ conversation, mode, text: words[mode], at })
    }
    await db.documents.put({ conversation, updates: [...(kept?.updates ?? []), update], ...now })
  })
}
