import 'fake-indexeddb/auto'
import { afterEach, expect, test } from 'vitest'
import { readSomeWords } from '../../web/log/search-index.ts'
import type { Script } from '../../web/sync/engine/script.ts'
import { readConfirmed, readCursor } from '../../web/sync/engine/confirmed.ts'
import { chunksOf, receivePart, type Stored } from '../../web/sync/engine/receive.ts'
import { receiveSnapshot } from '../../web/sync/engine/receive-snapshot.ts'
import { allEvents, deletePasts, emptyPast, heldIn, noStored, run, take } from './support/past.ts'
import { connected, drained, edge, receive, reply, shopFor, texts } from './support/shop.ts'
import { closeTabs, openTab, somebody } from './support/tab.ts'
import { until } from './support/until.ts'

afterEach(async () => {
  await closeTabs()
  await deletePasts()
})

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
  const { rows, events } = await heldIn(db)
  expect([rows.map(({ table }) => table), events.length]).toEqual([['inboxes'], inbox.length])
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
  expect([(await heldIn(db)).events.length, await db.words.count()]).toEqual([inbox.length, 0])
})

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
