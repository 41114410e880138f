import type { PastDb } from './db.ts'
import type { DrawnRow, RowTable } from './redraw.ts'

/** All confirmed rows, as they were last stored: what a screen is first painted from. */
export async function readRows(db: PastDb): Promise<DrawnRow[]> {
  const [threads, contacts, inboxes, agents] = await db.transaction(
    'r',
    db.threads,
    db.contacts,
    db.inboxes,
    db.agents,
    () => Promise.all([db.threads.toArray(), db.contacts.toArray(), db.inboxes.toArray(), db.agents.toArray()])
  )
  return [
    ...threads.map(row => stored('conversation', 'threads', row.conversation, row)),
    ...contacts.map(row => stored('contact', 'contacts', row.contact, row)),
    ...inboxes.map(row => stored('inbox', 'inboxes', row.inbox, row)),
    ...agents.map(row => stored('agent', 'agents', row.agent, row))
  ]
}

function stored(kind: string, table: RowTable, id: string, row: object): DrawnRow {
  return { stream: `${kind}/${id}`, table, id, row }
}
