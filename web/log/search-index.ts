import { contentKinds, type Content } from '../../shared/conversations/content.ts'
import { wordsOf as spokenIn } from '../../shared/conversations/content-words.ts'
import type { ConversationFact } from '../../shared/conversations/events.ts'
import { streamKey, type Event, type StreamId } from '../../shared/kernel/message.ts'
import type { Pack, PastDb, Unread, Worded } from './db.ts'
import { wordsOf } from './words.ts'

const batchSize = 200

/** Reads the words of events that wait for it, a few at a time. `false`: none is left. */
export async function readSomeWords(db: PastDb): Promise<boolean> {
  const pack = await db.packs.where('unread').equals(1).first()
  if (pack) await readPack(db, pack)
  return pack !== undefined || readWaiting(db)
}

/** What was taken out of it since, waits by itself. */
async function readPack(db: PastDb, { generation, first, held }: Pack): Promise<void> {
  const read = await Promise.all(
    held.flatMap(({ events }) =>
      events.map(async event => ({ stream: event.stream, ...(await newsOf(event, () => Promise.resolve(events))) }))
    )
  )
  await db.transaction('rw', db.packs, db.words, async () => {
    const now = await db.packs.get([generation, first])
    if (!now) return
    const there = new Set(now.streams)
    await keepWords(
      db,
      read.filter(({ stream }) => there.has(stream))
    )
    const { unread: _read, ...rest } = now
    await db.packs.put(rest)
  })
}

async function readWaiting(db: PastDb): Promise<boolean> {
  const waiting = few(await db.unread.limit(batchSize).toArray())
  if (waiting.length === 0) return false
  const keys = waiting.flatMap(keysOf)
  const events = await db.events.bulkGet(keys)
  const read = await Promise.all(
    events
      .filter(event => event !== undefined)
      .map(async event => ({ key: keyOf(event), ...(await newsOf(event, () => allOf(db, event.stream))) }))
  )
  await db.transaction('rw', db.events, db.words, db.unread, async () => {
    // What was erased, or taken from us, since it was read does not come back as words to search for.
    const there = new Set((await db.events.where(':id').anyOf(keys).primaryKeys()).map(String))
    await keepWords(
      db,
      read.filter(({ key }) => there.has(key))
    )
    await db.unread.bulkDelete(await asTheyWere(db, waiting))
  })
  return true
}

async function keepWords(db: PastDb, read: readonly News[]): Promise<void> {
  const { gone, worded } = lastOfEach(read)
  await db.words.bulkDelete(gone)
  await db.words.bulkPut(worded)
}

/** More may have come meanwhile of what waits as one: that is read once more. */
async function asTheyWere(db: PastDb, waiting: readonly Unread[]): Promise<[string, number][]> {
  const keys = waiting.map(({ stream, version }): [string, number] => [stream, version])
  const now = await db.unread.bulkGet(keys)
  return keys.filter((_, at) => now[at]?.upTo === waiting[at]?.upTo)
}

/** The first of them that make a batch. */
function few(waiting: readonly Unread[]): readonly Unread[] {
  let size = 0
  const end = waiting.findIndex(({ version, upTo = version }) => (size += upTo - version + 1) > batchSize)
  return end < 0 ? waiting : waiting.slice(0, Math.max(1, end))
}

function keysOf({ stream, version, upTo = version }: Unread): [string, number][] {
  return Array.from({ length: upTo - version + 1 }, (_, at) => [stream, version + at])
}

function keyOf({ stream, version }: Event): string {
  return String([stream, version])
}

type Key = [order: number, id: string]
type News = { readonly gone?: readonly Key[]; readonly worded?: Worded }

/** One batch may say a message, its edit and its end. */
function lastOfEach(read: readonly News[]): { gone: Key[]; worded: Worded[] } {
  const gone = read.flatMap(news => news.gone ?? [])
  const ended = new Set(gone.map(key => key.join(' ')))
  const latest = new Map<string, Worded>()
  for (const { worded } of read) if (worded) latest.set(`${worded.order} ${worded.id}`, worded)
  return { gone, worded: [...latest].flatMap(([key, worded]) => (ended.has(key) ? [] : [worded])) }
}

/** `stream`: all that is here of the stream it is of. */
async function newsOf(event: Event, stream: () => Promise<readonly Event[]>): Promise<News> {
  const fact = event.fact as ConversationFact
  switch (fact.type) {
    case 'conversation.noted':
      return said(event, { id: fact.note, at: fact.at, text: fact.text })
    case 'conversation.message-received':
    case 'conversation.replied':
    case 'conversation.replied-elsewhere':
    case 'conversation.history-told':
      return said(event, { id: fact.message, at: fact.at, text: wordsIn(fact.content) })
    case 'conversation.message-edited': {
      const at = saidAt(await stream(), fact.message)
      return said(event, { id: fact.message, at: at ?? fact.at, text: wordsIn(fact.content) })
    }
    case 'conversation.reply-withdrawn':
    case 'conversation.message-unsent': {
      const at = saidAt(await stream(), fact.message)
      return at === undefined ? {} : { gone: [[-at, fact.message]] }
    }
    case 'conversation.history-withdrawn':
      return { gone: broughtBy(await stream(), fact.import) }
    default:
      return {}
  }
}

function allOf(db: PastDb, stream: StreamId): Promise<Event[]> {
  return db.events.where('[stream+version]').between([stream, 0], [stream, Infinity]).toArray()
}

/** A message is found under the moment it was said, also after it was edited. */
function saidAt(events: readonly Event[], message: string): number | undefined {
  return events.find(({ fact }) => saying.has(fact.type) && (fact as { message?: string }).message === message)?.fact.at
}

/** All that an import brought into a conversation, as far as it is on this device. */
function broughtBy(events: readonly Event[], which: string): Key[] {
  const told = events.filter(
    ({ fact }) => fact.type === 'conversation.history-told' && (fact as { import?: string }).import === which
  )
  return told.map(({ fact }): Key => [-fact.at, (fact as unknown as { message: string }).message])
}

const saying = new Set(['conversation.message-received', 'conversation.replied-elsewhere'])

/** A kind that only a newer version knows is found by none of its words. */
function wordsIn(content: Content): string {
  return contentKinds.has(content.kind) ? spokenIn(content) : ''
}

function said({ stream }: Event, { id, at, text }: { id: string; at: number; text: string }): News {
  if (text.trim() === '') return {}
  // Negative, so that the newest comes first wherever the index is read in its own order.
  return { worded: { order: -at, id, conversation: streamKey(stream), words: wordsOf(text), text } }
}
