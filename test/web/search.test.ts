import 'fake-indexeddb/auto'
import { Dexie, type TableSchema } from 'dexie'
import { afterEach, expect, test } from 'vitest'
import { openPastDb, type PastDb } from '../../web/log/db.ts'
import { findWorded } from '../../web/log/find-worded.ts'
import { readSomeWords } from '../../web/log/search-index.ts'
import { termsOf, wordsOf } from '../../web/log/words.ts'
import { takeOut } from '../../web/sync/engine/packing.ts'
import { transact } from '../../web/sync/engine/script.ts'
import { run, wordsIn } from './support/past.ts'
import { connected, edge, receive, shopFor } from './support/shop.ts'
import { closeTabs, openTab, somebody, type Tab } from './support/tab.ts'
import { until } from './support/until.ts'

afterEach(closeTabs)

async function searchable(): Promise<Tab> {
  const me = somebody()
  const server = shopFor(me)
  const handle = { platform: 'webchat', kind: 'phone', value: '+49 170 5551234' }
  server.tell(
    { type: 'contact.meet', id: 'm-1', at: 1, contact: 'maya', inbox: 'i-1', handles: [handle], name: 'Zoë Müller' },
    edge
  )
  server.tell(receive('Où est ma commande numéro 1042?'), edge)
  server.tell(receive('متى يصل طلبي؟ شكراً'), edge)
  server.tell(receive('The parcel is here, thank you so much for the quick parcel delivery'), edge)
  server.tell(
    { type: 'conversation.label', id: 'l-1', at: 1, conversation: 'c-1', label: 'Réclamation' },
    server.by(me.agent)
  )
  const tab = await openTab(server, me)
  await connected(tab)
  await until(async () => (await tab.device.search('delivery', 10)).length === 1)
  return tab
}

test('words are found offline by their beginning, in any script, with the message and where they stand', async () => {
  const tab = await searchable()
  const [found] = await tab.device.search('comm numero', 10)
  expect(found).toMatchObject({ conversation: 'c-1', message: 'wamid.2' })
  expect(found?.marks.map(([from, to]) => found.snippet.slice(from, to))).toEqual(['comm', 'numéro'])
  expect(await tab.device.search('شكرا', 10)).toHaveLength(1)
  expect(await tab.device.search('nothing of the sort', 10)).toEqual([])
  expect(await tab.device.search('  ', 10)).toEqual([])
})

test('a message with the word twice is found once', async () => {
  const tab = await searchable()
  expect(await tab.device.search('parcel', 10)).toHaveLength(1)
})

test('people are found by name without accents, by the end of their number, and conversations by label', async () => {
  const tab = await searchable()
  for (const query of ['zoe', 'muller', '5551234', 'reclam']) {
    const found = await tab.device.search(query, 10)
    expect(found).toMatchObject([{ conversation: 'c-1', message: null }])
  }
})

test('what was edited is found by its new words, and what was unsent by none', async () => {
  const me = somebody()
  const server = shopFor(me)
  const told = (type: string, id: string, more: object) =>
    server.tell(
      {
        type,
        id,
        at: 2_000_000,
        conversation: 'c-1',
        inbox: 'i-1',
        platform: 'whatsapp',
        contact: 'maya',
        ...more
      } as never,
      edge
    )
  server.tell(receive('The walnut loaf please'), edge)
  server.tell(receive('My secret number is fortytwo'), edge)
  const tab = await openTab(server, me)
  await connected(tab)
  await until(async () => (await tab.device.search('walnut', 10)).length === 1)
  await until(async () => (await tab.device.search('fortytwo', 10)).length === 1)
  const [loaf] = await tab.device.search('walnut', 10)
  const [secret] = await tab.device.search('fortytwo', 10)
  told('conversation.edit', 'e-1', {
    message: loaf?.message,
    content: { kind: 'text', text: 'The raisin loaf please' }
  })
  told('conversation.unsend', 'u-1', { message: secret?.message })
  await until(async () => (await tab.device.search('raisin', 10)).length === 1)
  await until(async () => (await tab.device.search('fortytwo', 10)).length === 0)
  expect(await tab.device.search('walnut', 10)).toEqual([])
  expect(await tab.device.search('raisin', 10)).toMatchObject([{ message: loaf?.message, at: loaf?.at }])
})

test('what was brought from before is found, until its import is undone', async () => {
  const me = somebody()
  const server = shopFor(me)
  const past = (id: string, which: string, text: string) =>
    server.tell(
      {
        type: 'conversation.tell-history',
        id,
        at: 1_000_000,
        conversation: 'c-past',
        inbox: 'i-1',
        platform: 'webchat',
        contact: 'maya',
        import: which,
        message: id,
        from: 'customer',
        content: { kind: 'text', text }
      },
      edge
    )
  past('past-1', 'one', 'The walnut loaf of yesteryear')
  past('past-2', 'two', 'And the rye')
  const tab = await openTab(server, me)
  await connected(tab)
  await until(async () => (await tab.device.search('yesteryear', 10)).length === 1)
  const withdraw = { type: 'conversation.withdraw-history', id: 'u-1', at: 1, conversation: 'c-past' } as const
  server.tell({ ...withdraw, import: 'one' }, edge)
  await until(async () => (await tab.device.search('yesteryear', 10)).length === 0)
  expect(await tab.device.search('rye', 10)).toHaveLength(1)
})

test('what is erased while its words are read is found by none of them', async () => {
  const me = somebody()
  const server = shopFor(me)
  const tab = await openTab(server, me)
  await connected(tab)
  await tab.close()
  const db = openPastDb(me.tenant, me.agent)
  const [stream, version] = ['conversation/c-1', 1] as const
  await run(
    db,
    transact('past', 'rw', () => takeOut([stream]))
  )
  await wordsIn(db)
  await db.words.clear()
  await db.unread.put({ stream, version })
  const read = db.events.bulkGet.bind(db.events)
  const readThenErased = async (keys: never) => {
    const events = await read(keys)
    await db.transaction('rw', db.events, db.unread, db.words, async () => {
      await db.events.clear()
      await db.unread.clear()
      await db.words.clear()
    })
    return events
  }
  db.events.bulkGet = readThenErased as never
  await readSomeWords(db)
  expect(await db.words.count()).toBe(0)
  db.close()
})

test('what one word of a thousand messages says is found with it, however old it is', async () => {
  const db = openPastDb('shop', somebody().agent)
  const said = (at: number, text: string) => ({
    order: -at,
    id: `m-${at}`,
    conversation: 'c-1',
    words: wordsOf(text),
    text
  })
  await db.words.bulkPut([
    said(1, 'order 1042'),
    ...Array.from({ length: 2500 }, (_, at) => said(at + 2, `order ${20_000 + at}`))
  ])
  const found = await findWorded(db, termsOf('order 1042'), 50, () => true)
  expect(found.map(({ id }) => id)).toEqual(['m-1'])
  await db.delete()
})

test('messages of conversations that are not shown do not stand before those that are', async () => {
  const db = openPastDb('shop', somebody().agent)
  const said = (at: number, conversation: string) => ({
    order: -at,
    id: `m-${at}`,
    conversation,
    words: ['loaf'],
    text: 'loaf'
  })
  await db.words.bulkPut([said(1, 'shown'), ...Array.from({ length: 300 }, (_, at) => said(at + 2, 'gone'))])
  const found = await findWorded(db, termsOf('loaf'), 50, conversation => conversation === 'shown')
  expect(found.map(({ id }) => id)).toEqual(['m-1'])
  await db.delete()
})

test('what a device read before digits were folded is read once more', async () => {
  const me = somebody()
  const server = shopFor(me)
  server.tell(receive('طلب ١٠٤٢'), edge)
  server.tell(receive('And the rye'), edge)
  const tab = await openTab(server, me)
  await connected(tab)
  await until(async () => (await tab.device.search('rye', 10)).length === 1)
  await tab.close()
  await asBefore(openPastDb(me.tenant, me.agent))
  const again = await openTab(server, me)
  await until(async () => (await again.device.search('1042', 10)).length === 1)
  expect(await again.device.search('rye', 10)).toHaveLength(1)
})

/** The same, of a device that has slept since: with the words that it had read, under the version that it had. */
async function asBefore(db: PastDb): Promise<void> {
  const streams = (await db.packs.toArray()).flatMap(pack => pack.streams)
  await run(
    db,
    transact('past', 'rw', () => takeOut(streams))
  )
  const schema = Object.fromEntries(db.tables.map(({ name, schema }) => [name, schemaOf(schema)]))
  const rows = await Promise.all(db.tables.map(async table => [table.name, await table.toArray()] as const))
  await db.delete()
  const older = new Dexie(db.name)
  older.version(5).stores(schema)
  for (const [name, some] of rows) await older.table(name).bulkPut(some)
  await older
    .table('words')
    .toCollection()
    .modify((row: { words: string[] }) => void (row.words = row.words.filter(one => one !== '1042')))
  older.close()
}

function schemaOf({ primKey, indexes }: TableSchema): string {
  return [primKey, ...indexes].map(({ src }) => src).join(', ')
}
