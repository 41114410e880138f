import { createHmac } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { templatePage } from '../../sync-server/emulator/whatsapp/templates.ts'
import { templates } from '../../sync-server/sample/templates.ts'
import { exported } from '../e2e/operator.ts'
import { called as askedByLine, lineBot } from '../platforms/line-events.ts'
import { demo, foundOther, hookTo, other } from './two-tenants.ts'
import { startServer, type RunningServer } from '../support/server.ts'
import { sampleCookie } from './agent.ts'

const origin = 'https://inbox.example.com'

/** A pretend Bot API, and LINE's: what each was asked, and what it answers. */
const vendor = { asked: [] as { path: string; body: unknown }[], status: 200, answer: {} as object }
/** What it answers to whoever only looks: by the beginning of the path. */
const seen: Record<string, { status: number; answer: object }> = {}
/** The business account that only one of the tests connects, and how often its templates were asked for. */
const wabaId = '402290129340399'
const waiting = { timeout: 20_000, interval: 50 }
let templatesAsked = 0
let api: Server
let server: RunningServer
let admin: string

beforeAll(async () => {
  api = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      const address = new URL(request.url ?? '', 'http://vendor')
      if (address.pathname.includes(`/${wabaId}/`)) templatesAsked += 1
      const looks = request.method === 'GET'
      if (!looks) vendor.asked.push({ path: `${request.method} ${request.url}`, body: JSON.parse(body || 'null') })
      const told = looks ? Object.entries(seen).find(([path]) => address.pathname.startsWith(path))?.[1] : vendor
      const { status, answer } = address.pathname.endsWith('/message_templates')
        ? { status: 200, answer: templatePage(templates, address) }
        : (told ?? { status: 503, answer: {} })
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
    })
  })
  await new Promise<void>(resolve => api.listen(0, '127.0.0.1', resolve))
  const base = `http://127.0.0.1:${(api.address() as AddressInfo).port}`
  const vendors = { WHATSAPP_BASE_URL: base, INSTAGRAM_BASE_URL: base, TELEGRAM_BASE_URL: base, LINE_BASE_URL: base }
  seen[`/v23.0/${meta.account}`] = { status: 200, answer: { id: meta.account } }
  server = await startServer({ env: { PUBLIC_ORIGIN: origin, ...vendors } })
  await server.kill('SIGTERM')
  await foundOther(server.dataDir)
  await server.restart()
  admin = await sampleCookie(server.url, 'admin@demo.test')
})
afterAll(async () => {
  await server.stop()
  api.close()
})

const ask = (path: string, cookie: string, body?: unknown) =>
  fetch(`${server.url}/api/inboxes${path}`, {
    headers: { cookie, origin, 'content-type': 'application/json' },
    ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) })
  })
const said = async (answer: Response) => [answer.status, await answer.json()] as const

const meta = { account: '300000000000003', appSecret: 'the-new-app-secret', accessToken: 'the-new-access-token' }
const phone = { inbox: null, platform: 'whatsapp', name: 'Second phone', given: meta }

type Listed = {
  inboxes: {
    inbox: string
    address: string | null
    provedAt: number | null
    heardAt: number | null
    news: { about: string }[]
    worries: string[]
  }[]
}
async function health(inbox: string, cookie = admin) {
  const listed = (await (await ask('', cookie)).json()) as Listed
  return listed.inboxes.find(one => one.inbox === inbox)
}

const handshake = (inbox: string, token: string) =>
  fetch(`${server.url}/hooks/whatsapp/${inbox}?hub.mode=subscribe&hub.verify_token=${token}&hub.challenge=42`)

test('who is no admin, or nobody, sees no wire and connects nothing', async () => {
  for (const [cookie, status] of [
    [await sampleCookie(server.url, 'agent1@demo.test'), 403],
    ['', 401]
  ] as const) {
    expect((await ask('', cookie)).status).toBe(status)
    expect((await ask('/connect', cookie, phone)).status).toBe(status)
  }
})

test('an admin connects a number, the platform proves the address, calls, and each is seen', async () => {
  const [status, done] = await said(await ask('/connect', admin, phone))
  expect([status, done]).toEqual([
    200,
    {
      inbox: expect.stringMatching(/^whatsapp-[0-9a-f]{10}$/),
      result: 'connected',
      notAsked: null,
      announced: false,
      notAnnounced: null,
      agreed: expect.stringMatching(/^[0-9a-f]{48}$/)
    }
  ])
  const { inbox, agreed } = done as { inbox: string; agreed: string }
  expect(await health(inbox)).toMatchObject({
    address: `${origin}/hooks/whatsapp/${inbox}`,
    provedAt: null,
    heardAt: null,
    waiting: 0,
    letters: 0
  })
  expect((await handshake(inbox, 'guessed')).status).toBe(403)
  expect(await health(inbox)).toMatchObject({ provedAt: null })
  expect(await (await handshake(inbox, agreed)).text()).toBe('42')
  expect(await health(inbox)).toMatchObject({ provedAt: expect.any(Number), heardAt: null })

  const wire = { inbox, account: meta.account, appSecret: meta.appSecret }
  expect(await hookTo(server, { ...wire, appSecret: 'forged' }, 'forged-1', 'not theirs')).toBe(401)
  expect(await health(inbox)).toMatchObject({ heardAt: null })
  expect(await hookTo(server, wire, 'first-call', 'Hello')).toBe(200)
  const heard = await health(inbox)
  expect(heard).toMatchObject({ heardAt: expect.any(Number) })

  // Renewed, the word that was agreed on stays: it is entered at the platform already.
  const again = { ...phone, inbox, given: { ...meta, accessToken: 'another-access-token' } }
  expect(await said(await ask('/connect', admin, again))).toMatchObject([200, { result: 'renewed', agreed }])
  expect(await (await handshake(inbox, agreed)).text()).toBe('42')

  await server.restart()
  expect(await health(inbox)).toMatchObject({ heardAt: heard?.heardAt })
  const events = JSON.stringify(await exported(server.dataDir, { tenant: 'demo' }))
  expect(events).toContain(inbox)
  const listed = await (await ask('', admin)).text()
  for (const secret of [...Object.values(meta).slice(1), 'another-access-token', agreed]) {
    expect(events + server.output + listed).not.toContain(secret)
  }
})

test('a token that is not renewed worries its admins, and nobody else’s, until it is', async () => {
  const account = { ...meta, account: '17841400000000007' }
  const shop = { inbox: null, platform: 'instagram', name: 'Shop on Instagram', given: account }
  const [, done] = await said(await ask('/connect', admin, shop))
  const { inbox } = done as { inbox: string }
  const worries = async () => (await health(inbox))?.worries
  await vi.waitFor(async () => expect(await worries()).toHaveLength(1), waiting)
  expect(await worries()).toEqual([
    'Instagram did not renew this inbox’s access token (it could not be reached). It ends some time after it was made: an admin has to connect the inbox again with a new one.'
  ])
  const others = await (await ask('', await sampleCookie(server.url, other.adminEmail))).text()
  expect(others).not.toContain('did not renew')
  seen['/refresh_access_token'] = {
    status: 200,
    answer: { access_token: 'a-new-one', token_type: 'bearer', expires_in: 5_184_000 }
  }
  await ask('/connect', admin, { ...shop, inbox, given: { ...account, accessToken: 'entered-anew' } })
  await vi.waitFor(async () => expect(await worries()).toEqual([]), waiting)
})

test('what is missing or malformed is said at its field, and nothing is connected', async () => {
  const without = (field: string, value: string) => ({ ...phone, given: { ...meta, [field]: value } })
  expect(await said(await ask('/connect', admin, without('account', '+49 170')))).toEqual([
    422,
    { sentence: 'Phone number ID must be the phone number id.', field: 'account' }
  ])
  expect(await said(await ask('/connect', admin, without('accessToken', '  ')))).toEqual([
    422,
    { sentence: 'Access token must have 1 to 1000 characters.', field: 'accessToken' }
  ])
  // How a wire is may change meanwhile: its templates come, its mailbox is heard.
  const connected = async () => ((await (await ask('', admin)).json()) as Listed).inboxes.map(({ inbox }) => inbox)
  const before = await connected()
  for (const body of [null, {}, { ...phone, platform: 'pigeon' }, { ...phone, name: '' }, { ...phone, given: 7 }]) {
    expect((await ask('/connect', admin, body)).status).toBe(400)
  }
  expect((await ask('/connect', admin, { ...phone, name: 'x'.repeat(40_000) })).status).toBe(413)
  expect(await connected()).toEqual(before)
})

test('another workspace’s inbox is as unknown as none, no id can be chosen, and no wire is another’s to see', async () => {
  for (const inbox of [other.whatsapp.inbox, 'an-id-of-my-own', demo.webchat]) {
    expect(await said(await ask('/connect', admin, { ...phone, inbox }))).toEqual([
      422,
      { sentence: 'There is no such inbox in this workspace.' }
    ])
  }
  expect(await health('an-id-of-my-own')).toBeUndefined()
  expect(await hookTo(server, other.whatsapp, 'still-theirs', 'Hello')).toBe(200)
  const [mine, hers] = [await ask('', admin), await ask('', await sampleCookie(server.url, other.adminEmail))]
  expect(await mine.text()).not.toContain('other-')
  const listed = await hers.text()
  expect(listed).toContain(other.whatsapp.inbox)
  expect(listed).not.toContain(demo.whatsapp.inbox)
})

test('templates are brought when the server starts, and when an admin says so, and nothing that has not changed is kept', async () => {
  type Templates = { templates: { at: number; fault: string | null; leftOut: number } | null } | undefined
  const brought = async () => ((await health(demo.whatsapp.inbox)) as Templates)?.templates
  await expect.poll(brought).toEqual({ at: expect.any(Number), fault: null, leftOut: 0 })
  const before = await brought()
  const listed = async () =>
    (await exported(server.dataDir)).filter(({ fact }) => fact.type === 'inbox.templates-listed').length
  expect(await listed()).toBe(1)
  const path = `/${demo.whatsapp.inbox}/templates`
  expect((await ask(path, await sampleCookie(server.url, 'agent1@demo.test'), {})).status).toBe(403)
  expect((await ask(path, await sampleCookie(server.url, other.adminEmail), {})).status).toBe(404)
  expect((await ask(`/${demo.webchat}/templates`, admin, {})).status).toBe(404)
  const [status, now] = await said(await ask(path, admin, {}))
  expect([status, now]).toEqual([200, { at: expect.any(Number), fault: null, leftOut: 0 }])
  expect((now as { at: number }).at).toBeGreaterThanOrEqual(before!.at)
  expect(await listed()).toBe(1)
})

test('Telegram is told where to call; what it answers is said, and connected it is all the same', async () => {
  const bot = { inbox: null, platform: 'telegram', name: 'Bot', given: { accessToken: '7000000009:AAbot-of-the-test' } }
  vendor.answer = { ok: true, result: true }
  seen['/bot7000000009'] = { status: 200, answer: { ok: true, result: { id: 7_000_000_009, is_bot: true } } }
  const [, done] = await said(await ask('/connect', admin, bot))
  expect(done).toMatchObject({ announced: true, notAnnounced: null, agreed: null })
  const { inbox } = done as { inbox: string }
  expect((done as { notAsked: string | null }).notAsked).toBeNull()
  const [told] = vendor.asked.splice(0) as { path: string; body: { secret_token: string } }[]
  expect(told).toMatchObject({
    path: 'POST /bot7000000009:AAbot-of-the-test/setWebhook',
    body: { url: `${origin}/hooks/telegram/${inbox}`, allowed_updates: expect.arrayContaining(['message_reaction']) }
  })
  const call = (secret: string) =>
    fetch(`${server.url}/hooks/telegram/${inbox}`, {
      method: 'POST',
      headers: { 'x-telegram-bot-api-secret-token': secret },
      body: JSON.stringify({ update_id: 1, poll: {} })
    })
  expect((await call('guessed-by-somebody')).status).toBe(401)
  expect((await call(told!.body.secret_token)).status).toBe(200)

  Object.assign(vendor, { status: 401, answer: { ok: false, error_code: 401, description: 'Unauthorized' } })
  expect(await said(await ask('/connect', admin, { ...bot, inbox }))).toMatchObject([
    200,
    { result: 'renewed', announced: false, notAnnounced: expect.stringContaining('no longer accepts') }
  ])
  // The word stays as Telegram knows it.
  expect(vendor.asked.splice(0)).toMatchObject([{ body: { secret_token: told!.body.secret_token } }])
  expect(server.output).not.toContain('AAbot-of-the-test')
})

test('LINE says who its bot is, and is told the address with its token', async () => {
  Object.assign(vendor, { status: 200, answer: {} })
  const given = { appSecret: 'line-channel-secret', accessToken: 'line-access-token' }
  const wanted = { inbox: null, platform: 'line', name: 'LINE', given }
  expect(await said(await ask('/connect', admin, wanted))).toEqual([
    422,
    { sentence: 'LINE did not answer now. It has to say who the bot is: try again later.' }
  ])
  seen['/v2/bot/info'] = { status: 200, answer: { userId: lineBot, basicId: '@shop' } }
  const [, done] = await said(await ask('/connect', admin, wanted))
  const { inbox } = done as { inbox: string }
  expect(vendor.asked.splice(0)).toEqual([
    { path: 'PUT /v2/bot/channel/webhook/endpoint', body: { endpoint: `${origin}/hooks/line/${inbox}` } }
  ])
  const call = askedByLine({ destination: lineBot, events: [] }, given.appSecret)
  expect((await fetch(`${server.url}/hooks/line/${inbox}`, call)).status).toBe(200)

  // Of another bot, everything that LINE says would be lost.
  seen['/v2/bot/info'] = { status: 200, answer: { userId: `U${'9'.repeat(32)}` } }
  expect(await said(await ask('/connect', admin, { ...wanted, inbox }))).toEqual([
    422,
    { sentence: 'This channel access token is of another bot than the inbox’s.' }
  ])
})

test('what the platform does not take is said before anything is kept; who cannot be asked keeps nobody waiting', async () => {
  const before = await (await ask('', admin)).text()
  const numbered = (account: string) => ({ ...phone, name: 'Third phone', given: { ...meta, account } })
  const expired = { error: { code: 190, message: 'Error validating access token.' } }
  seen['/v23.0/400000000000004'] = { status: 401, answer: expired }
  expect(await said(await ask('/connect', admin, numbered('400000000000004')))).toEqual([
    422,
    { sentence: 'WhatsApp does not accept this access token. Error validating access token.' }
  ])
  seen['/v23.0/400000000000004'] = { status: 200, answer: { id: '500000000000005' } }
  expect(await said(await ask('/connect', admin, numbered('400000000000004')))).toEqual([
    422,
    { sentence: 'The access token is for the phone number 500000000000005, not for 400000000000004.' }
  ])
  expect(await (await ask('', admin)).text()).toBe(before)
  expect(await said(await ask('/connect', admin, numbered('600000000000006')))).toMatchObject([
    200,
    {
      result: 'connected',
      notAsked: 'WhatsApp could not be reached. So nobody knows yet whether the secrets are right.'
    }
  ])
  const bot = { inbox: null, platform: 'telegram', name: 'Bot', given: { accessToken: '7000000008:AAa-wrong-token' } }
  seen['/bot7000000008'] = { status: 401, answer: { ok: false, error_code: 401, description: 'Unauthorized' } }
  expect(await said(await ask('/connect', admin, bot))).toEqual([
    422,
    { sentence: 'Telegram does not accept this token. BotFather says it with /token.' }
  ])
  expect(vendor.asked.splice(0)).toEqual([])
  expect(server.output).not.toContain('AAa-wrong-token')
})

test(
  'what the platform tells of the account is seen by its admins, and its templates are asked for anew',
  { tags: 'long', timeout: 60_000 },
  async () => {
    const given = { ...meta, business: wabaId }
    const [, done] = await said(await ask('/connect', admin, { ...phone, name: 'Third phone', given }))
    const { inbox } = done as { inbox: string }
    // Asked once because it was connected.
    await vi.waitFor(() => expect(templatesAsked).toBe(1), waiting)
    const rejected = {
      event: 'REJECTED',
      message_template_name: 'spring_sale',
      message_template_language: 'en-US',
      reason: 'SCAM'
    }
    const body = told(['message_template_status_update', rejected], ['account_update', { event: 'ACCOUNT_DELETED' }])
    for (let n = 0; n < 20; n += 1) expect(await tellOf(inbox, body)).toBe(200)
    expect(await tellOf(inbox, body, 'forged')).toBe(401)
    await vi.waitFor(() => expect(templatesAsked).toBeGreaterThan(1), waiting)
    expect(templatesAsked).toBeLessThan(20)
    const line = (about: string, sentence: string) => ({
      id: expect.any(String),
      at: 1_795_428_000_000,
      about,
      trouble: true,
      sentence: expect.stringContaining(sentence),
      words: expect.any(String)
    })
    const news = [line('account', 'was deleted'), line('templates', 'spring_sale (en-US) is rejected: scam.')]
    const shown = await health(inbox)
    expect(shown).toMatchObject({ letters: 0, heardAt: expect.any(Number) })
    expect(shown?.news.toSorted((a, b) => a.about.localeCompare(b.about))).toEqual(news)
    await server.restart()
    expect((await health(inbox))?.news).toHaveLength(2)
    const theirs = (await (await ask('', await sampleCookie(server.url, other.adminEmail))).json()) as Listed
    expect(theirs.inboxes.map(one => one.news)).toEqual(theirs.inboxes.map(() => []))
    expect(theirs.inboxes).not.toEqual([])
  }
)

function told(...all: readonly (readonly [field: string, value: object])[]): string {
  const changes = all.map(([field, value]) => ({ field, value }))
  return JSON.stringify({ object: 'whatsapp_business_account', entry: [{ id: wabaId, time: 1_795_428_000, changes }] })
}

async function tellOf(inbox: string, body: string, secret = meta.appSecret): Promise<number> {
  const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
  const headers = { 'content-type': 'application/json', 'x-hub-signature-256': signature }
  return (await fetch(`${server.url}/hooks/whatsapp/${inbox}`, { method: 'POST', headers, body })).status
}
