import 'fake-indexeddb/auto'
import { afterEach, expect, test } from 'vitest'
import type { PastDb } from '../../web/log/db.ts'
import { readSomeWords } from '../../web/log/search-index.ts'
import { readCursor } from '../../web/sync/engine/confirmed.ts'
import { Overtaken, raiseEpoch, receivePart, type Stored } from '../../web/sync/engine/receive.ts'
import { receiveSnapshot } from '../../web/sync/engine/receive-snapshot.ts'
import type { Script } from '../../web/sync/engine/script.ts'
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

type Frame = { part?: number; last?: boolean; streams: Streams; epoch?: number; life?: string }

/** A part of a snapshot of nine events; by itself it is a whole one. */
const bring = (
  db: PastDb,
  { part = 0, last = true, streams, epoch = 0, life = 'life-1' }: Frame,
  tell = noStored as Tell
) => run(db, receiveSnapshot(epoch, life, { type: 'snapshot', seq: 9, part, last, streams: [...streams] }, tell))
type Tell = (stored: Stored) => Script<void>

/** All that somebody could see of it, whichever snapshot brought it. */
async function seenIn(db: PastDb) {
  const [held, words] = [await heldIn(db), await wordsIn(db)]
  return { ...held, words, cursor: await run(db, readCursor()) }
}

async function heldAfter(streams: Streams, life = 'life-1') {
  const db = emptyPast()
  await bring(db, { streams, life })
  return seenIn(db)
}

test('a first snapshot asks the store as often, however many streams it brings', async () => {
  expect(await asksFor(streamsOf(50))).toBe(await asksFor(streamsOf(2)))
})

test('[S2] a first snapshot that broke off is begun again, and nothing of the older one is left', async () => {
  const db = emptyPast()
  const [one, ...others] = streamsOf(3)
  await bring(db, { last: false, streams: [one!, ...others] })
  const shorter = { ...one!, from: 3, carry: null, events: one!.events.slice(2) }
  await bring(db, { streams: [shorter] })
  const { events, streams } = await heldIn(db)
  expect(events).toEqual(shorter.events)
  expect(streams.map(({ stream }) => stream)).toEqual([one!.stream])
})

test('[S2] a first snapshot may break off at each of its questions, for a full disk or a tab that dies: the next one is whole', async () => {
  const [here, gone, comes] = streamsOf(3, 260)
  const whole = await heldAfter([comes!, shortened(here!)], 'life-2')
  const asked = await asksFor([here!, gone!])
  let broken = 0
  for (let after = 1; after < asked; after++) {
    const db = emptyPast()
    const dies = run(db, dyingAfter(after, receiveSnapshot(0, 'life-1', frameOf([here!, gone!]), noStored)))
    await expect(dies).rejects.toThrow('no room any more')
    broken++
    await bring(db, { streams: [comes!, shortened(here!)], life: 'life-2' })
    expect(await seenIn(db)).toEqual(whole)
  }
  expect(broken).toBeGreaterThan(10)
})

test('[T1] another tab takes over between two parts of a first snapshot: whose it was stores nothing more of it', async () => {
  const db = emptyPast()
  const [here, gone, comes] = streamsOf(3)
  await bring(db, { last: false, streams: [here!, gone!] })
  const epoch = await run(db, raiseEpoch())
  await expect(bring(db, { part: 1, streams: [comes!] })).rejects.toThrow(Overtaken)
  await bring(db, { last: false, streams: [comes!], epoch })
  await expect(bring(db, { part: 2, last: false, streams: [gone!] })).rejects.toThrow(Overtaken)
  await bring(db, { part: 1, streams: [shortened(here!)], epoch })
  expect(await seenIn(db)).toEqual(await heldAfter([comes!, shortened(here!)]))
})

test('[S2] a second snapshot begins before the first has ended: only the second is held', async () => {
  const db = emptyPast()
  const [here, gone, comes] = streamsOf(3)
  await bring(db, { last: false, streams: [here!, gone!] })
  await bring(db, { last: false, streams: [shortened(here!)], life: 'life-2' })
  await bring(db, { part: 1, streams: [comes!], life: 'life-2' })
  expect(await seenIn(db)).toEqual(await heldAfter([shortened(here!), comes!], 'life-2'))
})

test('what is asked for between two parts of a first snapshot is neither lost nor doubled', async () => {
  const db = emptyPast()
  const [first, second] = streamsOf(2, 9)
  const part = { type: 'part', complete: true } as const
  await bring(db, { last: false, streams: [first!] })
  await run(db, receivePart(0, { ...part, stream: second!.stream, events: second!.events.slice(0, 4) }))
  await run(db, receivePart(0, { ...part, stream: first!.stream, events: first!.events.slice(0, 4) }))
  await bring(db, { part: 1, streams: [second!] })
  expect(await seenIn(db)).toEqual(await heldAfter([first!, second!]))
})

test('a snapshot writes nothing for one conversation to be searched, and all of its messages are read', async () => {
  const db = emptyPast()
  await bring(db, { streams: streamsOf(1) })
  expect(await db.unread.count()).toBe(0)
  expect(await readSomeWords(db)).toBe(true)
  const found = await db.words.toArray()
  expect(found.map(one => one.text).sort()).toEqual(['Hello?', 'message 0', 'message 1', 'message 2'])
  expect(await readSomeWords(db)).toBe(false)
})

test('the words of a conversation that waits as one are read to its end, whatever is asked for of its beginning', async () => {
  const db = emptyPast()
  const [one] = streamsOf(1, 9)
  await bring(db, { streams: [one!] })
  await run(db, receivePart(0, { type: 'part', stream: one!.stream, complete: true, events: one!.events.slice(0, 4) }))
  expect(await wordsIn(db)).toEqual((await heldAfter([one!])).words)
})

test('what a second snapshot brings while words are read is read too', async () => {
  const db = emptyPast()
  const [one] = streamsOf(1, 9)
  await bring(db, { streams: [{ ...one!, events: one!.events.slice(0, 4) }] })
  expect(await readSomeWords(whileReading(db, () => bring(db, { streams: [one!] })))).toBe(true)
  expect(await wordsIn(db)).toEqual((await heldAfter([one!])).words)
})

test('[S4] nothing is read of a conversation that was erased while it waited as one', async () => {
  const db = emptyPast()
  const [one] = streamsOf(1, 9)
  await bring(db, { streams: [one!] })
  const [last] = one!.events.slice(-1)
  const version = last!.version + 1
  const fact = {
    type: 'conversation.erased',
    id: 'e-1',
    at: 1,
    by: { kind: 'system', id: 's' },
    cause: 'e-1',
    forGood: true
  } as never
  await take(db, { from: 10, to: 10, events: [{ ...last!, seq: 10, version, fact }] })
  expect([await db.unread.count(), await wordsIn(db)]).toEqual([0, []])
})

/** How often a whole snapshot, in one chunk, asks the database for something. */
async function asksFor(streams: Streams): Promise<number> {
  const db = emptyPast()
  let asks = 0
  function* counted<T>(script: Script<T>): Script<T> {
    let step = script.next()
    while (!step.done) {
      const ask = step.value
      asks++
      const said: unknown = yield ask.do === 'transact' ? { ...ask, script: () => counted(ask.script()) } : ask
      step = script.next(said)
    }
    return step.value
  }
  await run(db, counted(receiveSnapshot(0, 'life-1', frameOf(streams), noStored)))
  return asks
}

const frameOf = (streams: Streams) => ({
  type: 'snapshot' as const,
  seq: 9,
  part: 0,
  last: true,
  streams: [...streams]
})

/** Another life of the log, which does not know its end. */
function shortened(one: Streams[number]): Streams[number] {
  return { ...one, events: one.events.slice(0, 2) }
}

/** Of this many questions the last is not answered any more: what was in that transaction is not stored. */
function* dyingAfter<T>(most: number, script: Script<T>): Script<T> {
  let left = most
  function* counted<U>(some: Script<U>): Script<U> {
    let step = some.next()
    while (!step.done) {
      if (left-- === 0) throw new Error('there is no room any more')
      const ask = step.value
      const said: unknown = yield ask.do === 'transact' ? { ...ask, script: () => counted(ask.script()) } : ask
      step = some.next(said)
    }
    return step.value
  }
  return yield* counted(script)
}
