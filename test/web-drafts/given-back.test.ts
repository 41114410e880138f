import 'fake-indexeddb/auto'
import { afterEach, describe, expect, test } from 'vitest'
import type { ClientCommand } from '../../shared/catalog.ts'
import type { Event, StreamId } from '../../shared/kernel/message.ts'
import type { Me } from '../../web/app/live.ts'
import { openOutboxDb, openPastDb, type Settled } from '../../web/log/db.ts'
import { giveBack } from '../../web/log/give-back.ts'
import { connected, drained, edge, receive, reply, shopFor, texts } from '../web/support/shop.ts'
import { closeTabs, openTab, somebody, type Tab } from '../web/support/tab.ts'
import { until } from '../web/support/until.ts'
import type { FakeServer } from '../web/support/fake-server.ts'
import { newId } from './writers.ts'

afterEach(closeTabs)

/** Ada writes without a network; what the colleague sends of the same draft is recorded first. */
async function sentTwice(mine: string, theirs: string): Promise<{ tab: Tab; server: FakeServer; me: Me }> {
  const me = somebody()
  const server = shopFor(me)
  const tab = await openTab(server, me)
  await connected(tab)
  server.isUp = false
  server.cut()
  const generation = newId()
  await tab.device.dispatch(reply(mine), generation)
  server.tell({ ...reply(theirs), id: generation, at: Date.now() }, server.by('bea'))
  server.isUp = true
  tab.world.wake()
  await connected(tab)
  await drained(tab)
  return { tab, server, me }
}

const draft = (tab: Tab) => tab.device.readDraft('c-1', 'reply')

describe('a draft that a colleague had sent already', () => {
  test('goes once, and the same words come back to nobody', async () => {
    const { tab, server, me } = await sentTwice('Dear Clara', 'Dear Clara')
    expect(texts(server)).toEqual(['Dear Clara'])
    await settledAndCompared(me)
    expect(await draft(tab)).toBe('')
    expect(tab.live.givenBack.value).toEqual([])
  })

  test('gives back what was written on to it, with a word about why', async () => {
    const { tab, server } = await sentTwice('Dear Clara, it is here', 'Dear Clara')
    expect(texts(server)).toEqual(['Dear Clara'])
    await until(async () => (await draft(tab)) === ', it is here')
    expect(tab.live.givenBack.value).toEqual([{ conversation: 'c-1', mode: 'reply', by: 'bea' }])
  })

  test('gives back the whole of another text, before what was begun since, and only once', async () => {
    const { tab, me } = await sentTwice('Quite another answer', 'Dear Clara')
    await until(async () => (await draft(tab)) === 'Quite another answer')
    tab.world.wake()
    await tab.device.dispatch(reply('sent afterwards'), newId())
    await drained(tab)
    await settledAndCompared(me)
    expect(await draft(tab)).toBe('')
  })
})

test('words come back also where what went in their stead lies before all that this device was brought', async () => {
  const me = somebody()
  const server = shopFor(me)
  const tab = await openTab(server, me)
  await connected(tab)
  server.isUp = false
  server.cut()
  const generation = newId()
  await tab.device.dispatch(reply('Dear Clara, it is here'), generation)
  server.tell({ ...reply('Dear Clara'), id: generation, at: Date.now() }, server.by('bea'))
  for (let n = 0; n < 5; n++) server.tell(receive(`And ${n}?`), edge)
  // So much has come that the device is brought the end of everything.
  server.incarnation = 'life-2'
  server.shortens = 2
  server.isUp = true
  tab.world.wake()
  await connected(tab)
  await drained(tab)
  await until(async () => (await draft(tab)) === ', it is here')
})

test('a reply that went alone is compared with itself, and nothing comes back', async () => {
  const me = somebody()
  const tab = await openTab(shopFor(me), me)
  await connected(tab)
  await tab.device.dispatch(reply('just me'), newId())
  await drained(tab)
  await settledAndCompared(me)
  expect(await draft(tab)).toBe('')
})

test('the words that went under a generation are known, sent from here or from elsewhere', async () => {
  const { tab, server } = await sentTwice('mine', 'Dear Clara')
  const recorded = server.events.find(({ fact }) => fact.type === 'conversation.replied')
  expect(await tab.device.sentUnder(recorded?.fact.cause ?? '')).toBe('Dear Clara')
  expect(await tab.device.sentUnder(newId())).toBe(null)
})

/** The tab has looked at everything that settled. */
async function settledAndCompared({ tenant, agent }: Me): Promise<void> {
  const db = openOutboxDb(tenant, agent)
  const isDone = async () => {
    const rows = await db.settled.toArray()
    return rows.length > 0 && rows.every(row => row.compared)
  }
  await until(isDone, 'everything that settled was compared')
  db.close()
}

test('a draft that another tab has sent is not sent by this one, and other words stay in its field', async () => {
  const me = somebody()
  const server = shopFor(me)
  const tab = await openTab(server, me)
  await connected(tab)
  const generation = newId()
  expect(await tab.device.dispatch(reply('Dear Clara'), generation)).toMatchObject({ accepted: true })
  expect(await tab.device.dispatch(reply('Dear Clara'), generation)).toMatchObject({ accepted: true })
  expect(await tab.device.dispatch(reply('Dear Clara, and more'), generation)).toEqual({
    accepted: false,
    refusal: { reason: 'already-sent' }
  })
  await drained(tab)
  expect(await tab.device.dispatch(reply('Something else'), generation)).toMatchObject({ accepted: false })
  expect(texts(server)).toEqual(['Dear Clara'])
})

test('what only colleagues wrote leaves the device with its conversation, or with its person; our own words stay', async () => {
  const me = somebody()
  const server = shopFor(me)
  const first = await openTab(server, me)
  await connected(first)
  const db = openOutboxDb(me.tenant, me.agent)
  const write = async (conversation: string, theirs: boolean) => {
    await db.drafts.put({ conversation, mode: 'reply', text: 'words', at: 1, ...(theirs && { theirs }) })
    await db.documents.put({ conversation, updates: [], reply: 'words', note: '' })
  }
  const kept = async () => [await db.drafts.count(), await db.documents.count()]
  await write('c-1', true)
  await write('c-gone', true)
  await write('c-mine', false)
  await first.close()
  const again = await openTab(server, me)
  await until(async () => (await kept()).join() === '2,2')
  expect(await again.device.unsent()).toEqual({ commands: 0, drafts: 1 })
  await again.device.close('keep-unsent')
  expect(await kept()).toEqual([1, 1])
  expect(await db.drafts.get(['c-mine', 'reply'])).toMatchObject({ text: 'words' })
  db.close()
})

test('while nobody answers only one is asked for, and all are looked for again later', async () => {
  const { tenant, agent } = somebody()
  const [outbox, past] = [openOutboxDb(tenant, agent), openPastDb(tenant, agent)]
  for (const n of [1, 2, 3]) {
    const command = { ...reply(`reply ${n}`), id: newId(), at: n } as ClientCommand
    const stream: StreamId = `conversation/c-${n}`
    await outbox.settled.put({ n, stream, command, settledAt: n } as Settled)
    await past.events.put({ stream, version: 7, fact: { cause: newId() } } as Event)
  }
  let asked = 0
  const older = () => Promise.resolve('offline' as const).finally(() => (asked += 1))
  expect(await giveBack(outbox, past, 1, older)).toEqual([])
  expect(asked).toBe(1)
  expect((await outbox.settled.toArray()).filter(row => row.compared)).toEqual([])
  outbox.close()
  past.close()
})
