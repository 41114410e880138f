import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openOutboxDb } from '../../web/log/db.ts'
import { connected, edge, receive, shopFor } from './support/shop.ts'
import { closeTabs, openTab, somebody } from './support/tab.ts'
import { until } from './support/until.ts'

/** The files that the service worker keeps, by their addresses. */
let kept: Set<string>

beforeEach(() => {
  kept = new Set()
  const cache = {
    keys: () => Promise.resolve([...kept].map(path => ({ url: `http://shop.test${path}` }))),
    delete: ({ url }: { url: string }) => Promise.resolve(kept.delete(new URL(url).pathname))
  }
  vi.stubGlobal('caches', {
    has: () => Promise.resolve(true),
    open: () => Promise.resolve(cache),
    delete: () => Promise.resolve(kept.clear())
  })
})
afterEach(async () => {
  await closeTabs()
  vi.unstubAllGlobals()
})

test('[S2] an inbox that is taken from somebody takes its files and its colleagues’ words along at once, and leaves their own', async () => {
  const me = somebody()
  const server = shopFor(me)
  server.tell(receive('somebody else', 'c-2'), edge)
  const tab = await openTab(server, me)
  await connected(tab)
  for (const conversation of ['c-1', 'c-2']) kept.add(`/media/${conversation}/photo`)
  const outbox = openOutboxDb(me.tenant, me.agent)
  await outbox.drafts.bulkPut([
    { conversation: 'c-1', mode: 'reply', text: 'of a colleague', at: 1, theirs: true },
    { conversation: 'c-1', mode: 'note', text: 'my own', at: 1 },
    { conversation: 'c-2', mode: 'reply', text: 'of a colleague', at: 1, theirs: true }
  ])

  server.leavesOut = ['conversation/c-1']
  server.incarnation = 'life-1.of-other-rights'
  server.cut()
  tab.world.wake()
  await until(() => !tab.live.threads.all.has('c-1'), 'it is not on the screen any more')
  const words = async () => (await outbox.drafts.toArray()).map(({ conversation, text }) => `${conversation} ${text}`)
  await until(async () => kept.size === 1 && (await words()).length === 2, 'what hangs on it has gone too')
  expect([...kept]).toEqual(['/media/c-2/photo'])
  expect(await words()).toEqual(['c-1 my own', 'c-2 of a colleague'])
  outbox.close()
})
