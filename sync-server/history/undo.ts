import { createHash } from 'node:crypto'
import type { Contact } from '../../shared/contacts/contact.ts'
import type { ConversationFact } from '../../shared/conversations/events.ts'
import { presentIn } from '../../shared/history/present.ts'
import { trustedContext } from '../../shared/identity/may.ts'
import type { Author, StreamId } from '../../shared/kernel/message.ts'
import { streamKey } from '../../shared/kernel/message.ts'
import type { Core } from '../core.ts'
import { conversationsOf } from '../erasing/erase-person.ts'

type UndoParts = Pick<Core, 'sql' | 'actors' | 'log' | 'files' | 'erasing'>
type Undoing = {
  readonly tenant: string
  readonly import: string
  /** Those that were taken back before. */
  readonly undone: readonly string[]
  readonly by: Author
  readonly tell: (done: number, of: number) => void
}

const atOnce = 500

/**
 * Takes back what an import brought. A conversation that it alone filled is erased, and its key with it; from one that
 * others have filled too, its messages are withdrawn. Then the people it made, of whom nothing else is left, are erased.
 * Whatever it dies of, done again it comes to its end.
 */
export async function undoImport(parts: UndoParts, undoing: Undoing): Promise<void> {
  const of = await countOf(parts, undoing.tenant)
  let done = 0
  for (const kind of ['conversation', 'contact'] as const) {
    for await (const stream of streamsOf(parts, undoing.tenant, kind)) {
      undoing.tell((done += 1), of)
      if (kind === 'conversation') await withdraw(parts, undoing, stream)
      else await forgetPerson(parts, undoing, stream)
    }
  }
}

async function withdraw({ actors, log, files }: UndoParts, { tenant, import: which, by }: Undoing, stream: StreamId) {
  const conversation = streamKey(stream)
  const { history } = await actors.state(tenant, 'conversation', conversation)
  if (!history?.some(one => one.import === which)) return
  const present = presentIn((await log.streams.all(tenant, stream)).map(event => event.fact as ConversationFact))
  // First: once it is withdrawn, nobody would look for them again.
  for (const [message, told] of present.messages) {
    if (told.import !== which) continue
    for (const [item, file] of told.files) {
      await files.rows.ended({ tenant, conversation, message, edit: '', item, kept: null })
      if (file !== null && !(await files.rows.isNamed(tenant, file))) await files.store.remove(tenant, file)
    }
  }
  const command = { type: 'conversation.withdraw-history', conversation, import: which } as const
  const so = { id: idOf(which, stream), at: Date.now() }
  await actors.tell(tenant, { ...command, ...so }, now => trustedContext(by, now))
}

/** Erasing takes along whoever a colleague has found to be the same: all of them, or nobody. */
async function forgetPerson(parts: UndoParts, undoing: Undoing, stream: StreamId) {
  const { tenant, import: which, by } = undoing
  const contact = streamKey(stream)
  const person = await parts.actors.state(tenant, 'contact', contact)
  if (person.erased || !isTakenBack(undoing, person)) return
  for (const linked of await parts.erasing.links.linkedWith(tenant, [contact])) {
    if (await isMore(parts, undoing, linked)) return
  }
  const command = { type: 'contact.erase', id: idOf(which, stream), at: Date.now(), contact } as const
  await parts.actors.tell(tenant, command, now => trustedContext(by, now))
}

/** Somebody who was there before, or of whom something else is left. */
async function isMore({ actors, erasing }: UndoParts, undoing: Undoing, contact: string) {
  const { tenant } = undoing
  const person = await actors.state(tenant, 'contact', contact)
  if (person.erased) return false
  if (!isTakenBack(undoing, person) || person.notes?.length) return true
  if ((await erasing.cards.ofContact(tenant, contact)).length > 0) return true
  for (const conversation of await conversationsOf(erasing, tenant, contact)) {
    const { status } = await actors.state(tenant, 'conversation', conversation)
    if (status !== 'unknown') return true
  }
  return false
}

/** What made them may have been taken back while another import still had something of them. */
function isTakenBack({ import: which, undone }: Undoing, person: Contact): boolean {
  return person.import !== undefined && (person.import === which || undone.includes(person.import))
}

function idOf(which: string, stream: StreamId): string {
  return `undo:${createHash('sha256')
    .update(JSON.stringify([which, stream]))
    .digest('hex')
    .slice(0, 40)}`
}

async function countOf({ sql }: UndoParts, tenant: string): Promise<number> {
  const [row] = await sql
    .of(tenant)
    .query<{ count: number }>(
      `select count(*)::int as count from head where tenant = $1 and split_part(stream, '/', 1) in ('conversation', 'contact')`,
      [tenant]
    )
  return row?.count ?? 0
}

/** `head` is written with the log itself: nothing that follows the log has to be waited for. */
async function* streamsOf({ sql }: UndoParts, tenant: string, kind: string): AsyncGenerator<StreamId> {
  for (let after = `${kind}/`; ;) {
    const rows = await sql.of(tenant).query<{ stream: StreamId }>(
      `select stream from head where tenant = $1 and stream > $2 and split_part(stream, '/', 1) = $3
         order by stream limit $4`,
      [tenant, after, kind, atOnce]
    )
    for (const { stream } of rows) yield stream
    const last = rows.at(-1)
    if (!last) return
    after = last.stream
  }
}
