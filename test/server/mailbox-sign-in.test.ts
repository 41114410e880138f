// @module-tag long
import { afterAll, beforeAll, expect, test } from 'vitest'
import { exported } from '../e2e/operator.ts'
import { client, oauthHouse, type OAuthHouse } from '../oauth/oauth-house.ts'
import { imapStandIn, smtpStandIn, type ImapStandIn, type SmtpStandIn } from '../platforms/mail-servers.ts'
import { shop } from '../platforms/mails.ts'
import { startServer, type RunningServer } from '../support/server.ts'
import { until } from '../web/support/until.ts'
import { sampleCookie } from './agent.ts'

let server: RunningServer
let house: OAuthHouse
let mailbox: ImapStandIn
let sender: SmtpStandIn
let admin: string

beforeAll(async () => {
  house = await oauthHouse({ user: shop })
  ;[mailbox, sender] = await Promise.all([imapStandIn({ takes: house.takes }), smtpStandIn(undefined, house.takes)])
  const env = {
    MAIL_SERVERS: [mailbox, sender].map(({ url }) => url.replace(/\/\/.*@/, '//')).join(' '),
    GOOGLE_CLIENT_ID: client.id,
    GOOGLE_CLIENT_SECRET: client.secret,
    GOOGLE_AUTHORIZE_URL: `${house.url}/authorize`,
    GOOGLE_TOKEN_URL: `${house.url}/token`,
    MICROSOFT_CLIENT_ID: 'half-an-app'
  }
  server = await startServer({ env })
  admin = await sampleCookie(server.url, 'admin@demo.test')
})
afterAll(() => Promise.all([server.stop(), mailbox.close(), sender.close(), house.close()]))

const ask = async (path: string, body?: unknown, cookie = admin) => {
  const answer = await fetch(`${server.url}/api/inboxes${path}`, {
    headers: { cookie, 'content-type': 'application/json' },
    ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) })
  })
  return [answer.status, (await answer.json()) as Record<string, unknown>] as const
}
const given = () => ({ account: shop, incoming: new URL(mailbox.url).host, outgoing: new URL(sender.url).host })
const begin = (over: object = {}, cookie = admin) =>
  ask('/sign-in', { inbox: null, name: 'Support', provider: 'google', given: given(), ...over }, cookie)
/** Presses the button; what the page that one comes back to is told. */
async function allow(address: string) {
  const led = await fetch(address, { method: 'POST', redirect: 'manual' })
  const back = new URL(led.headers.get('location') ?? '')
  const told = { state: back.searchParams.get('state') ?? '', code: back.searchParams.get('code') }
  return { page: back.origin + back.pathname, told }
}
const begun = async () => String((await begin())[1]['address'])
const over = /^This sign-in is over: begin it again here/
type Health = { inbox: string; answers: boolean | null; fault: string | null }
const health = async (inbox: string) => ((await ask(''))[1]['inboxes'] as Health[]).find(one => one.inbox === inbox)

let inbox: string

test('it is offered with whom the operator has registered this server, whole', async () => {
  expect((await ask(''))[1]).toMatchObject({ signInWith: ['google'] })
  expect((await begin({ provider: 'microsoft' }))[0]).toBe(404)
  expect((await begin({ provider: 'somebody' }))[0]).toBe(400)
  expect(await begin({ given: { ...given(), incoming: 'imaps://x' } })).toMatchObject([422, { field: 'incoming' }])
  expect((await begin({}, await sampleCookie(server.url, 'agent1@demo.test')))[0]).toBe(403)
  const address = new URL(await begun())
  expect(Object.fromEntries(address.searchParams)).toMatchObject({
    client_id: client.id,
    redirect_uri: `${server.url}/inboxes`,
    response_type: 'code',
    scope: 'https://mail.google.com/',
    access_type: 'offline',
    code_challenge_method: 'S256'
  })
  expect(address.href).not.toContain(client.secret)
})

test('an admin signs in, and the mailbox is there; what came back is good once', async () => {
  const { page, told } = await allow(await begun())
  expect(page).toBe(`${server.url}/inboxes`)
  const [status, done] = await ask('/signed-in', told)
  expect([status, done]).toMatchObject([200, { result: 'connected' }])
  inbox = String(done['inbox'])
  await until(async () => (await health(inbox))?.answers === true, 'the mailbox answers')
  expect(await ask('/signed-in', told)).toMatchObject([422, { sentence: expect.stringMatching(over) }])
  expect(await health(inbox)).toMatchObject({ answers: true, fault: null })
})

test('nobody else ends what an admin has begun: not another session of theirs, nor somebody with a state of their own', async () => {
  const { told } = await allow(await begun())
  const elsewhere = await sampleCookie(server.url, 'admin@demo.test')
  const refused = [422, { sentence: expect.stringMatching(over) }] as const
  expect(await ask('/signed-in', told, elsewhere)).toMatchObject(refused)
  expect((await ask('/signed-in', told, await sampleCookie(server.url, 'agent1@demo.test')))[0]).toBe(403)
  expect(await ask('/signed-in', { ...told, state: 'guessed' })).toMatchObject(refused)
  // Another's code does not fit the proof of this one.
  const mine = await allow(await begun())
  expect(await ask('/signed-in', { state: mine.told.state, code: told.code })).toMatchObject(refused)
  const no = await allow(await begun())
  expect(await ask('/signed-in', { state: no.told.state, code: null })).toMatchObject([
    422,
    { sentence: 'Nobody has signed in with Google.' }
  ])
})

test('a mailbox of somebody else is not connected', async () => {
  const [, { address }] = await begin({ given: { ...given(), account: 'boss@shop.example' } })
  const { told } = await allow(String(address))
  expect(await ask('/signed-in', told)).toMatchObject([
    422,
    { field: 'signIn', sentence: 'The mailbox at 127.0.0.1 does not accept who has signed in. Is it their mailbox?' }
  ])
})

test('it goes on after a restart, says when it was taken back, and is signed in to again', async () => {
  house.endTokens()
  await server.restart()
  await until(async () => (await health(inbox))?.answers === true, 'the mailbox answers after a restart')
  house.endGrants()
  mailbox.cut()
  const shut = 'Google does not let this inbox in any more. An admin has to sign in again.'
  await until(async () => {
    const { fault } = (await health(inbox)) ?? {}
    // The line that broke is opened with the token that is there, and that is not taken.
    return fault === shut
  }, 'the line is down')
  const [, { address }] = await begin({ inbox })
  const { told } = await allow(String(address))
  expect(await ask('/signed-in', told)).toMatchObject([200, { result: 'renewed', inbox }])
  await until(async () => (await health(inbox))?.answers === true, 'the mailbox answers again')
  const events = JSON.stringify(await exported(server.dataDir, { tenant: 'demo' }))
  expect(events + server.output + JSON.stringify(await ask(''))).not.toMatch(
    /(?:access|refresh|code)-[\w-]{20}|the-client-secret/
  )
})

test('who signs people in to the sample’s mailbox is played beside it', async () => {
  const query = new URLSearchParams({
    client_id: 'demo-client',
    redirect_uri: `${server.url}/inboxes`,
    response_type: 'code',
    scope: 'mail'
  })
  const page = await fetch(`${server.url}/emulator/email/oauth/authorize?${query}`)
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('hello@ink-paper.example')])
  const led = await fetch(page.url, { method: 'POST', redirect: 'manual' })
  const code = new URL(led.headers.get('location') ?? '').searchParams.get('code') ?? ''
  const asked = { grant_type: 'authorization_code', code, redirect_uri: `${server.url}/inboxes` }
  const token = (secret: string) =>
    fetch(`${server.url}/emulator/email/oauth/token`, {
      method: 'POST',
      body: new URLSearchParams({ ...asked, client_id: 'demo-client', client_secret: secret })
    })
  const [wrong, right, again] = [await token('x'), await token('demo-client-secret'), await token('demo-client-secret')]
  expect([wrong.status, await wrong.json()]).toEqual([401, { error: 'invalid_client' }])
  expect([right.status, await right.json()]).toMatchObject([200, { token_type: 'Bearer' }])
  expect([again.status, await again.json()]).toEqual([400, { error: 'invalid_grant' }])
})
