import { Dexie, type Table } from 'dexie'
import type { AnyRefusal, ClientCommand } from '../../shared/catalog.ts'
import type { Media } from '../../shared/conversations/content.ts'
import type { Thread } from '../../shared/conversations/thread.ts'
import type { Event, StreamId } from '../../shared/kernel/message.ts'
import type {
  AgentRow,
  AutomationRow,
  CardRow,
  ContactRow,
  InboxRow,
  PhraseRow,
  TeamRow,
  WorkflowRow
} from '../app/live.ts'
import { packOrder } from './pack-order.ts'

/** A command with its place in this device's order. */
export type Held = {
  readonly n: number
  /** `null`: withdrawn before it went. It still goes, to consume its `n`. */
  readonly command: ClientCommand | null
  readonly stream: StreamId
  /** The command this one rests on: if that is refused, so is this. */
  readonly after: string | null
  /** It was given to a socket: from here on it may be at the server, and cannot be withdrawn. */
  readonly gone: boolean
  /** Where the log stood when the server accepted it. The hope goes when the cursor has come so far. */
  readonly acceptedAt: number | null
  readonly refusal: AnyRefusal | null
}

/** Accepted and confirmed. Kept a while: a server restored from a backup may have forgotten it. */
export type Settled = Held & {
  readonly settledAt: number
  /** Its words were compared with what was recorded in its name. */
  readonly compared?: boolean
}

export type Draft = {
  readonly conversation: string
  /** `choices`: what may be pressed under the reply, a line each. `answered`: the message that it answers, by its id. */
  readonly mode: 'reply' | 'note' | 'choices' | 'answered'
  readonly text: string
  readonly at: number
  /** Nobody has typed any of it here: it is kept so that one may write on offline. */
  readonly theirs?: boolean
}

/** What a conversation's draft is written in together: Yjs updates, the first one whole, and the words they make. */
export type KeptDocument = {
  readonly conversation: string
  readonly updates: readonly Uint8Array[]
  readonly reply: string
  readonly note: string
}

/** A file that an agent sends. `isAttached`: it stands in the composer, and goes with the next reply. */
export type FileToSend = {
  readonly conversation: string
  /** The hash of its bytes. */
  readonly file: string
  readonly media: Media
  readonly at: number
  readonly isAttached: boolean
  /** `refused`: the server would not take it. Its reply goes, and is refused too. */
  readonly state: 'here' | 'uploaded' | 'refused'
  /** Of a refused one: what the server said of it, for the reply that is refused with it. */
  readonly why?: AnyRefusal
}

/** Apart, because a tab reads the others often. */
export type FileBytes = { readonly conversation: string; readonly file: string; readonly bytes: ArrayBuffer }

/** How the server knows this device, the last `n` it gave, and the log that it pushed to last. */
export type Identity = {
  readonly key: 'client'
  readonly client: string
  readonly lastN: number
  readonly log?: string
}

/** What only this device knows: strict durability, never thrown away by us. */
export type OutboxDb = Dexie & {
  readonly commands: Table<Held, number>
  readonly settled: Table<Settled, number>
  readonly drafts: Table<Draft, [string, string]>
  readonly documents: Table<KeptDocument, string>
  readonly identity: Table<Identity, string>
  readonly files: Table<FileToSend, [string, string]>
  readonly bytes: Table<FileBytes, [string, string]>
}

/** A stream held from `from` on; `carry` is its state just before. `hole`: what lies before is not here yet. */
export type HeldStream = {
  readonly stream: StreamId
  readonly from: number
  readonly carry: unknown
  readonly hole: boolean
  /** The snapshot that brought it: what an older one brought and the newest did not is no longer ours to hold. */
  readonly generation: number
}

/** A stream as a snapshot brought it, whole from `from` on. */
export type PackedStream = Pick<HeldStream, 'stream' | 'from' | 'carry'> & { readonly events: readonly Event[] }

/**
 * Streams that a snapshot brought, as they came: one write for many, where a row for each of their events would keep a
 * new device busy for long. Whoever writes to a stream takes it out first: it lies in a pack or in rows of its own.
 */
export type Pack = {
  readonly generation: number
  /** The first of its streams: it names the pack, also when that one was taken out. */
  readonly first: StreamId
  readonly streams: readonly StreamId[]
  /** What caused its events. */
  readonly causes: readonly string[]
  readonly held: readonly PackedStream[]
  /** There while its words are not read yet. */
  readonly unread?: 1
}

/** What the streams of a pack show on a screen, apart: all of it is read before anything is painted. */
export type PackedRows = Pick<Pack, 'generation' | 'first'> & {
  /** Before which others it is read: see `packOrder`. */
  readonly order: number
  readonly rows: readonly { readonly stream: StreamId; readonly row: object }[]
}

/** `fingerprint`: what the server said of its log there. Without one it cannot be asked for a proof. */
export type Cursor = { readonly incarnation: string; readonly seq: number; readonly fingerprint?: string | undefined }
export type Meta =
  | ({ readonly key: 'cursor' } & Cursor)
  | { readonly key: 'epoch'; readonly epoch: number }
  | { readonly key: 'generation'; readonly generation: number }

/** A message's words, newest first by key; folded, so that accents and case do not matter. */
export type Worded = {
  readonly order: number
  readonly id: string
  readonly conversation: string
  readonly words: readonly string[]
  readonly text: string
}

/** Events whose words are not read yet: one, or all up to a version. */
export type Unread = { readonly stream: StreamId; readonly version: number; readonly upTo?: number }

/**
 * What the server knows too. Events are only ever added; rows that change sit in stores without indexes,
 * because overwriting indexed rows grows slow with the store (WebKit).
 */
export type PastDb = Dexie & {
  readonly events: Table<Event, [string, number]>
  readonly streams: Table<HeldStream, string>
  readonly threads: Table<Thread, string>
  readonly contacts: Table<ContactRow, string>
  readonly inboxes: Table<InboxRow, string>
  readonly agents: Table<AgentRow, string>
  readonly teams: Table<TeamRow, string>
  readonly workflows: Table<WorkflowRow, string>
  readonly cards: Table<CardRow, string>
  readonly automations: Table<AutomationRow, string>
  readonly phrases: Table<PhraseRow, string>
  readonly meta: Table<Meta, string>
  readonly words: Table<Worded, [number, string]>
  readonly unread: Table<Unread, [string, number]>
  readonly packs: Table<Pack, [number, string]>
  readonly packedRows: Table<PackedRows, [number, string]>
}

export function openOutboxDb(tenant: string, agent: string): OutboxDb {
  const db = new Dexie(`daybook-outbox-${tenant}-${agent}`, { chromeTransactionDurability: 'strict' })
  db.version(1).stores({ commands: 'n', settled: 'n', drafts: '[conversation+mode]', identity: 'key' })
  db.version(2).stores({ documents: 'conversation' })
  db.version(3).stores({ files: '[conversation+file]', bytes: '[conversation+file]' })
  return db as OutboxDb
}

export function openPastDb(tenant: string, agent: string): PastDb {
  const db = new Dexie(`daybook-past-${tenant}-${agent}`, { chromeTransactionDurability: 'relaxed' })
  db.version(1).stores({
    events: '[stream+version], fact.cause',
    streams: 'stream',
    threads: 'conversation',
    contacts: 'contact',
    inboxes: 'inbox',
    agents: 'agent',
    meta: 'key',
    words: '[order+id], *words',
    unread: '[stream+version]'
  })
  // What came before there were rows for it was kept and not drawn: a snapshot draws it.
  db.version(2)
    .stores({ workflows: 'workflow', cards: 'card' })
    .upgrade(all => all.table('meta').delete('cursor'))
  db.version(3)
    .stores({ teams: 'team' })
    .upgrade(all => all.table('meta').delete('cursor'))
  db.version(4)
    .stores({ automations: 'automation' })
    .upgrade(all => all.table('meta').delete('cursor'))
  db.version(5)
    .stores({ phrases: 'phrase' })
    .upgrade(all => all.table('meta').delete('cursor'))
  // Words are folded otherwise since: what is asked for is found when they are read once more.
  db.version(6)
    .stores({ packs: '[generation+first], *streams, *causes, unread', packedRows: '[generation+first]' })
    .upgrade(async all => {
      const keys = (await all.table('events').toCollection().primaryKeys()) as [StreamId, number][]
      const ends = new Map<StreamId, Unread>()
      for (const [stream, upTo] of keys) ends.set(stream, { stream, version: ends.get(stream)?.version ?? upTo, upTo })
      await all.table('unread').bulkPut([...ends.values()])
    })
  db.version(7)
    .stores({ packedRows: '[generation+first], order' })
    .upgrade(all => {
      const order = (pack: PackedRows & { order: number }) => void (pack.order = packOrder(pack.rows))
      return all.table('packedRows').toCollection().modify(order)
    })
  return db as PastDb
}

/** Browsers drop connections (a killed storage process, a device that slept): opened again once, then it is trouble. */
export async function sturdy<T>(db: Dexie, work: () => Promise<T>): Promise<T> {
  const before = db.backendDB() as IDBDatabase | null
  try {
    return await work()
  } catch (error) {
    if (!isLostConnection(error)) throw error
    // Only the first of those who lost it together closes what is left of it: the others would take the new one from them.
    if (before && db.backendDB() === before) db.close({ disableAutoOpen: false })
    await db.open()
    return work()
  }
}

const lost = new Set(['DatabaseClosedError', 'InvalidStateError', 'UnknownError', 'AbortError', 'OpenFailedError'])

function isLostConnection(error: unknown): boolean {
  return error instanceof Error && lost.has(error.name) && !isFull(error)
}

export function isFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { inner } = error as Error & { inner?: unknown }
  return error.name === 'QuotaExceededError' || (inner instanceof Error && inner.name === 'QuotaExceededError')
}
