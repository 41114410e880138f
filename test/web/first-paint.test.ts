import 'fake-indexeddb/auto'
import { Dexie } from 'dexie'
import { afterEach, expect, test } from 'vitest'
import { belongsTo, byLastWords, type Thread } from '../../shared/conversations/thread.ts'
import { createLive, type Live } from '../../web/app/live.ts'
import { openTab } from '../../web/app/open-tab.ts'
import { openOutboxDb, openPastDb } from '../../web/log/db.ts'
import { openScripts } from '../../web/log/run-script.ts'
import { decideHere } from '../../web/sync/engine/decide-here.ts'
import { takeOut } from '../../web/sync/engine/packing.ts'
import { receiveSnapshot, type SnapshotFrame } from '../../web/sync/engine/receive-snapshot.ts'
import { transact, type Script } from '../../web/sync/engine/script.ts'
import { allEvents, noStored, streamsOf, type Streams } from './support/past.ts'
import { shopFor } from './support/shop.ts'
import { somebody } from './support/tab.ts'

const many = 60
const opened: { delete(): Promise<void> }[] = []
afterEach(async () => {
  for (const db of opened.splice(0)) await db.delete()
})

/** Each was written to at another time, which their order in the store says nothing of. */
function conversations(): Streams {
  return streamsOf(many, 5).map((one, place) => {
    const later = ((place * 37) % many) * 60_000
    return {
      ...one,
      events: one.events.map(event => ({ ...event, fact: { ...event.fact, at: event.fact.at + later } }))
    }
  })
}

function person(): Streams[number] {
  const stream = 'contact/maya'
  const [first] = allEvents(1)
  const handle = { platform: 'webchat', kind: 'visitor', value: 'v-1' }
  const fact = { ...first!.fact, type: 'contact.met', inbox: 'i-1', name: 'Maya', handle }
  return { stream, from: 1, carry: null, events: [{ ...first!, stream, version: 1, fact }] }
}

async function device(streams: Streams) {
  const me = somebody()
  const [db, outbox] = [openPastDb(me.tenant, me.agent), openOutboxDb(me.tenant, me.agent)]
  opened.push(db, outbox)
  const run = openScripts(db, outbox)
  const byTime = streams.toSorted((a, b) => (b.events.at(-1)?.fact.at ?? 0) - (a.events.at(-1)?.fact.at ?? 0))
  const inbox = shopFor(me).events.filter(({ stream }) => stream === 'inbox/i-1')
  const shared = { stream: 'inbox/i-1', from: 1, carry: null, events: inbox } as const
  await run(receiveSnapshot(0, 'life-1', snapshotOf([shared, ...byTime]), noStored))
  const open = (live: Live, firstPacks: number) =>
    run(openTab(me, live, { now: () => Date.now(), newClient: () => 'client', firstPacks }))
  return { db, run, open }
}

function snapshotOf(streams: Streams): SnapshotFrame {
  return { type: 'snapshot', seq: 9, part: 0, last: true, streams: [...streams] }
}

const listed = ({ threads }: Live) =>
  [...threads.all.values()]
    .filter(row => belongsTo('all', row, 'ada'))
    .toSorted(byLastWords)
    .map((row: Thread) => row.conversation)

test('a list that is painted before all is read only grows at its end', async () => {
  const { db, run, open } = await device([...conversations(), person()])
  expect(await db.packedRows.count()).toBeGreaterThan(5)
  // The oldest of all lies in rows of its own, which are read first.
  const oldest = conversations().toSorted((a, b) => a.events.at(-1)!.fact.at - b.events.at(-1)!.fact.at)[0]!
  await run(transact('past', 'rw', () => takeOut([oldest.stream])))
  const live = createLive()
  const { painter, isAll } = await open(live, 3)
  expect(isAll).toBe(false)
  expect(live.painted.value).toBe(false)
  const first = listed(live)
  expect(first.length).toBeGreaterThan(5)
  expect(first.length).toBeLessThan(many)
  await run(painter.first())
  expect(live.painted.value).toBe(true)
  expect(listed(live)).toHaveLength(many)
  expect(listed(live).slice(0, first.length)).toEqual(first)
})

test('whoever is in the list has their name from the first paint on, wherever it lies', async () => {
  const { db, open } = await device([...conversations(), person()])
  const last = (await db.packedRows.orderBy('order').last())!
  expect(last.rows.map(({ stream }) => stream)).toContain('contact/maya')
  const live = createLive()
  await open(live, 2)
  expect(live.contacts.all.get('maya')?.name).toBe('Maya')
})

test('what was wished stays on the screen while the rest of it is painted', async () => {
  const { run, open } = await device(conversations())
  const live = createLive()
  const { log, painter } = await open(live, 2)
  const script = painter.first()
  let step = script.next()
  // As far as the rows are read, and not drawn yet.
  while (!step.done && step.value.do === 'transact') step = script.next(await run(asked(step.value)))
  const wish = { type: 'conversation.label', conversation: 'c-7', label: 'vip' } as const
  const decided = await run(decideHere(log, wish, '0193a1b2-7000-7000-8000-000000000001', Date.now()))
  expect(decided.accepted).toBe(true)
  await run(painter.outbox(['conversation/c-7']))
  while (!step.done) step = script.next(await run(asked(step.value)))
  expect(live.threads.all.get('c-7')?.labels).toEqual(['vip'])
  expect(listed(live)).toHaveLength(many)
})

test('what left the device since it was painted leaves the screen, and nothing else does', async () => {
  const { db, run, open } = await device(conversations())
  const live = createLive()
  const { painter } = await open(live, 1000)
  expect(listed(live)).toHaveLength(many)
  const gone = (await db.packedRows.toCollection().first())!
  await db.packedRows.delete([gone.generation, gone.first])
  await run(painter.first())
  expect(listed(live)).toHaveLength(many - gone.rows.length)
})

function* asked(ask: unknown): Script<unknown> {
  return yield ask as never
}

test('of somebody whose device could not be opened nothing is left on the screen', async () => {
  const live = createLive()
  await (await device(conversations())).open(live, 2)
  await (await device([person()])).open(live, 2)
  expect(listed(live)).toEqual([])
  expect(live.contacts.all.size).toBe(1)
})

test('what another version has written without an order is painted too', async () => {
  const { db, open } = await device(conversations())
  await db.packedRows.toCollection().modify(pack => void delete (pack as { order?: number }).order)
  const live = createLive()
  expect((await open(live, 3)).isAll).toBe(true)
  expect(listed(live)).toHaveLength(many)
})

test('a device of the version before is given the order of its packs', async () => {
  const { db, open } = await device(conversations())
  const packs = await db.packedRows.toArray()
  const { name } = db
  db.close()
  await Dexie.delete(name)
  const before = new Dexie(name)
  const plain = Object.fromEntries(db.tables.map(table => [table.name, table.schema.primKey.src]))
  before.version(6).stores(plain)
  await before.table('packedRows').bulkPut(packs.map(({ order: _order, ...pack }) => pack))
  before.close()
  await db.open()
  expect(await db.packedRows.toArray()).toEqual(packs)
  expect((await open(createLive(), 3)).isAll).toBe(false)
})
