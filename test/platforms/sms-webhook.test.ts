import { describe, expect, test } from 'vitest'
import { readAgain } from '../../sync-server/letters/read-again.ts'
import { authentic } from '../../sync-server/platforms/sms/authentic.ts'
import type { InboxSecret } from '../../sync-server/platforms/secrets.ts'
import { webhookRoutes } from '../../sync-server/platforms/webhook.ts'
import { appSecret } from './payloads.ts'
import { called, cameAt, messageSid, signature, texted, type Form } from './texts.ts'
import { logger, world } from './world.ts'

const here = world()
const parts = () => {
  const { log, actors, people, letters, news, secrets } = here
  return { log, actors, people, letters, news, secrets }
}
const pathOf = ({ inbox }: InboxSecret) => `/sms/${inbox}`

/** A call to `address`, signed for `signed`, to a server that the world sees at `publicOrigin`. */
async function post(address: string, form: Form, signed: string, publicOrigin?: string, now = Date.now) {
  const routes = webhookRoutes({ ...parts(), logger, publicOrigin, now })
  return routes.request(address, called(form, appSecret, signed))
}

const received = async ({ tenant }: InboxSecret) =>
  (await here.facts(tenant)).filter(fact => fact.type === 'conversation.message-received')

describe('the address is a part of the signature', () => {
  test('as it is called; with the port that goes without saying, too', async () => {
    const inbox = await here.connect('sms')
    const path = pathOf(inbox)
    const status = async (asked: string, signed: string, publicOrigin?: string) =>
      (await post(asked + path, texted(1, 'Hello'), signed + path, publicOrigin)).status
    expect(await status('http://localhost', 'http://localhost')).toBe(200)
    expect(await status('http://localhost', 'http://localhost:80')).toBe(200)
    expect(await status('http://localhost:8080', 'http://localhost')).toBe(200)
    expect(await status('http://localhost', 'https://localhost')).toBe(401)
    expect(await status('http://localhost', 'http://elsewhere.example')).toBe(401)
  })

  test('behind a proxy it is where the world sees the server, and nowhere else', async () => {
    const inbox = await here.connect('sms')
    const path = pathOf(inbox)
    const status = async (signed: string) =>
      (await post(`http://10.0.0.5:8080${path}`, texted(1, 'Hello'), signed + path, 'https://inbox.example.com')).status
    expect(await status('https://inbox.example.com')).toBe(200)
    expect(await status('https://inbox.example.com:443')).toBe(200)
    expect(await status('http://10.0.0.5:8080')).toBe(401)
    expect(await status('http://inbox.example.com')).toBe(401)
  })

  test('with what is asked there, and every field, also one that is there twice', async () => {
    const inbox = await here.connect('sms')
    const address = `http://localhost${pathOf(inbox)}?message=reply-1`
    const form = texted(1, 'Hello')
    expect((await post(address, form, address)).status).toBe(200)
    expect((await post(address, form, address.replace('reply-1', 'reply-2'))).status).toBe(401)
    const twice = { ...form, Body: 'two' }
    const body = `${new URLSearchParams(twice).toString()}&Extra=b&Extra=a&Extra=b`
    const proof = signature(address, { ...twice, Extra: 'aExtrab' }, appSecret)
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': proof }
    const routes = webhookRoutes({ ...parts(), logger })
    expect((await routes.request(address, { method: 'POST', body, headers })).status).toBe(200)
  })

  // Source: Twilio, "Webhooks security", and the tests of its libraries.
  test.each([
    ['+12349013030', '0/KCTR6DLpKmkAf8muzZqo1nDgQ='],
    ['+14158675309', 'RSOYDt4T1cUTdK1PDd93/VVr8B8=']
  ])('what Twilio itself gives as an example, %s', (from, proof) => {
    const form = { CallSid: 'CA1234567890ABCDE', Caller: from, Digits: '1234', From: from, To: '+18005551212' }
    const body = new TextEncoder().encode(new URLSearchParams(form).toString())
    const address = 'https://mycompany.com/myapp.php?foo=1&bar=2'
    expect(authentic(body, proof, '12345', address)).toBe(true)
    expect(authentic(body, proof, '12346', address)).toBe(false)
    expect(authentic(body.slice(1), proof, '12345', address)).toBe(false)
    expect(authentic(body, proof, '12345', 'https://mycompany.com/myapp.php?foo=1&bar=3')).toBe(false)
    expect(authentic(body, proof, '', address)).toBe(false)
  })
})

test('Twilio hears thanks that it sends to nobody', async () => {
  const inbox = await here.connect('sms')
  const address = `http://localhost${pathOf(inbox)}`
  const answer = await post(address, texted(1, 'Hello'), address)
  expect([answer.headers.get('content-type'), await answer.text()]).toEqual(['text/xml', '<Response></Response>'])
})

test('a message is dated by when it first came, and comes once', async () => {
  const inbox = await here.connect('sms')
  const address = `http://localhost${pathOf(inbox)}`
  for (const n of [5, 90]) await post(address, texted(1, 'Hello'), address, undefined, () => cameAt(n))
  expect(await received(inbox)).toMatchObject([{ at: cameAt(5), message: messageSid(1) }])
})

test('a letter is read again as of when it came, and is one letter however often it is told', async () => {
  const inbox = await here.connect('sms')
  const address = `http://localhost${pathOf(inbox)}`
  const elsewhere = { ...inbox, account: 'AC00000000000000000000000000000009:+15557122661' }
  await here.secrets.connect(elsewhere)
  for (let n = 0; n < 3; n++) await post(address, texted(1, 'Hello'), address)
  const [letter, ...more] = await here.letters.of(inbox.tenant)
  expect(more).toEqual([])
  expect(letter).toMatchObject({ why: 'is for another account', form: 'payload' })
  await here.secrets.connect(inbox)
  expect(await readAgain(parts(), inbox.tenant, letter!)).toEqual({ read: true })
  expect(await received(inbox)).toMatchObject([{ at: letter!.at, content: { kind: 'text', text: 'Hello' } }])
})

test('what the database cannot hold costs nobody their message', async () => {
  const inbox = await here.connect('sms')
  const address = `http://localhost${pathOf(inbox)}`
  expect((await post(address, texted(1, 'Hel\0lo'), address)).status).toBe(200)
  expect(await received(inbox)).toMatchObject([{ content: { kind: 'text', text: 'Hel\uFFFDlo' } }])
})
