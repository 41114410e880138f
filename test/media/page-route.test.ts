import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { mediaRoutes, type MediaParts } from '../../sync-server/media/route.ts'

const page = '<p>Hello</p>'
const file = 'a'.repeat(64)

/** A house in which an agent may read everything, and which counts how often a file is opened. */
function house() {
  const opened: string[] = []
  const read = (_tenant: string, name: string) => (opened.push(name), Readable.from([Buffer.from(page)]))
  const parts = {
    signIns: { of: async () => ({ tenant: 't', agent: 'a' }) },
    roster: { of: async () => ({ contextOf: () => ({ reaches: () => true }) }) },
    actors: { state: async () => ({ inbox: 'i', status: 'open', over: false }) },
    files: {
      rows: { of: async () => ({ file, mime: 'text/html', bytes: page.length }) },
      store: { size: async () => page.length, read }
    },
    publicOrigin: undefined
  } as unknown as MediaParts
  const routes = mediaRoutes(parts)
  const headers = { cookie: 'daybook_session=anybody' }
  return { opened, ask: (method: string) => routes.request(`/conversation/${file}/page`, { method, headers }) }
}

test('who only asks whether there is a page opens no file: one that nobody reads would stay open', async () => {
  const { opened, ask } = house()
  const whole = await ask('GET')
  expect([whole.status, await whole.text(), opened]).toEqual([200, page, [file]])
  const head = await ask('HEAD')
  expect([head.status, head.headers.get('content-type'), await head.text()]).toEqual([
    200,
    'text/html; charset=utf-8',
    ''
  ])
  expect(opened).toEqual([file])
})
