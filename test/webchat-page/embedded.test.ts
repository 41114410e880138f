import { afterEach, expect, test, vi } from 'vitest'
import { hostOf } from '../../web/webchat/embedded.ts'
import { openShelf } from '../../web/webchat/shelf.ts'

const origin = 'https://shop.example'

/** A frame, and the page around it. */
function embed() {
  const told: object[] = []
  const parent = { postMessage: (message: object) => void told.push(message) }
  const heard: ((event: object) => void)[] = []
  vi.stubGlobal('window', { parent, addEventListener: (_: string, hear: (event: object) => void) => heard.push(hear) })
  const says = (data: object, from = origin) => {
    for (const hear of heard) hear({ source: parent, origin: from, data })
  }
  return { told, says }
}
afterEach(() => vi.unstubAllGlobals())

test('a frame that may keep nothing has what another tab of the shop kept, and does not tell it again', async () => {
  const { told, says } = embed()
  const recalled = hostOf(`?embedded=${origin}`)?.recall()
  says({ daybook: 'kept', entries: {} })
  const store = await recalled
  if (!store) throw new Error('nothing was recalled')
  const shelf = openShelf(() => store, '')
  told.length = 0
  says({ daybook: 'changed', key: 'token', value: 't1' })
  says({ daybook: 'changed', key: 'draft', value: 'Hel' })
  expect([shelf.get('token'), shelf.get('draft')]).toEqual(['t1', 'Hel'])
  says({ daybook: 'changed', key: 'draft', value: null })
  expect(shelf.keys()).toEqual(['token'])
  expect(told).toEqual([])
})

test('and takes it from nobody else', async () => {
  const { says } = embed()
  const recalled = hostOf(`?embedded=${origin}`)?.recall()
  says({ daybook: 'kept', entries: {} })
  const store = await recalled
  says({ daybook: 'changed', key: 'token', value: 't1' }, 'https://elsewhere.example')
  expect(store?.getItem('token')).toBeNull()
})
