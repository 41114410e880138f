import type { PromiseExtended } from 'dexie'
import type { Event, StreamId } from '../../shared/kernel/message.ts'
import type { Pack, PackedStream, PastDb } from './db.ts'

/** The packs that hold some of these streams. */
export function packsOf(db: PastDb, streams: readonly StreamId[]): Promise<Pack[]> {
  return packsWhere(db, 'streams', streams)
}

/** `undefined`: it lies in rows of its own, or nowhere. */
export async function packedIn(db: PastDb, stream: StreamId): Promise<PackedStream | undefined> {
  return (await packsOf(db, [stream]))[0]?.held.find(one => one.stream === stream)
}

/** The events that one of these commands caused. */
export function causedBy(db: PastDb, commands: readonly string[]): Promise<Event[]> {
  const wanted = new Set(commands)
  return db.transaction('r', db.events, db.packs, async () => {
    const packs = await packsWhere(db, 'causes', commands)
    const packed = packs.flatMap(({ held }) => held.flatMap(({ events }) => events))
    const own = await db.events.where('fact.cause').anyOf(commands).toArray()
    return [...packed.filter(({ fact }) => wanted.has(fact.cause)), ...own]
  })
}

/** Each once, and read once, however many of these are in it. */
function packsWhere(db: PastDb, index: 'streams' | 'causes', values: readonly string[]): PromiseExtended<Pack[]> {
  const found = db.packs.where(index).anyOf(values).primaryKeys()
  return found.then(keys => {
    const each = [...new Map(keys.map(key => [String(key), key])).values()]
    return each.length === 0 ? [] : db.packs.bulkGet(each).then(packs => packs.filter(pack => pack !== undefined))
  })
}
