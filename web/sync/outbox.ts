import { commutes, type AnyRefusal, type ClientCommand } from '../../shared/catalog.ts'
import { dayMs } from '../../shared/kernel/day.ts'
import type { StreamId } from '../../shared/kernel/message.ts'
import type { DownFrame } from '../../shared/protocol/down.ts'
import type { PushItem } from '../../shared/protocol/up.ts'
import { longestFrame, mostPushed } from '../../shared/protocol/version.ts'
import { sturdy, type Held, type OutboxDb } from '../log/db.ts'
import { inTurn } from '../log/in-turn.ts'

export type Ack = Extract<DownFrame, { type: 'acks' }>['acks'][number]

/**
 * The commands of this device that are not confirmed yet, in the order of their `n`.
 * Any tab appends [T1]; the tab with the socket pushes and settles. The database is the truth, `rows` its copy here.
 */
export type Outbox = {
  readonly client: string
  readonly lastN: number
  readonly rows: readonly Held[]
  /** Decided and not refused, of one stream: what is hoped for. */
  pending(stream: StreamId): readonly Held[]
  reload(): Promise<void>
  /** Gives the command its `n`, durably. `isCurrent` sees the stream's pending commands as they are inside the transaction. */
  append(
    stream: StreamId,
    command: ClientCommand,
    isCurrent: (pending: readonly Held[]) => boolean
  ): Promise<'appended' | 'repeated' | 'conflict'>
  withdraw(command: string): Promise<ClientCommand | null>
  discardRefused(command: string): Promise<StreamId | null>
  /** What goes next, from `n` on, now marked as gone. An `n` we no longer have goes as withdrawn. */
  window(from: number): Promise<readonly PushItem[]>
  /** Writes down the server's answers, and puts away what the cursor has passed. */
  settle(acks: readonly Ack[], cursor: number, now: number): Promise<readonly StreamId[]>
  /** The server knows more of us than we do: this database is an old copy. Starts again as a new client. */
  renumber(client: string): Promise<void>
}

const settledKeptMs = 7 * dayMs

/** Frames are measured before they are sent: twenty long replies fill one. Leaves room for the frame around the items. */
const longestWindow = longestFrame - 10_000

export async function openOutbox(db: OutboxDb, newClient: () => string): Promise<Outbox> {
  await sturdy(db, () => identify(db, newClient))
  let known = await sturdy(db, () => db.transaction('r', db.tables, () => read(db)))
  const turn = inTurn()

  /** What is in memory afterwards was read in the same transaction: nothing can fail between storing and knowing. */
  function write<T>(work: () => Promise<T>): Promise<T> {
    return turn(async () => {
      const [done, after] = await sturdy(db, () =>
        db.transaction('rw', db.tables, async () => [await work(), await read(db)] as const)
      )
      known = after
      return done
    })
  }

  return {
    get client() {
      return known.client
    },
    get lastN() {
      return known.lastN
    },
    get rows() {
      return known.rows
    },
    pending: stream => pendingOf(known.rows, stream),
    reload: () =>
      turn(async () => {
        known = await sturdy(db, () => db.transaction('r', db.tables, () => read(db)))
      }),
    append: (stream, command, isCurrent) => write(() => append(db, stream, command, isCurrent)),
    withdraw: command => write(() => withdraw(db, command)),
    discardRefused: command => write(() => discardRefused(db, command)),
    window: from => write(() => takeWindow(db, from)),
    settle: (acks, cursor, now) => write(() => settle(db, acks, cursor, now)),
    renumber: client => write(() => renumber(db, client))
  }
}

function pendingOf(rows: readonly Held[], stream: StreamId): Held[] {
  return rows.filter(row => row.stream === stream && row.command !== null && row.refusal === null)
}

type Known = { readonly client: string; readonly lastN: number; readonly rows: readonly Held[] }

async function read(db: OutboxDb): Promise<Known> {
  const identity = await db.identity.get('client')
  if (!identity) throw new Error('the outbox has lost its client id')
  return { client: identity.client, lastN: identity.lastN, rows: await db.commands.orderBy('n').toArray() }
}

function identify(db: OutboxDb, newClient: () => string): Promise<void> {
  return db.transaction('rw', db.identity, async () => {
    const known = await db.identity.get('client')
    if (!known) await db.identity.put({ key: 'client', client: newClient(), lastN: 0 })
  })
}

async function append(
  db: OutboxDb,
  stream: StreamId,
  command: ClientCommand,
  isCurrent: (pending: readonly Held[]) => boolean
): Promise<'appended' | 'repeated' | 'conflict'> {
  const { client, lastN, rows } = await read(db)
  if (rows.some(row => row.command?.id === command.id)) return 'repeated'
  const pending = pendingOf(rows, stream)
  if (!isCurrent(pending)) return 'conflict'

  const n = lastN + 1
  const before = pending.findLast(row => row.command && row.acceptedAt === null && !commutes(row.command))
  const after = commutes(command) ? null : (before?.command?.id ?? null)
  await db.identity.put({ key: 'client', client, lastN: n })
  await db.commands.add({ n, command, stream, after, gone: false, acceptedAt: null, refusal: null })
  const draft = draftOf(command)
  if (draft) await db.drafts.delete(draft)
  return 'appended'
}

/** The words in the field become the words in the outbox: never both, never neither. */
export function draftOf(command: ClientCommand): [string, 'reply' | 'note'] | null {
  if (command.type === 'conversation.note') return [command.conversation, 'note']
  if (command.type === 'conversation.reply' && command.content.kind === 'text') return [command.conversation, 'reply']
  return null
}

async function withdraw(db: OutboxDb, command: string): Promise<ClientCommand | null> {
  const rows = await db.commands.toArray()
  const row = rows.find(one => one.command?.id === command)
  if (!row?.command || row.gone || row.refusal) return null
  await db.commands.put({ ...row, command: null })
  // What rested on it now rests on what it rested on.
  for (const other of rows) if (other.after === command) await db.commands.put({ ...other, after: row.after })
  return row.command
}

async function discardRefused(db: OutboxDb, command: string): Promise<StreamId | null> {
  const row = (await db.commands.toArray()).find(one => one.command?.id === command)
  if (!row?.refusal) return null
  await db.commands.delete(row.n)
  return row.stream
}

async function takeWindow(db: OutboxDb, from: number): Promise<readonly PushItem[]> {
  const to = from + mostPushed - 1
  const held = await db.commands.where('n').between(from, to, true, true).toArray()
  const settled = await db.settled.where('n').between(from, to, true, true).toArray()
  const known = new Map([...settled, ...held].map(row => [row.n, row]))
  const last = Math.min(to, (await db.identity.get('client'))?.lastN ?? 0)
  const items: PushItem[] = []
  let length = 0
  for (let n = from; n <= last; n++) {
    const row = known.get(n)
    const item = { n, command: row?.command ?? null, after: row?.command ? row.after : null }
    length += new TextEncoder().encode(JSON.stringify(item)).length + 1
    if (length > longestWindow && items.length > 0) break
    items.push(item)
  }
  const end = from + items.length
  await db.commands.bulkPut(held.filter(row => row.n < end && !row.gone).map(row => ({ ...row, gone: true })))
  return items
}

async function settle(db: OutboxDb, acks: readonly Ack[], cursor: number, now: number): Promise<readonly StreamId[]> {
  const touched = new Set<StreamId>()
  for (const ack of acks) {
    const row = (await db.commands.get(ack.n)) ?? (ack.refusal ? await db.settled.get(ack.n) : undefined)
    if (!row) continue
    touched.add(row.stream)
    // Nobody is told that a conversation they may not see any more was not marked as read.
    if (ack.refusal && row.command?.type === 'conversation.mark-read') await db.commands.delete(row.n)
    else await db.commands.put(answered(row, ack.seq, ack.refusal))
  }
  for (const row of await db.commands.toArray()) {
    if (row.refusal || row.acceptedAt === null || row.acceptedAt > cursor) continue
    touched.add(row.stream)
    await db.commands.delete(row.n)
    await db.settled.put({ ...row, settledAt: now })
  }
  await forgetOldest(db, now)
  return [...touched]
}

function answered({ n, command, stream, after }: Held, seq: number, refusal: AnyRefusal | null): Held {
  return { n, command, stream, after, gone: true, acceptedAt: refusal ? null : seq, refusal: command ? refusal : null }
}

async function forgetOldest(db: OutboxDb, now: number): Promise<void> {
  const oldest = await db.settled.orderBy('n').limit(50).toArray()
  const old = oldest.filter(row => now - row.settledAt > settledKeptMs)
  if (old.length > 0) await db.settled.bulkDelete(old.map(row => row.n))
}

async function renumber(db: OutboxDb, client: string): Promise<void> {
  const rows = await db.commands.orderBy('n').toArray()
  const waiting = rows.filter(row => row.command && row.acceptedAt === null)
  await db.commands.clear()
  await db.settled.clear()
  await db.commands.bulkAdd(waiting.map((row, at) => ({ ...row, n: at + 1, gone: row.refusal ? row.gone : false })))
  await db.identity.put({ key: 'client', client, lastN: waiting.length })
}
