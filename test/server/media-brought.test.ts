import { createHash, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { conversationOf } from '../e2e/conversation-of.ts'
import { customerWrites } from '../e2e/meta.ts'
import { pictureOf } from '../../sync-server/emulator/picture.ts'
import { startServer, type RunningServer } from '../support/server.ts'
import { sampleAgent, sampleCookie } from './agent.ts'

let server: RunningServer
let cookie: string
let conversation: string

const bytes = pictureOf('brought')
const nameOf = (body: Uint8Array) => createHash('sha256').update(body).digest('hex')

beforeAll(async () => {
  server = await startServer()
  cookie = await sampleCookie(server.url)
  await customerWrites(server, { id: 'wamid.BROUGHT1', from: '4915550300078', name: 'Bea Brought', text: 'A photo?' })
  conversation = await conversationOf(server.dataDir, 'Bea Brought')
})
afterAll(() => server.stop())

type Put = { body?: Uint8Array; name?: string; mime?: string; to?: string; headers?: Record<string, string> }

async function put({ body = bytes, name = nameOf(body), mime = 'image/png', to = conversation, headers }: Put = {}) {
  const answer = await fetch(`${server.url}/media/${encodeURIComponent(to)}/${name}`, {
    method: 'PUT',
    headers: { cookie, 'content-type': mime, ...headers },
    body: new Uint8Array(body)
  })
  return [answer.status, ((await answer.json()) as { error?: string }).error]
}
const get = (name: string, as = cookie) =>
  fetch(`${server.url}/media/${encodeURIComponent(conversation)}/${name}`, { headers: { cookie: as } })

const replyWith = (media: object) => ({
  type: 'conversation.reply',
  id: randomUUID(),
  at: Date.now(),
  conversation,
  seen: 'wamid.BROUGHT1',
  content: { kind: 'media', items: [{ media: 'image', mime: 'image/png', ...media }] }
})

test('what is not what it says, or is not whole, or is nobody’s, is not taken', async () => {
  const page = Buffer.from('<html><script>alert(1)</script></html>')
  expect(await put({ body: page })).toEqual([415, 'not-what-it-says'])
  expect(await put({ name: nameOf(page) })).toEqual([422, 'torn'])
  expect(await put({ mime: 'nonsense' })).toEqual([415, 'no-type'])
  expect(await put({ to: 'another' })).toEqual([404, 'no-such-conversation'])
  expect(await put({ headers: { cookie: 'daybook_session=guessed' } })).toEqual([401, 'signed-out'])
  expect(await put({ headers: { origin: 'https://elsewhere.test' } })).toEqual([403, 'foreign-origin'])
  expect((await get(nameOf(bytes))).status).toBe(404)
})

test('a reply whose file is not here is refused; brought, it goes, and every colleague may see it', async () => {
  const agent = await sampleAgent(server.url)
  const file = nameOf(bytes)
  const named = { file, bytes: bytes.length }
  expect(await agent.push(1, replyWith(named))).toMatchObject([{ refusal: { reason: 'no-such-file' } }])
  expect(await put()).toEqual([201, undefined])
  expect(await put()).toEqual([200, undefined])
  const shorter = replyWith({ ...named, bytes: 1 })
  expect(await agent.push(2, shorter)).toMatchObject([{ refusal: { reason: 'no-such-file' } }])
  expect(await agent.push(3, replyWith(named))).toMatchObject([{ refusal: null }])
  await agent.close()
  const theirs = await get(file, await sampleCookie(server.url, 'agent2@demo.test'))
  expect([theirs.status, theirs.headers.get('content-type')]).toEqual([200, 'image/png'])
  expect(Buffer.from(await theirs.arrayBuffer()).equals(bytes)).toBe(true)
})

test('a page is taken as a paper, and is only ever saved', async () => {
  const page = Buffer.from('<html><script>alert(1)</script></html>')
  expect(await put({ body: page, mime: 'text/html' })).toEqual([201, undefined])
  const answer = await get(nameOf(page))
  expect([answer.headers.get('content-type'), answer.headers.get('content-disposition')]).toEqual([
    'application/octet-stream',
    'attachment'
  ])
})
