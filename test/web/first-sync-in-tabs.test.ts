import 'fake-indexeddb/auto'
import { afterEach, expect, test, vi } from 'vitest'
import { openPastDb } from '../../web/log/db.ts'
import { heldIn } from './support/past.ts'
import { connected, edge, receive, shopFor } from './support/shop.ts'
import { closeTabs, FakeLocks, openTab, somebody } from './support/tab.ts'
import { until } from './support/until.ts'

afterEach(async () => {
  vi.restoreAllMocks()
  await closeTabs()
})

/** Three conversations that are stored in more than one transaction. */
function longShop(me: ReturnType<typeof somebody>) {
  const server = shopFor(me)
  for (const conversation of ['c-1', 'c-2', 'c-3'])
    for (let at = 0; at < 260; at++) server.tell(receive(`message ${at}`, conversation), edge)
  return server
}

/** The next pack after so many has no room. */
function isFullAfter(packs: number): void {
  const put = IDBObjectStore.prototype.put
  let stored = 0
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...said) {
    if (this.name === 'packs' && ++stored === packs + 1)
      throw new DOMException('The disk is full', 'QuotaExceededError')
    return put.apply(this, said)
  })
}

async function heldBy({ tenant, agent }: ReturnType<typeof somebody>) {
  const db = openPastDb(tenant, agent)
  const { events, streams } = await heldIn(db)
  db.close()
  return { events: events.length, streams: streams.length }
}

test('[T2] a disk that is full in the middle of a first sync is told of, and the next one brings all', async () => {
  const me = somebody()
  const server = longShop(me)
  isFullAfter(3)
  const troubles: unknown[] = []
  const tab = await openTab(server, me, new FakeLocks(), error => void troubles.push(error))
  await connected(tab)
  expect([troubles.length, tab.live.storageTrouble.value?.kind]).toEqual([1, 'full'])
  expect(await heldBy(me)).toEqual({ events: server.events.length, streams: server.streams().length })
  expect(tab.live.threads.all.get('c-3')?.received).toBe(260)
})

test('[T1] a tab that is looked at takes over in the middle of a first sync: both show all of it, once', async () => {
  const me = somebody()
  const server = longShop(me)
  server.breaksOffAfter = 2
  const locks = new FakeLocks()
  const first = await openTab(server, me, locks)
  first.isVisible = false
  const second = await openTab(server, me, locks)
  await until(async () => (await heldBy(me)).streams === 2, 'it has begun')
  const [before] = server.connections
  expect([first, second].map(tab => tab.live.connection.value.state)).not.toContain('up-to-date')
  server.breaksOffAfter = Infinity
  first.world.wake()
  second.world.wake()
  await connected(second)
  expect(server.connections).not.toContain(before)
  await until(() => first.live.threads.all.get('c-3')?.received === 260, 'the hidden tab hears of it')
  expect(second.live.threads.all.get('c-3')?.received).toBe(260)
  expect(await heldBy(me)).toEqual({ events: server.events.length, streams: server.streams().length })
})
