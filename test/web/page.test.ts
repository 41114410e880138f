import 'fake-indexeddb/auto'
import { afterEach, expect, test, vi } from 'vitest'
import type * as LastEvents from '../../web/log/last-events.ts'
import { connected, edge, receive, shopFor } from './support/shop.ts'
import { closeTabs, openTab, somebody } from './support/tab.ts'
import { until } from './support/until.ts'

const broken = vi.hoisted(() => ({ times: 0 }))
vi.mock('../../web/log/last-events.ts', async real => {
  const { lastEvents } = await real<typeof LastEvents>()
  return {
    lastEvents: (...asked: Parameters<typeof lastEvents>) =>
      broken.times-- > 0 ? Promise.reject(new Error('the disk is busy')) : lastEvents(...asked)
  }
})
afterEach(closeTabs)

test.each(['nothing else happens', 'somebody writes'])(
  'a page that could not be read at first is read again, when %s',
  async so => {
    const me = somebody()
    const server = shopFor(me)
    const tab = await openTab(server, me, undefined, () => undefined)
    await connected(tab)
    broken.times = 1
    const page = tab.device.openConversation('c-1')
    await until(() => broken.times === 0 && tab.live.storageTrouble.value !== null, 'it could not be read')
    if (so === 'somebody writes') server.tell(receive('Anybody there?'), edge)
    await until(() => page.painted.value, 'it is painted')
    expect(page.items.value.length).toBeGreaterThan(0)
    page.dispose()
  }
)
