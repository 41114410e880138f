// @module-tag long
import { afterAll, beforeAll, expect, test } from 'vitest'
import { exported } from '../e2e/operator.ts'
import { imapStandIn, smtpStandIn, type ImapStandIn, type SmtpStandIn } from '../platforms/mail-servers.ts'
import { mail, shop } from '../platforms/mails.ts'
import { startServer, type RunningServer } from '../support/server.ts'
import { until } from '../web/support/until.ts'
import { sampleCookie } from './agent.ts'

let server: RunningServer
let mailbox: ImapStandIn
let sender: SmtpStandIn
let admin: string

const at = ({ url }: { url: string }) => new URL(url).host
const placeOf = ({ url }: { url: string }) => url.replace(/\/\/.*@/, '//')

beforeAll(async () => {
  ;[mailbox, sender] = await Promise.all([imapStandIn(), smtpStandIn()])
  server = await startServer({ env: { MAIL_SERVERS: [mailbox, sender].map(placeOf).join(' ') } })
  admin = await sampleCookie(server.url, 'admin@demo.test')
})
afterAll(() => Promise.all([server.stop(), mailbox.close(), sender.close()]))

const ask = async (path: string, body?: unknown, to = server) => {
  const answer = await fetch(`${to.url}/api/inboxes${path}`, {
    headers: { cookie: admin, 'content-type': 'application/json' },
    ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) })
  })
  return [answer.status, await answer.json()] as const
}
const given = () => ({ account: shop, user: 'shop', password: 'p@ss', incoming: at(mailbox), outgoing: at(sender) })
const connect = (over: Partial<ReturnType<typeof given>> = {}, inbox: string | null = null) =>
  ask('/connect', { inbox, platform: 'email', name: 'Support', given: { ...given(), ...over } })

type Health = { inbox: string; answers: boolean | null; heardAt: number | null; fault: string | null }
async function health(inbox: string, to = server): Promise<Health | undefined> {
  const [, listed] = await ask('', undefined, to)
  return (listed as { inboxes: Health[] }).inboxes.find(one => one.inbox === inbox)
}
const facts = async (type: string) =>
  (await exported(server.dataDir, { tenant: 'demo' })).flatMap(({ fact }) =>
    fact.type === type ? [fact as unknown as { inbox?: string }] : []
  )

let inbox: string

test('what is wrong with a mailbox is said at its field, before anything is kept', async () => {
  const listed = async () => ((await ask(''))[1] as { inboxes: Health[] }).inboxes.map(one => one.inbox)
  const before = await listed()
  expect(await connect({ account: 'shop' })).toEqual([
    422,
    { field: 'account', sentence: 'Address must be an e-mail address.' }
  ])
  expect(await connect({ password: 'guessed-word' })).toEqual([
    422,
    { field: 'password', sentence: 'The mailbox at 127.0.0.1 does not accept this user name and password.' }
  ])
  for (const [field, value] of [
    ['incoming', 'imaps://mail.example.com'],
    ['outgoing', 'mail.example.com?tls=none']
  ] as const) {
    expect(await connect({ [field]: value })).toMatchObject([422, { field }])
  }
  expect(await listed()).toEqual(before)
})

test('of the operator’s own net an admin learns nothing, and no server of theirs is gone to but those that were named', async () => {
  const hosts = ['127.0.0.1', 'localhost', '169.254.169.254', '10.0.0.1', '127.1', 'nobody.invalid']
  const sentences = new Set<string>()
  for (const host of hosts) {
    for (const [field, port] of [
      ['incoming', 143],
      ['incoming', 993],
      ['outgoing', 587]
    ] as const) {
      const [status, no] = await connect({ [field]: `${host}:${port}` })
      expect([status, (no as { field: string }).field], `${host}:${port}`).toEqual([422, field])
      sentences.add((no as { sentence: string }).sentence.replace(host, 'HOST'))
    }
  }
  expect([...sentences]).toEqual(['There is no mail server HOST on the public internet.'])
  expect(await connect({ incoming: `127.0.0.1:${server.port}` })).toEqual([
    422,
    { field: 'incoming', sentence: 'The port of this server has to be 993 or 143.' }
  ])
})

test('an admin connects a mailbox, sees that it answers, and that mail comes', async () => {
  const [status, done] = await connect()
  expect([status, done]).toMatchObject([200, { result: 'connected', notAsked: null, agreed: null }])
  inbox = (done as { inbox: string }).inbox
  expect(inbox).toMatch(/^email-[0-9a-f]{10}$/)
  await until(async () => (await health(inbox))?.answers === true, 'the mailbox answers')
  expect(await health(inbox)).toMatchObject({ heardAt: null, fault: null })
  await until(async () => mailbox.isIdling(), 'the mailbox is listened to')
  mailbox.deliver(mail({}, 'The red one, please.'))
  await until(async () => ((await health(inbox))?.heardAt ?? 0) > 0, 'mail has come')
  const opened = (await facts('conversation.opened')).filter(one => one.inbox === inbox)
  expect(opened).toHaveLength(1)
})

test('a mailbox that is fetched already is not fetched twice, whoever did not hear that it was connected', async () => {
  expect(await connect({ account: shop.toUpperCase() })).toEqual([
    422,
    {
      field: 'account',
      sentence:
        'It is connected already, as “Support”: every mail would come twice. What is new of it is entered there.'
    }
  ])
  const listed = ((await ask(''))[1] as { inboxes: Health[] }).inboxes
  expect(listed.filter(one => one.inbox.startsWith('email-'))).toHaveLength(1)
})

test('a password that was changed there is said, and entered anew', async () => {
  mailbox.changePassword('another')
  mailbox.cut()
  const shut = 'The mailbox at 127.0.0.1 does not accept this user name and password.'
  await until(async () => (await health(inbox))?.fault === shut, 'the mailbox is shut')
  expect(await health(inbox)).toMatchObject({ answers: false })
  expect(await connect({}, inbox)).toMatchObject([422, { field: 'password' }])
  mailbox.changePassword('p@ss')
  expect(await connect({}, inbox)).toMatchObject([200, { result: 'renewed', inbox }])
  await until(async () => (await health(inbox))?.answers === true, 'the mailbox answers again')
})

test('a server that is named no more is gone to no more, and no password stands anywhere', async () => {
  await server.kill('SIGTERM')
  const signedIn = () => mailbox.said.filter(one => one.startsWith('LOGIN')).length
  const before = signedIn()
  const other = await startServer({ dataDir: server.dataDir, template: null })
  await until(async () => ((await health(inbox, other))?.fault ?? null) !== null, 'it is not gone to')
  expect(await health(inbox, other)).toMatchObject({
    answers: false,
    fault: 'The port of this server has to be 993 or 143.'
  })
  expect(signedIn()).toBe(before)
  const events = JSON.stringify(await exported(server.dataDir, { tenant: 'demo' }))
  expect(events + server.output + other.output + JSON.stringify(await ask('', undefined, other))).not.toMatch(
    /p@ss|p%40ss|guessed-word/
  )
  await other.kill('SIGTERM')
})
