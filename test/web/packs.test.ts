import 'fake-indexeddb/auto'
import { Dexie } from 'dexie'
import { afterEach, expect, test } from 'vitest'
import type { StreamId } from '../../shared/kernel/message.ts'
import { openPastDb, type PastDb } from '../../web/log/db.ts'
import { firstVersion, lastEvents } from '../../web/log/last-events.ts'
import { causedBy } from '../../web/log/packs.ts'
import { readSomeWords } from '../../web/log/search-index.ts'
import { foldEvents, readConfirmed } from '../../web/sync/engine/confirmed.ts'
import { eventsOf } from '../../web/sync/engine/held.ts'
import { takeOut } from '../../web/sync/engine/packing.ts'
import { receivePart } from '../../web/sync/engine/receive.ts'
import { receiveSnapshot } from '../../web/sync/engine/receive-snapshot.ts'
import { deciderOf } from '../../web/sync/engine/redraw.ts'
import { transact } from '../../web/sync/engine/script.ts'
import {
  deletePasts,
  emptyPast,
  heldIn,
  noStored,
  run,
  streamsOf,
  take,
  whileReading,
  wordsIn,
  type Streams
} from './support/past.ts'

afterEach(deletePasts)

const bring = (db: PastDb, streams: Streams, life = 'life-1') =>
  run(db, receiveSnapshot(0, life, { type: 'snapshot', seq: 9, part: 0, last: true, streams: [...streams] }, noStored))
const outOf = (db: PastDb, ...streams: StreamId[]) =>
  run(
    db,
    transact('past', 'rw', () => takeOut(streams))
  )

/** A device that was brought three conversations, in one pack. */
async function packed(messages = 3) {
  const [db, streams] = [emptyPast(), streamsOf(3, messages).map(ownMessages)]
  await bring(db, streams)
  expect(await counts(db)).toEqual({ packs: 1, packedRows: 1, streams: 0, events: 0, threads: 0 })
  const [one, two, three] = streams
  return { db, one: one!, two: two!, three: three! }
}

async function counts({ packs, packedRows, streams, events, threads }: PastDb) {
  const [a, b] = [await packs.count(), await packedRows.count()]
  return {
    packs: a,
    packedRows: b,
    streams: await streams.count(),
    events: await events.count(),
    threads: await threads.count()
  }
}

function ownMessages(one: Streams[number], at: number): Streams[number] {
  const events = one.events.map(({ fact, ...event }) => {
    const own = 'message' in fact ? { ...fact, message: `${String(fact.message)}-${at}` } : fact
    return { ...event, fact: own }
  })
  return { ...one, events }
}

/** What is told next of a stream. */
function nextOf({ events }: Streams[number], fact: object = {}): Streams[number]['events'][number] {
  const last = events.at(-1)!
  return { ...last, seq: 10, version: last.version + 1, fact: { ...last.fact, cause: 'next', ...fact } }
}

const erased = {
  type: 'conversation.erased',
  id: 'e-1',
  at: 1,
  by: { kind: 'system', id: 's' },
  cause: 'e-1',
  forGood: true
}

test('a snapshot is written as it came: a pack for many, not a row for each event', async () => {
  const db = emptyPast()
  await bring(db, streamsOf(40, 9))
  expect((await db.packs.count()) < 20).toBe(true)
  expect(await db.events.count()).toBe(0)
  expect((await heldIn(db)).streams.length).toBe(40)
})

test('whoever reads a stream reads the same from a pack as from rows of its own, and leaves it where it is', async () => {
  const { db, one } = await packed(5)
  const read = async () => [
    await run(db, readConfirmed(one.stream)),
    await run(db, eventsOf(one.stream, 2, 3)),
    await lastEvents(db, one.stream, Infinity, 100),
    await lastEvents(db, one.stream, 4, 2),
    await firstVersion(db, one.stream),
    await causedBy(db, one.events.map(({ fact }) => fact.cause).slice(1, 3)),
    await heldIn(db)
  ]
  const fromPack = await read()
  expect(await db.events.count()).toBe(0)
  expect((fromPack[1] as unknown[]).length).toBe(2)
  await outOf(db, one.stream)
  expect(await db.events.count()).toBe(one.events.length)
  const [confirmed, some, last, few, first, caused, held] = await read()
  expect([confirmed, some, last, few, first, held]).toEqual([...fromPack.slice(0, 5), fromPack[6]])
  expect(caused).toHaveLength((fromPack[5] as unknown[]).length)
})

test('what is told of a packed stream is one event more; the others of its pack stay in it', async () => {
  const { db, one, two, three } = await packed()
  await take(db, { from: 10, to: 10, events: [nextOf(two)] })
  expect(await counts(db)).toEqual({ packs: 1, packedRows: 1, streams: 2, events: two.events.length + 1, threads: 1 })
  expect((await db.packs.toArray())[0]?.streams).toEqual([one.stream, three.stream])
  const { events, rows } = await heldIn(db)
  expect(events).toEqual([...one.events, ...two.events, nextOf(two), ...three.events])
  expect(rows.map(({ id }) => id)).toEqual(['c-0', 'c-1', 'c-2'])
  expect((await run(db, readConfirmed(two.stream)))?.version).toBe(two.events.length + 1)
})

test('a pack of which everything was taken out is gone', async () => {
  const { db, one, two, three } = await packed()
  await outOf(db, one.stream, two.stream)
  await outOf(db, three.stream, 'conversation/nowhere')
  expect(await counts(db)).toMatchObject({ packs: 0, packedRows: 0, streams: 3, threads: 3 })
})

test('[S4] of a packed conversation that is erased nothing is left, in its pack neither', async () => {
  const { db, one, two, three } = await packed()
  while (await readSomeWords(db)) await Promise.resolve()
  await take(db, { from: 10, to: 10, events: [nextOf(two, erased)] })
  const { events } = await heldIn(db)
  expect(events).toEqual([...one.events, nextOf(two, erased), ...three.events])
  expect(JSON.stringify([await db.packs.toArray(), await db.packedRows.toArray()])).not.toContain(two.stream)
  expect((await wordsIn(db)).length).toBe(2 * one.events.length - 2)
})

test('older events that are asked for stand before those in a pack', async () => {
  const [db, [whole]] = [emptyPast(), streamsOf(1, 9)]
  const { initial } = deciderOf(whole!.stream)!
  const begun = { from: 1, carry: initial, state: initial, version: 0 }
  const { state: carry } = foldEvents(whole!.stream, begun, whole!.events.slice(0, 4))
  const late = { ...whole!, from: 5, carry, events: whole!.events.slice(4) }
  await bring(db, [late])
  const older = { type: 'part', stream: late.stream, complete: true, events: whole!.events.slice(0, 4) } as const
  await run(db, receivePart(0, { ...older, events: [...older.events] }))
  expect((await heldIn(db)).events).toEqual(whole!.events)
  expect(await lastEvents(db, late.stream, Infinity, 100)).toEqual(whole!.events)
})

test('[S2] a second snapshot takes the place of a pack, stream by stream, and what it does not bring is gone', async () => {
  const { db, one, two } = await packed()
  await outOf(db, one.stream)
  const shorter = { ...two, events: two.events.slice(0, 2) }
  await bring(db, [shorter], 'life-2')
  const alone = emptyPast()
  await bring(alone, [shorter], 'life-2')
  expect(await heldIn(db)).toEqual(await heldIn(alone))
  expect(await counts(db)).toEqual(await counts(alone))
})

test('the words of a stream that was taken out before they were read are read all the same', async () => {
  const { db, one } = await packed()
  await outOf(db, one.stream)
  expect(await db.unread.count()).toBe(1)
  expect((await wordsIn(db)).length).toBe(3 * (one.events.length - 1))
  expect(await readSomeWords(db)).toBe(false)
})

test('[S4] what is erased while the words of its pack are read is found by none of them', async () => {
  const { db, one, two } = await packed()
  const erases = () => take(db, { from: 10, to: 10, events: [nextOf(two, erased)] })
  await readSomeWords(whileReading(db, erases))
  const found = new Set((await db.words.toArray()).map(({ conversation }) => conversation))
  expect([...found]).toEqual(['c-0', 'c-2'])
  expect((await wordsIn(db)).length).toBe(2 * (one.events.length - 1))
})

test('a customer who lies in a pack is not asked for', async () => {
  const { db, one } = await packed()
  const person = { ...one.events[0]!, stream: 'contact/maya', version: 1 } as const
  await bring(db, [one, { stream: 'contact/maya', from: 1, carry: null, events: [person] }], 'life-1')
  await take(db, { from: 10, to: 10, events: [nextOf(one)] })
  expect(await db.streams.toCollection().primaryKeys()).toEqual([one.stream])
})

test('a device of the version before keeps what it has, in rows of their own, until a snapshot packs it', async () => {
  const { db, one, two, three } = await packed()
  const [tenant, agent] = ['shop', `of-before-${Date.now()}`]
  await outOf(db, one.stream, two.stream, three.stream)
  const before = new Dexie(`daybook-past-${tenant}-${agent}`)
  const names = ['streams', 'events', 'threads', 'contacts', 'inboxes', 'agents', 'meta', 'words', 'unread']
  const later = ['workflows', 'cards', 'teams', 'automations', 'phrases']
  const schema = Object.fromEntries([...names, ...later].map(name => [name, db.table(name).schema]))
  before
    .version(5)
    .stores(
      Object.fromEntries(
        Object.entries(schema).map(([name, { primKey, indexes }]) => [
          name,
          [primKey, ...indexes].map(one => one.src).join()
        ])
      )
    )
  for (const name of names) await before.table(name).bulkPut(await db.table(name).toArray())
  before.close()
  const now = openPastDb(tenant, agent)
  expect(await heldIn(now)).toEqual(await heldIn(db))
  await take(now, { from: 10, to: 10, events: [nextOf(two)] })
  expect(await lastEvents(now, two.stream, Infinity, 100)).toEqual([...two.events, nextOf(two)])
  await bring(now, [one, three], 'life-2')
  expect(await counts(now)).toMatchObject({ packs: 1, streams: 0, events: 0, threads: 0 })
  await now.delete()
})
