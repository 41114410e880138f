import 'fake-indexeddb/auto'
import { afterEach, expect, test } from 'vitest'
import { openOutboxDb, openPastDb } from '../../web/log/db.ts'
import { openScripts } from '../../web/log/run-script.ts'
import { openPast } from '../../web/sync/engine/past.ts'
import { Overtaken, receiveEvents } from '../../web/sync/engine/receive.ts'
import { connected, drained, edge, receive, reply, shopFor, texts } from './support/shop.ts'
import { closeTabs, FakeLocks, openTab, somebody } from './support/tab.ts'
import { until } from './support/until.ts'

afterEach(closeTabs)

/** The first has the socket. */
async function twoTabs() {
  const me = somebody()
  const server = shopFor(me)
  const locks = new FakeLocks()
  const first = await openTab(server, me, locks)
  await connected(first)
  const second = await openTab(server, me, locks)
  await connected(second)
  return { me, server, locks, first, second }
}

test('[T1] two tabs share one socket and one outbox, whose n have no gap, and show the same', async () => {
  const { server, first, second } = await twoTabs()
  expect(server.connections).toHaveLength(1)

  server.isUp = false
  server.cut()
  const tabs = [first, second]
  await Promise.all(Array.from({ length: 10 }, (_, at) => tabs[at % 2]!.device.dispatch(reply(`words ${at}`))))
  for (const tab of tabs) await until(() => tab.live.outbox.value.length === 10)
  server.isUp = true
  for (const tab of tabs) await drained(tab)
  expect(server.pushed.map(item => item.n)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  expect(texts(server).toSorted()).toEqual(Array.from({ length: 10 }, (_, at) => `words ${at}`))
  expect(second.live.threads.all.get('c-1')).toEqual(first.live.threads.all.get('c-1'))
  expect(server.acks.size).toBe(1)
})

test('[T1] that the server was heard is told to the tabs now and then, and not with everything it says', async () => {
  const { server, first, second } = await twoTabs()
  const tabs = [first, second]
  const told = new Set<number | null>()
  const stops = tabs.map(({ live }) => live.connection.subscribe(({ lastHeardAt }) => void told.add(lastHeardAt)))
  for (let n = 0; n < 20; n++) {
    server.tell(receive(`more ${n}`), edge)
    await until(() => tabs.every(({ live }) => live.threads.all.get('c-1')?.last?.text === `more ${n}`))
  }
  for (const stop of stops) stop()
  expect(told.size).toBe(1)
})

test('[T1] when the tab with the socket closes, another one takes over', async () => {
  const me = somebody()
  const server = shopFor(me)
  const locks = new FakeLocks()
  const first = await openTab(server, me, locks)
  await connected(first)
  const second = await openTab(server, me, locks)
  await first.close()
  await until(() => server.connections.length === 1)
  await second.device.dispatch(reply('from the second'))
  await drained(second)
  expect(texts(server)).toEqual(['from the second'])
})

test('[T1] a tab that is looked at takes the socket from a hidden one', async () => {
  const me = somebody()
  const server = shopFor(me)
  const locks = new FakeLocks()
  const first = await openTab(server, me, locks)
  await connected(first)
  const [before] = server.connections
  const second = await openTab(server, me, locks)
  first.isVisible = false
  first.world.wake()
  await until(() => server.connections.length === 1 && server.connections[0] !== before)
  server.tell(receive('Anybody there?'), edge)
  await until(() => first.live.threads.all.get('c-1')?.last?.text === 'Anybody there?', 'the hidden tab hears of it')
  await connected(second)
})

test('[T1] two tabs that are both looked at leave the socket where it is', async () => {
  const me = somebody()
  const server = shopFor(me)
  const locks = new FakeLocks()
  const first = await openTab(server, me, locks)
  await connected(first)
  const [before] = server.connections
  const second = await openTab(server, me, locks)
  second.world.wake()
  await new Promise(resolve => setTimeout(resolve, 900))
  expect(server.connections).toEqual([before])
})

test('[T1] a thawed zombie cannot move the cursor', async () => {
  const me = somebody()
  const db = openPastDb(me.tenant, me.agent)
  await db.meta.put({ key: 'epoch', epoch: 2 })
  const run = openScripts(db, openOutboxDb(me.tenant, me.agent))
  const receive = (epoch: number) => receiveEvents(epoch, 'life-1', { from: 1, to: 7, events: [] }, () => undefined)
  await expect(run(receive(1))).rejects.toThrow(Overtaken)
  expect((await run(openPast())).cursor).toBe(null)
  expect(await run(receive(2))).toMatchObject({ cursor: { seq: 7 } })
  await db.delete()
})

test('without locks the visible tab leads, and the newest epoch wins', async () => {
  const me = somebody()
  const server = shopFor(me)
  const first = await openTab(server, me, null)
  await connected(first)
  const second = await openTab(server, me, null)
  await second.device.dispatch(reply('plain http'))
  await until(() => texts(server).length > 0, 'it is at the server')
  await drained(second)
  await until(() => server.connections.length === 1, 'one socket')
  expect(texts(server)).toEqual(['plain http'])
})

test('an outbox that is an older copy of itself starts again as a new client, and loses nothing', async () => {
  const me = somebody()
  const server = shopFor(me)
  const tab = await openTab(server, me)
  await connected(tab)
  await tab.device.dispatch(reply('one'))
  await tab.device.dispatch(reply('two'))
  await drained(tab)
  server.isUp = false
  server.cut()
  await tab.close()
  // A restored profile: the counter is back where it was, and the same n would get an old answer.
  const db = openOutboxDb(me.tenant, me.agent)
  const identity = await db.identity.get('client')
  await db.identity.put({ ...identity!, lastN: 0 })
  await db.settled.clear()
  db.close()
  const again = await openTab(server, me)
  await again.device.dispatch(reply('three'))
  server.isUp = true
  await drained(again)
  expect(texts(server)).toEqual(['one', 'two', 'three'])
  expect(server.acks.size).toBe(2)
})
