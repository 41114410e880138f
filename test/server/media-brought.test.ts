import { createHash, randomUUID } from 'node:crypto'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { conversationOf } from '../e2e/conversation-of.ts'
import { customerWrites } from '../e2e/meta.ts'
import { pictureOf } from '../../sync-server/emulator/picture.ts'
import { startServer, type RunningServer } from '../support/server.ts'
import { bomb, photo } from '../media/photos.ts'
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
  const { error, refusal } = (await answer.json()) as { error?: string; refusal?: object }
  return [answer.status, error ?? refusal]
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
  expect(await put({ body: page })).toEqual([415, { reason: 'file-not-what-it-says', mime: 'image/png' }])
  expect(await put({ name: nameOf(page) })).toEqual([422, { reason: 'file-damaged' }])
  expect(await put({ mime: 'nonsense' })).toEqual([415, { reason: 'file-not-what-it-says', mime: 'nonsense' }])
  expect(await put({ to: 'another' })).toEqual([404, { reason: 'no-such-conversation' }])
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

test('a template has its picture in its heading, which every colleague may see', async () => {
  const body = pictureOf('heading')
  const file = nameOf(body)
  const head = { media: 'image', mime: 'image/png', file, bytes: body.length }
  const chosen = { kind: 'template', name: 'new_arrivals', language: 'en', parameters: [], text: 'Hello', head }
  const agent = await sampleAgent(server.url)
  const reply = (n: number) => agent.push(n, { ...replyWith({}), content: chosen })
  expect(await reply(1)).toMatchObject([{ refusal: { reason: 'no-such-file' } }])
  expect(await put({ body })).toEqual([201, undefined])
  expect(await reply(2)).toMatchObject([{ refusal: null }])
  await agent.close()
  const theirs = await get(file, await sampleCookie(server.url, 'agent2@demo.test'))
  expect([theirs.status, theirs.headers.get('content-type')]).toEqual([200, 'image/png'])
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

test('of a photo what is seen is small, to those who may see the photo', async () => {
  const body = await photo(1600, 1200).jpeg().toBuffer()
  expect(await put({ body, mime: 'image/jpeg' })).toEqual([201, undefined])
  const small = `${nameOf(body)}?size=small`
  const theirs = await sampleCookie(server.url, 'agent2@demo.test')
  const answer = await get(small, theirs)
  const seen = await answer.arrayBuffer()
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'image/webp',
    'content-length': String(seen.byteLength),
    'content-disposition': 'inline',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'private, no-cache'
  })
  expect(await sharp(seen).metadata()).toMatchObject({ width: 640, height: 480 })
  expect(Buffer.from(await (await get(nameOf(body), theirs)).arrayBuffer()).equals(body)).toBe(true)
  // Light already, or no picture: it is what it is.
  const light = await get(`${nameOf(bytes)}?size=small`)
  expect([light.headers.get('content-type'), (await light.arrayBuffer()).byteLength]).toEqual([
    'image/png',
    bytes.length
  ])

  expect((await get(small, 'daybook_session=guessed')).status).toBe(401)
  expect((await fetch(`${server.url}/media/another/${small}`, { headers: { cookie } })).status).toBe(404)
  const admin = await sampleAgent(server.url, 'admin@demo.test')
  const leave = { type: 'inbox.remove-member', inbox: 'demo-whatsapp', agent: 'demo-agent2' }
  expect(await admin.push(1, { ...leave, id: randomUUID(), at: Date.now() })).toMatchObject([{ refusal: null }])
  await admin.close()
  expect((await get(small, theirs)).status).toBe(404)
})

test('a hostile picture is served as it is, and is asked for again', async () => {
  const body = bomb()
  expect(await put({ body })).toEqual([201, undefined])
  const answer = await get(`${nameOf(body)}?size=small`)
  expect([answer.status, answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual([
    200,
    'image/png',
    'private, no-store'
  ])
  expect(Buffer.from(await answer.arrayBuffer()).equals(body)).toBe(true)
})
