import 'fake-indexeddb/auto'
import { openOutboxDb, openPastDb, type PastDb } from '../../../web/log/db.ts'
import { openScripts } from '../../../web/log/run-script.ts'
import { readSomeWords } from '../../../web/log/search-index.ts'
import { heldFrom } from '../../../web/sync/engine/held.ts'
import { readRows } from '../../../web/sync/engine/read-rows.ts'
import { receiveEvents, type EventsFrame } from '../../../web/sync/engine/receive.ts'
import type { receiveSnapshot } from '../../../web/sync/engine/receive-snapshot.ts'
import type { Script } from '../../../web/sync/engine/script.ts'
import { edge, receive, shopFor } from './shop.ts'
import { somebody } from './tab.ts'

const opened: PastDb[] = []

export async function deletePasts(): Promise<void> {
  for (const db of opened.splice(0)) await db.delete()
}

/** Of a device that holds nothing. */
export function emptyPast(): PastDb {
  const db = openPastDb('shop', somebody().agent)
  opened.push(db)
  return db
}

export const noStored = function* () {}
export const run = <T>(db: PastDb, script: Script<T>): Promise<T> =>
  openScripts(db, openOutboxDb('shop', 'nobody'))(script)
export const take = (db: PastDb, frame: Pick<EventsFrame, 'from' | 'to' | 'events'>) =>
  run(
    db,
    receiveEvents(0, 'life-1', frame, () => undefined)
  )

export function allEvents(count: number): EventsFrame['events'] {
  const server = shopFor(somebody())
  for (let at = 0; at < count; at++) server.tell(receive(`message ${at}`), edge)
  return server.events
}

export type Streams = Parameters<typeof receiveSnapshot>[2]['streams']

/** Conversations of one customer who wrote so often, each from its beginning. */
export function streamsOf(count: number, messages = 3): Streams {
  const events = allEvents(messages).filter(event => event.stream === 'conversation/c-1')
  return Array.from({ length: count }, (_, at) => {
    const stream = `conversation/c-${at}` as const
    return { stream, from: 1, carry: null, events: events.map(event => ({ ...event, stream })) }
  })
}

/** All that is held, whether it lies in packs or in rows of its own, and whichever snapshot brought it. */
export async function heldIn(db: PastDb) {
  const packs = await db.packs.toArray()
  const packed = packs.flatMap(pack => pack.held.map(one => heldFrom(pack, one)))
  const streams = [...packed, ...(await db.streams.toArray())].map(({ generation: _which, ...stream }) => stream)
  const events = [...packs.flatMap(({ held }) => held.flatMap(one => one.events)), ...(await db.events.toArray())]
  const drawn = await run(db, readRows())
  const byKey = <T>(all: readonly T[], key: (one: T) => string) => all.toSorted((a, b) => (key(a) < key(b) ? -1 : 1))
  return {
    streams: byKey(streams, ({ stream }) => stream),
    events: byKey(events, ({ stream, version }) => `${stream} ${String(version).padStart(6, '0')}`),
    rows: byKey(drawn, ({ stream }) => stream)
  }
}

/** The store, in which something happens after it was asked for what waits to be read. */
export function whileReading(db: PastDb, happens: () => Promise<unknown>): PastDb {
  const first = async () => [await db.packs.where('unread').equals(1).first(), await happens()][0]
  const packs = Object.create(db.packs, { where: { value: () => ({ equals: () => ({ first }) }) } }) as PastDb['packs']
  return Object.create(db, { packs: { value: packs } }) as PastDb
}

/** What can be searched for when nothing waits to be read any more. */
export async function wordsIn(db: PastDb): Promise<string[]> {
  while (await readSomeWords(db)) await Promise.resolve()
  return (await db.words.toArray()).map(one => one.text).sort()
}
