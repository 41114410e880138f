import { presentIn, type Present } from '../../shared/history/present.ts'
import type { ConversationFact } from '../../shared/conversations/events.ts'
import { trustedContext } from '../../shared/identity/may.ts'
import type { Author } from '../../shared/kernel/message.ts'
import type { Core } from '../core.ts'
import { historyIdOf } from '../contacts/derived-ids.ts'
import { keepEnd } from '../media/fetch-file.ts'
import { TooBig } from '../media/store.ts'
import { mostMediaBytes } from './limits.ts'
import { NotTaken } from './not-taken.ts'
import type { Customer, Past } from './past.ts'

export type BringParts = Pick<Core, 'actors' | 'log' | 'handles' | 'files' | 'keyring'>
export type Where = {
  readonly tenant: string
  readonly inbox: string
  readonly platform: string
  readonly import: string
}
export type Counts = {
  messages: number
  conversations: number
  contacts: number
  files: number
  known: number
  unread: number
}

export const noCounts = (): Counts => ({ messages: 0, conversations: 0, contacts: 0, files: 0, known: 0, unread: 0 })

type Desk = {
  readonly contact: string
  readonly conversation: string
  readonly present: Present
  /** How often each thing was said in this very file. */
  readonly said: Map<string, number>
  /** The same of its files, as an export without them would tell it. */
  readonly bare: Map<string, number>
}

const us: Author = { kind: 'system', id: 'history' }

/**
 * Tells what a file says, a message after the other:
 *
 *     message ──► its id, from who, when, what and how often ──► is it here? ──► told ──► its files
 *
 * What is here is skipped, whoever brought it. So a crash anywhere, the same file twice, and a later export of the same
 * chat come to the same. Whoever calls adds up in `counts`.
 */
export async function bringer(parts: BringParts, where: Where, counts: Counts): Promise<(past: Past) => Promise<void>> {
  const mark = await parts.keyring.workspaces.markerOf(where.tenant)
  const desks = new Map<string, Desk>()

  return async past => {
    const who = JSON.stringify(past.customer.handles)
    const desk = desks.get(who) ?? (await openDesk(parts, where, past.customer, counts))
    desks.set(who, desk)
    const often = countIn(desk.said, past.key)
    if (past.isOnly && often > 0) return void (counts.known += 1)
    // A mark, not a digest: an id tells nobody what was said.
    const idOf = (key: string, nth: number) =>
      `past:${mark(JSON.stringify([desk.conversation, key, nth])).slice(0, 40)}`
    const message = idOf(past.key, often)
    const bare = past.bareKey === undefined ? undefined : idOf(past.bareKey, countIn(desk.bare, past.bareKey))
    const before = desk.present.messages.get(message)
    // An export without files tells of them, and one that is cut elsewhere numbers them anew.
    const other = bare !== undefined && !before && desk.present.files.has(bare)
    if (before || other) counts.known += 1
    else
      await tell(parts, where, desk, past, { message, instead: past.bareKey === past.key ? undefined : bare }, counts)
    if (other) return
    if (before && before.import !== where.import) return
    for (const [item, open] of past.files.entries()) {
      if (!before?.files.has(item)) await bringFile(parts, where, { desk, message, item, at: past.at }, open, counts)
    }
  }
}

async function openDesk(
  { actors, handles, log }: BringParts,
  where: Where,
  { handles: known, name }: Customer,
  counts: Counts
) {
  const { tenant, inbox } = where
  const [person] = await handles.claim(tenant, [known])
  if (!person) throw new Error('nobody was claimed')
  const { contact } = person
  const before = await actors.state(tenant, 'contact', contact)
  if (!before.known) {
    const id = `import:${where.import}:${contact}`
    const meet = { type: 'contact.meet', id, at: Date.now(), contact, inbox, name, import: where.import } as const
    const told = await actors.tell(tenant, { ...meet, handles: [...person.handles] }, by(us))
    if (told.result === 'accepted') counts.contacts += 1
  }
  const conversation = historyIdOf(tenant, inbox, contact)
  const events = await log.streams.all(tenant, `conversation/${conversation}`)
  return {
    contact,
    conversation,
    present: presentIn(events.map(event => event.fact as ConversationFact)),
    said: new Map<string, number>(),
    bare: new Map<string, number>()
  }
}

/** How often it was there before. */
function countIn(seen: Map<string, number>, key: string): number {
  const often = seen.get(key) ?? 0
  seen.set(key, often + 1)
  return often
}

type Named = { readonly message: string; readonly instead: string | undefined }

async function tell(
  { actors }: BringParts,
  where: Where,
  desk: Desk,
  past: Past,
  { message, instead }: Named,
  counts: Counts
) {
  const { tenant, inbox, platform } = where
  const { contact, conversation } = desk
  const { at, from, writer, content } = past
  const author: Author = from === 'us' ? us : { kind: 'customer', id: contact }
  const told = await actors.tell(
    tenant,
    {
      type: 'conversation.tell-history',
      // Not of this import alone: two that are brought at once, of one chat, tell it once.
      id: `${message}:${desk.present.life}`,
      at,
      conversation,
      inbox,
      platform,
      contact,
      import: where.import,
      message,
      from,
      ...(instead !== undefined && { instead }),
      ...(writer !== undefined && { writer: writer.slice(0, 120) }),
      content
    },
    by(author)
  )
  // The person was erased meanwhile: nobody writes there again.
  if (told.result === 'refused') return void (counts.unread += 1)
  if (told.result === 'repeated') return void (counts.known += 1)
  counts.messages += 1
  if (told.events.length > 1) counts.conversations += 1
}

type Place = { readonly desk: Desk; readonly message: string; readonly item: number; readonly at: number }

/** On disk and in its row before the log says so: a device that hears of it asks at once. */
async function bringFile(
  parts: BringParts,
  { tenant }: Where,
  { desk: { conversation }, message, item, at }: Place,
  open: Past['files'][number],
  counts: Counts
): Promise<void> {
  const { files } = parts
  const job = { tenant, conversation, message, edit: '', item, seq: 0, since: 0 }
  if (!open) return keepEnd(parts, job, { result: 'lost', why: 'gone' }, at)
  try {
    const stored = await files.store.keep(tenant, await open(), mostMediaBytes)
    await files.rows.ended({
      ...job,
      kept: { file: stored.file, mime: 'application/octet-stream', bytes: stored.bytes }
    })
    await keepEnd(parts, job, { result: 'kept', stored }, at)
    counts.files += 1
  } catch (error) {
    // What is broken in the archive stays so; a full disk does not.
    if (!(error instanceof TooBig) && !(error instanceof NotTaken)) throw error
    await keepEnd(parts, job, { result: 'lost', why: error instanceof TooBig ? 'too-big' : 'gone' }, at)
  }
}

function by(author: Author) {
  return (now: number) => trustedContext(author, now)
}
