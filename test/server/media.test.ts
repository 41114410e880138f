import { randomUUID } from 'node:crypto'
import { request } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { exported } from '../e2e/operator.ts'
import { startServer, type RunningServer } from '../support/server.ts'
import { until } from '../web/support/until.ts'
import { sampleAgent, sampleCookie } from './agent.ts'

let server: RunningServer
let address: string
let cookie: string

/** The sample has a photo: the pretended WhatsApp has its bytes. */
beforeAll(async () => {
  server = await startServer()
  const kept = async () => (await exported(server.dataDir)).find(({ fact }) => fact.type === 'conversation.file-kept')
  await until(async () => (await kept()) !== undefined, 'the photo of the sample is here')
  const event = await kept()
  const { file } = event!.fact as unknown as { file: string }
  address = `${server.url}/media/${encodeURIComponent(event!.stream.slice('conversation/'.length))}/${file}`
  cookie = await sampleCookie(server.url, 'admin@demo.test')
}, 60_000)
afterAll(() => server.stop())

const get = (headers: Record<string, string> = {}, at = address) => fetch(at, { headers: { cookie, ...headers } })

test('an agent of its inbox reads it, as a picture and as nothing else', async () => {
  const answer = await get()
  expect(answer.status).toBe(200)
  const bytes = Buffer.from(await answer.arrayBuffer())
  expect(bytes.subarray(1, 4).toString()).toBe('PNG')
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'image/png',
    'content-length': String(bytes.length),
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'private, no-cache'
  })
  expect((await get({}, `${address.slice(0, -1)}${address.endsWith('0') ? '1' : '0'}`)).status).toBe(404)
  expect((await get({}, address.replace(/media\/[^/]+/, 'media/another'))).status).toBe(404)
})

test('whoever has it is told no more than that they may still show it, and who may not is not told that', async () => {
  for (const at of [address, `${address}?size=small`]) {
    const etag = (await get({}, at)).headers.get('etag') ?? ''
    const again = await get({ 'if-none-match': etag }, at)
    expect([again.status, again.headers.get('etag'), await again.text()]).toEqual([304, etag, ''])
    expect(again.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
    expect((await get({ 'if-none-match': '"another"' }, at)).status).toBe(200)
    expect((await get({ 'if-none-match': etag, cookie: 'daybook_session=guessed' }, at)).status).toBe(401)
  }
})

test('parts of it come as parts', async () => {
  const whole = Buffer.from(await (await get()).arrayBuffer())
  const part = await get({ range: 'bytes=10-19' })
  expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 10-19/${whole.length}`])
  expect(Buffer.from(await part.arrayBuffer())).toEqual(whole.subarray(10, 20))
  const behind = await get({ range: `bytes=${whole.length}-` })
  expect([behind.status, behind.headers.get('content-range')]).toEqual([416, `bytes */${whole.length}`])
})

test('whatever it is, as a page it can do nothing', async () => {
  const answer = await get({}, `${address}/page`)
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
  expect(answer.headers.get('cache-control')).toBe('private, no-store')
  expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none'; .*; sandbox allow-popups /)
  expect((await get({}, `${address.replace(/media\/[^/]+/, 'media/another')}/page`)).status).toBe(404)
  await answer.body?.cancel()
})

test('to everybody else there is no such file', async () => {
  const page = `${address}/page`
  expect((await fetch(address)).status).toBe(401)
  expect((await fetch(page)).status).toBe(401)
  expect((await get({ cookie: 'daybook_session=guessed' })).status).toBe(401)
  const theirs = await sampleCookie(server.url, 'agent2@demo.test')
  expect((await get({ cookie: theirs })).status).toBe(200)
  const admin = await sampleAgent(server.url, 'admin@demo.test')
  const leave = {
    type: 'inbox.remove-member',
    inbox: 'demo-whatsapp',
    agent: 'demo-agent2',
    id: randomUUID(),
    at: Date.now()
  }
  expect(await admin.push(1, leave)).toMatchObject([{ refusal: null }])
  await admin.close()
  expect((await get({ cookie: theirs })).status).toBe(404)
  expect((await get({ cookie: theirs }, page)).status).toBe(404)
})

/** As it is written: `fetch` would tidy it up. */
function ask(path: string): Promise<{ status: number; body: string }> {
  const { hostname, port } = new URL(server.url)
  return new Promise((resolve, reject) => {
    request({ hostname, port, path, headers: { cookie } }, answer => {
      let body = ''
      answer.on('data', part => (body += part)).on('end', () => resolve({ status: answer.statusCode ?? 0, body }))
    })
      .on('error', reject)
      .end()
  })
}

const hex = 'a'.repeat(64)
const conversations = [
  '..',
  '%2e%2e',
  '..%2f..%2fmaster.key',
  'a%00',
  '%ff',
  'x'.repeat(5000),
  '%2fetc%2fpasswd',
  '.',
  '%5c..%5c',
  ''
]
const names = [
  '../../master.key',
  '%2e%2e%2fmaster.key',
  hex.toUpperCase(),
  hex.slice(1),
  `${hex}a`,
  `${hex}/..`,
  '%00',
  '..;/',
  'index.html',
  hex
]

test('a hundred hostile names lead to no file', async () => {
  for (const conversation of conversations)
    for (const name of names) {
      const { status, body } = await ask(`/media/${conversation}/${name}`)
      // Some leave the place altogether, and find the app's own page: 503 where it is not built.
      expect([200, 400, 404, 503], `${conversation} ${name}`).toContain(status)
      expect(body.includes('<html'), `${conversation} ${name}`).toBe(status === 200)
    }
})
