import 'fake-indexeddb/auto'
import { afterEach, expect, test } from 'vitest'
import { openOutboxDb, openPastDb, type PastDb } from '../../web/log/db.ts'
import { readSomeWords } from '../../web/log/search-index.ts'
import { openScripts } from '../../web/log/run-script.ts'
import type { Script } from '../../web/sync/engine/script.ts'
import { readConfirmed, readCursor } from '../../web/sync/engine/confirmed.ts'
import { chunksOf, receiveEvents, receivePart, type EventsFrame, type Stored } from '../../web/sync/engine/receive.ts'
import { receiveSnapshot } from '../../web/sync/engine/receive-snapshot.ts'
import { connected, drained, edge, receive, reply, shopFor, texts } from './support/shop.ts'
import { closeTabs, openTab, somebody } from './support/tab.ts'
import { until } from './support/until.ts'

const opened: PastDb[] = []
afterEach(async () => {
  await closeTabs()
  for (const db of opened.splice(0)) await db.delete()
})

function emptyPast(): PastDb {
  const db = openPastDb('shop', somebody().agent)
  opened.push(db)
  return db
}

const nothingHot = () => undefined
const noStored = function* () {}
const run = <T>(db: PastDb, script: Script<T>) => openScripts(db, openOutboxDb('shop', 'nobody'))(script)
const take = (db: PastDb, frame: Pick<EventsFrame, 'from' | 'to' | 'events'>) =>
  run(db, receiveEvents(0, 'life-1', frame, nothingHot))

function allEvents(count: number) {
  const server = shopFor(somebody())
  for (let at = 0; at < count; at++) server.tell(receive(`message ${at}`), edge)
  return server.events as EventsFrame['events']
}

test('[O3] a batch that cannot be stored does not move the cursor, and comes again whole', async () => {
  const db = emptyPast()
  const events = allEvents(5)
  await take(db, { from: 1, to: 3, events: events.slice(0, 3) })
  const broken = { ...events[3]!, fact: { ...events[3]!.fact, no: () => 0 } }
  await expect(take(db, { from: 4, to: 5, events: [broken, events[4]!] })).rejects.toThrow('could not be cloned')
  expect(await run(db, readCursor())).toEqual({ incarnation: 'life-1', seq: 3 })
  expect(await db.events.count()).toBe(3)
  await take(db, { from: 4, to: 5, events: events.slice(3, 5) })
  expect(await run(db, readCursor())).toEqual({ incarnation: 'life-1', seq: 5 })
})

test('duplicates and overlaps are harmless, and a gap is noticed', async () => {
  const db = emptyPast()
  const events = allEvents(8)
  await take(db, { from: 1, to: 6, events: events.slice(0, 6) })
  expect(await take(db, { from: 1, to: 6, events: events.slice(0, 6) })).toBe('known')
  expect(await take(db, { from: 4, to: 8, events: events.slice(3, 8) })).toMatchObject({ events: events.slice(6, 8) })
  expect(await take(db, { from: 11, to: 12, events: [] })).toBe('lost')
  expect(await run(db, readCursor())).toMatchObject({ seq: 8 })
  expect(await db.events.count()).toBe(8)
})

test('[O2] the watermark moves the cursor although nothing is for us', async () => {
  const db = emptyPast()
  await take(db, { from: 1, to: 40, events: [] })
  expect(await run(db, readCursor())).toMatchObject({ seq: 40 })
})

test('a long batch is stored in chunks of at most five hundred, without a hole between them', () => {
  const events = allEvents(1199)
  const chunks = [...chunksOf({ type: 'events', from: 1, to: 1300, events })]
  expect(chunks.map(chunk => chunk.events.length).every(length => length > 0 && length <= 500)).toBe(true)
  expect(chunks.flatMap(chunk => chunk.events)).toEqual(events)
  expect(chunks[0]?.from).toBe(1)
  expect(chunks.at(-1)?.to).toBe(1300)
  chunks.slice(1).forEach((chunk, at) => expect(chunk.from).toBe(chunks[at]!.to + 1))
})

test('an event of a stream whose past is not here makes a hole, which its older events fill', async () => {
  const db = emptyPast()
  const all = allEvents(6).filter(event => event.stream === 'conversation/c-1')
  const late = all.at(-1)!
  const taken = await take(db, { from: 1, to: late.seq, events: [late] })
  expect(taken).toMatchObject({ rows: [], holes: [{ stream: 'conversation/c-1', from: late.version }] })
  expect(await run(db, readConfirmed('conversation/c-1'))).toBe(null)
  const part = { type: 'part', stream: 'conversation/c-1', complete: false } as const
  const half = await run(db, receivePart(0, { ...part, events: all.slice(3, -1) }))
  expect(half.holes).toEqual([{ stream: 'conversation/c-1', from: 4 }])
  const whole = await run(db, receivePart(0, { ...part, events: all.slice(0, 3), complete: true }))
  expect(whole.rows).toMatchObject([{ table: 'threads', id: 'c-1', row: { received: 7 } }])
  expect(await db.threads.get('c-1')).toMatchObject({ received: 7 })
})

test('[S1] a stream that begins in its middle is folded from its carry', async () => {
  const db = emptyPast()
  const all = allEvents(9).filter(event => event.stream === 'conversation/c-1')
  const whole = emptyPast()
  await take(whole, { from: 1, to: 99, events: all })
  const before = emptyPast()
  await take(before, { from: 1, to: 99, events: all.slice(0, 4) })
  const carry = (await run(before, readConfirmed('conversation/c-1')))!.state
  const streams = [{ stream: 'conversation/c-1', from: 5, carry, events: all.slice(4) }] as const
  await run(
    db,
    receiveSnapshot(0, 'life-1', { type: 'snapshot', seq: 99, part: 0, last: true, streams: [...streams] }, noStored)
  )
  expect((await run(db, readConfirmed('conversation/c-1')))?.state).toEqual(
    (await run(whole, readConfirmed('conversation/c-1')))?.state
  )
})

test('[S2] a snapshot replaces what was confirmed; one that is cut off leaves no cursor and takes nothing away', async () => {
  const db = emptyPast()
  const all = allEvents(3)
  await take(db, { from: 1, to: 6, events: all })
  const snapshot = { type: 'snapshot', seq: 3, part: 0, last: false, streams: [] } as const
  await run(db, receiveSnapshot(0, 'life-2', { ...snapshot, streams: [] }, noStored))
  expect(await run(db, readCursor())).toBe(null)
  expect(await db.threads.count()).toBe(1)
  const inbox = all.filter(event => event.stream === 'inbox/i-1')
  const streams = [{ stream: 'inbox/i-1' as const, from: 1, carry: null, events: inbox }]
  await run(db, receiveSnapshot(0, 'life-2', { ...snapshot, part: 1, last: true, streams }, noStored))
  expect(await run(db, readCursor())).toEqual({ incarnation: 'life-2', seq: 3 })
  expect([await db.threads.count(), await db.inboxes.count(), await db.events.count()]).toEqual([0, 1, inbox.length])
})

test('[S2] a tab that dies while it sweeps out what is no longer ours leaves no word of it to search for', async () => {
  const db = emptyPast()
  const all = allEvents(3)
  await take(db, { from: 1, to: 6, events: all })
  while (await readSomeWords(db)) await Promise.resolve()
  expect(await db.words.count()).toBeGreaterThan(0)
  const inbox = all.filter(event => event.stream === 'inbox/i-1')
  const streams = [{ stream: 'inbox/i-1' as const, from: 1, carry: null, events: inbox }]
  const snapshot = { type: 'snapshot', seq: 6, part: 0, last: true, streams } as const
  const dies = ({ rows }: Stored): Script<void> => {
    if (rows.some(({ row }) => row === null)) throw new Error('the tab is gone')
    return noStored()
  }
  await expect(run(db, receiveSnapshot(0, 'life-2', { ...snapshot, streams }, dies))).rejects.toThrow('gone')
  expect(await run(db, readCursor())).toBe(null)
  await run(db, receiveSnapshot(0, 'life-2', { ...snapshot, streams }, noStored))
  expect([await db.events.count(), await db.words.count()]).toEqual([inbox.length, 0])
})

test('a first snapshot asks the store as often, however many streams it brings', async () => {
  expect(await asksFor(streamsOf(50))).toBe(await asksFor(streamsOf(2)))
})

test('[S2] a first snapshot that broke off is begun again, and nothing of the older one is left', async () => {
  const db = emptyPast()
  const [one, ...others] = streamsOf(3)
  const cutOff = { type: 'snapshot', seq: 9, part: 0, last: false, streams: [one!, ...others] } as const
  await run(db, receiveSnapshot(0, 'life-1', { ...cutOff, streams: [...cutOff.streams] }, noStored))
  const shorter = { ...one!, from: 3, carry: null, events: one!.events.slice(2) }
  await run(db, receiveSnapshot(0, 'life-1', { ...cutOff, last: true, streams: [shorter] }, noStored))
  expect(await db.events.toArray()).toEqual(shorter.events)
  expect(await db.streams.toCollection().primaryKeys()).toEqual([one!.stream])
})

test('a snapshot queues a conversation for the search index once, and all of its messages are read', async () => {
  const db = emptyPast()
  const frame = { type: 'snapshot' as const, seq: 9, part: 0, last: true, streams: streamsOf(1) }
  await run(db, receiveSnapshot(0, 'life-1', frame, noStored))
  expect(await db.unread.count()).toBe(1)
  expect(await readSomeWords(db)).toBe(true)
  const found = await db.words.toArray()
  expect(found.map(one => one.text).sort()).toEqual(['Hello?', 'message 0', 'message 1', 'message 2'])
  expect(await readSomeWords(db)).toBe(false)
})

type Streams = Parameters<typeof receiveSnapshot>[2]['streams']

function streamsOf(count: number): Streams {
  const conversation = (event: EventsFrame['events'][number]) => event.stream === 'conversation/c-1'
  const events = allEvents(3).filter(conversation)
  return Array.from({ length: count }, (_, at) => {
    const stream = `conversation/c-${at}` as const
    return { stream, from: 1, carry: null, events: events.map(event => ({ ...event, stream })) }
  })
}

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
  const frame = { type: 'snapshot' as const, seq: 9, part: 0, last: true, streams }
  await run(db, counted(receiveSnapshot(0, 'life-1', frame, noStored)))
  return asks
}

test('[R1] a new incarnation replaces the past and keeps the outbox and the drafts', async () => {
  const me = somebody()
  const server = shopFor(me)
  const tab = await openTab(server, me)
  await connected(tab)
  server.isUp = false
  server.cut()
  await tab.device.dispatch(reply('kept'))
  tab.device.writeDraft('c-1', 'note', 'also kept')
  await tab.device.flushDrafts()
  server.incarnation = 'life-2'
  server.holdsAcks = true
  server.isUp = true
  await connected(tab)
  expect(await tab.device.readDraft('c-1', 'note')).toBe('also kept')
  server.holdsAcks = false
  server.cut()
  await drained(tab)
  expect(texts(server)).toEqual(['kept'])
})

test('[R1] a server that was restored from a backup gets again what it forgot', async () => {
  const me = somebody()
  const server = shopFor(me)
  const tab = await openTab(server, me)
  await connected(tab)
  await tab.device.dispatch(reply('remembered'))
  await drained(tab)
  const backup = {
    events: server.events.slice(),
    acks: [...server.acks].map(([client, acks]) => [client, acks.slice()] as const)
  }
  await tab.device.dispatch(reply('forgotten'))
  await drained(tab)
  server.isUp = false
  server.cut()
  server.events.splice(0, Infinity, ...backup.events)
  server.acks.clear()
  for (const [client, acks] of backup.acks) server.acks.set(client, acks)
  server.incarnation = 'life-2'
  server.isUp = true
  await until(() => texts(server).length === 2)
  expect(texts(server)).toEqual(['remembered', 'forgotten'])
  await until(() => tab.live.threads.all.get('c-1')?.last?.text === 'forgotten')
  // It may have gone to the customer already: nobody knows, and it does not go by itself.
  const facts = server.events.map(({ fact }) => fact.type).slice(-2)
  expect(facts).toEqual(['conversation.replied', 'conversation.send-unknown'])
  await until(() => tab.live.threads.all.get('c-1')?.troubled === true)
})

test('[R1] what a restored server forgot says so also when it goes twice, for the server falls back once more', async () => {
  const me = somebody()
  const server = shopFor(me)
  const tab = await openTab(server, me)
  await connected(tab)
  await tab.device.dispatch(reply('forgotten'))
  await drained(tab)
  const known = server.events.filter(({ fact }) => fact.type !== 'conversation.replied')
  for (const life of ['life-2', 'life-3']) {
    server.holdsAcks = life === 'life-2'
    server.cut()
    server.events.splice(0, Infinity, ...known)
    server.acks.clear()
    server.incarnation = life
    await until(() => texts(server).length === 1)
    expect(server.events.at(-1)?.fact.type).toBe('conversation.send-unknown')
  }
  await drained(tab)
})

test('[R1] what a restored server may have sent before its answer was lost does not go again by itself', async () => {
  const me = somebody()
  const server = shopFor(me)
  const tab = await openTab(server, me)
  await connected(tab)
  server.holdsAcks = true
  await tab.device.dispatch(reply('taken'))
  await until(() => texts(server).length === 1)
  const known = server.events.filter(({ fact }) => fact.type !== 'conversation.replied')
  server.isUp = false
  server.cut()
  server.events.splice(0, Infinity, ...known)
  server.acks.clear()
  server.incarnation = 'life-2'
  server.holdsAcks = false
  await tab.device.dispatch(reply('written since'))
  server.isUp = true
  await drained(tab)
  const facts = server.events.map(({ fact }) => fact.type).slice(-3)
  expect(facts).toEqual(['conversation.replied', 'conversation.send-unknown', 'conversation.replied'])
})

test('a page begins with the last hundred events, and turns back through the store and the server', async () => {
  const me = somebody()
  const server = shopFor(me)
  for (let at = 0; at < 250; at++) server.tell(receive(`message ${at}`), edge)
  server.shortens = 150
  const tab = await openTab(server, me)
  await connected(tab)
  const page = tab.device.openConversation('c-1')
  await until(() => page.painted.value)
  expect([page.items.value.length, page.hasOlder.value]).toEqual([100, true])
  expect(await page.older()).toBe('more')
  expect(page.items.value).toHaveLength(150)
  expect(await page.older()).toBe('more')
  expect(page.items.value).toHaveLength(250)
  server.isUp = false
  server.cut()
  await until(() => tab.live.connection.value.state === 'offline')
  expect(await page.older()).toBe('offline')
  server.isUp = true
  await connected(tab)
  expect(await page.older()).toBe('complete')
  expect(page.items.value.map(item => item.kind)).toHaveLength(252)
  expect(page.hasOlder.value).toBe(false)
  server.tell(receive('the newest'), edge)
  await until(() => page.items.value.length === 253)
  page.dispose()
})
