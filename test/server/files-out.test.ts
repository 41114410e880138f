import { createHash, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pictureOf } from '../../sync-server/emulator/picture.ts'
import { daybook } from '../cli/daybook.ts'
import { exported } from '../e2e/operator.ts'
import { fileVendor, instagramJudge } from '../platforms/file-vendors.ts'
import { ig, igId } from '../platforms/meta-events.ts'
import { signed } from '../platforms/payloads.ts'
import { startServer, type RunningServer } from '../support/server.ts'
import { until } from '../web/support/until.ts'
import { sampleAgent, sampleCookie } from './agent.ts'

const origin = 'https://inbox.example.com'
const inbox = 'shop-instagram'
const bytes = pictureOf('to Instagram')
const file = createHash('sha256').update(bytes).digest('hex')
let server: RunningServer
let instagram: Awaited<ReturnType<typeof fileVendor>>
/** Where Instagram went. */
const addresses: string[] = []

/** The proxy in front of the server, as the world sees it. */
const reach = (address: string, method = 'GET') => {
  addresses.push(address)
  return fetch(address.replace(origin, server.url), { method })
}

beforeAll(async () => {
  instagram = await fileVendor(instagramJudge, reach)
  server = await startServer({ env: { PUBLIC_ORIGIN: origin, INSTAGRAM_BASE_URL: instagram.baseUrl } })
  const secrets = { INSTAGRAM_APP_SECRET: 'an-app-secret', INSTAGRAM_VERIFY_TOKEN: 'v', INSTAGRAM_ACCESS_TOKEN: 'a' }
  const where = ['--tenant', 'demo', '--inbox', inbox, '--platform', 'instagram', '--name', 'IG', '--account', igId]
  const connected = await daybook({ DATA_DIR: server.dataDir, ...secrets }, 'inboxes', 'connect', ...where)
  if (connected.code !== 0) throw new Error(connected.err)
})
afterAll(() => Promise.all([server.stop(), instagram.close()]))

const facts = async (type: string) => (await exported(server.dataDir)).filter(({ fact }) => fact.type === type)

test('a photo is fetched by Instagram, and by nobody once its customer is erased', async () => {
  const payload = ig.hook(ig.message('m_in', { text: 'Is it in stock?' }, Date.now()))
  const heard = await fetch(`${server.url}/hooks/instagram/${inbox}`, signed(payload, 'an-app-secret'))
  expect(heard.status).toBe(200)
  const opened = (await facts('conversation.opened')).find(({ fact }) => 'inbox' in fact && fact.inbox === inbox)!
  const conversation = opened.stream.slice('conversation/'.length)
  const cookie = await sampleCookie(server.url, 'admin@demo.test')
  const brought = await fetch(`${server.url}/media/${encodeURIComponent(conversation)}/${file}`, {
    method: 'PUT',
    headers: { cookie, 'content-type': 'image/png' },
    body: new Uint8Array(bytes)
  })
  expect(brought.status).toBe(201)

  const admin = await sampleAgent(server.url, 'admin@demo.test', { origin })
  const so = { id: randomUUID(), at: Date.now(), conversation, seen: 'm_in' }
  const items = [{ media: 'image', file, mime: 'image/png', bytes: bytes.length, name: 'dress.png' }]
  const reply = { type: 'conversation.reply', ...so, content: { kind: 'media', items } }
  expect(await admin.push(1, reply)).toMatchObject([{ refusal: null }])
  // The reply's own end, good or bad: the sample workspace has others that were sent.
  const ended = ({ stream, fact }: Awaited<ReturnType<typeof exported>>[number]) =>
    stream === opened.stream && ['conversation.sent', 'conversation.send-failed'].includes(fact.type)
  await until(async () => (await exported(server.dataDir)).some(ended), 'Instagram has answered')
  expect(instagram.had).toEqual([{ as: 'image', type: 'image/png', bytes }])
  expect(addresses).toHaveLength(1)
  expect(addresses[0]).toMatch(/^https:\/\/inbox\.example\.com\/files\/[\w-]+\.[\w-]{43}\/dress\.png$/)

  expect((await reach(addresses[0]!, 'HEAD')).status).toBe(200)
  for (const other of ['', '/', `${addresses[0]!.slice(origin.length + '/files'.length)}x`]) {
    expect((await fetch(`${server.url}/files${other}`)).status).not.toBe(200)
  }
  const { contact } = opened.fact as unknown as { contact: string }
  const erase = { type: 'contact.erase', id: randomUUID(), at: Date.now(), contact }
  expect(await admin.push(2, erase)).toMatchObject([{ refusal: null }])
  await admin.close()
  await until(async () => (await reach(addresses[0]!, 'HEAD')).status === 404, 'its link opens nothing')
})
