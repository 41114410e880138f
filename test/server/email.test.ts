// @module-tag long
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { mailFrom } from '../../sync-server/platforms/email/mail.ts'
import { daybook } from '../cli/daybook.ts'
import { exported } from '../e2e/operator.ts'
import { imapStandIn, smtpStandIn, type ImapStandIn, type SmtpStandIn } from '../platforms/mail-servers.ts'
import { ana, bounce, mail, shop } from '../platforms/mails.ts'
import { startServer, type RunningServer } from '../support/server.ts'
import { connect as openClient, type Client } from '../sync/client.ts'
import { until } from '../web/support/until.ts'
import { foundFirm } from './founded.ts'

const metricsToken = 'a-token-of-the-metrics'
let server: RunningServer
let mailbox: ImapStandIn
let sender: SmtpStandIn
let tenant: string
let cookie: string
let agent: Client

beforeAll(async () => {
  ;[server, mailbox, sender] = await Promise.all([
    startServer({ args: ['--empty'], env: { METRICS_TOKEN: metricsToken } }),
    imapStandIn(),
    smtpStandIn()
  ])
  ;({ tenant, cookie } = await foundFirm(server))
})
afterAll(() => Promise.all([server.stop(), mailbox.close(), sender.close()]))

async function connect(env: Record<string, string>, account: string | null = shop) {
  const args = ['--platform', 'email', '--inbox', 'firm-mail', '--name', 'Support']
  const more = account === null ? [] : ['--account', account]
  const place = { DATA_DIR: server.dataDir, ...env }
  const { code, out, err } = await daybook(place, 'inboxes', 'connect', '--tenant', tenant, ...args, ...more)
  return { code, said: (out + err).trim() }
}
const urls = () => ({ EMAIL_IMAP_URL: mailbox.url, EMAIL_SMTP_URL: sender.url })

type Fact = { type: string; message?: string; status?: string; content?: { text?: string } }
const facts = async (type: string) =>
  (await exported(server.dataDir, { tenant })).flatMap(({ stream, fact }) =>
    fact.type === type ? [{ stream, ...(fact as unknown as Fact) }] : []
  )
const received = async (count: number) => {
  await until(async () => (await facts('conversation.message-received')).length >= count, `${count} mails`)
  return facts('conversation.message-received')
}

test('what is missing, odd or shut is said in a sentence before anything is kept', async () => {
  expect(await connect({})).toEqual({ code: 2, said: 'EMAIL_IMAP_URL is missing.' })
  const odd = { ...urls(), EMAIL_SMTP_URL: 'https://mail.example.com' }
  expect((await connect(odd)).said).toBe('EMAIL_SMTP_URL must look like smtps://user:password@mail.example.com.')
  expect((await connect(urls(), null)).said).toBe('--account is missing.')
  expect((await connect(urls(), 'shop')).said).toBe('--account must be an e-mail address.')
  const shut = await connect({ ...urls(), EMAIL_IMAP_URL: mailbox.url.replace('p%40ss', 'guessed-word') })
  expect(shut).toEqual({ code: 1, said: 'The mailbox at 127.0.0.1 does not accept this user name and password.' })
  const mute = await connect({ ...urls(), EMAIL_SMTP_URL: sender.url.replace('p%40ss', 'guessed-word') })
  expect(mute.said).toBe('The server that sends, 127.0.0.1, does not accept this user name and password.')
  expect(await facts('inbox.connected')).toEqual([])
})

test('a mail comes in, and the answer goes out once, in its thread', async () => {
  expect(await connect(urls())).toEqual({ code: 0, said: 'firm-mail is connected.' })
  await until(async () => mailbox.isIdling(), 'the mailbox is listened to')
  mailbox.deliver(mail({}, 'The red one, please.'))
  const [asked] = await received(1)
  expect(asked).toMatchObject({ content: { kind: 'text', text: 'Is it in stock?\n\nThe red one, please.' } })

  agent = await openClient(server.url, cookie)
  const id = randomUUID()
  const reply = {
    type: 'conversation.reply',
    id,
    at: Date.now(),
    content: { kind: 'text', text: 'It is.' },
    seen: asked!.message
  }
  const conversation = asked!.stream.slice('conversation/'.length)
  expect(await agent.push(1, { ...reply, conversation })).toMatchObject([{ refusal: null }])
  await until(async () => (await facts('conversation.sent')).length === 1, 'the reply is sent')
  expect(sender.taken).toHaveLength(1)
  const [{ from, to, source }] = sender.taken as [(typeof sender.taken)[0]]
  expect([from, to]).toEqual([shop, [ana]])
  expect(await mailFrom(Buffer.from(source))).toMatchObject({
    id: `daybook.${id}@shop.example`,
    inReplyTo: 'CA+1@mail.example',
    references: ['CA+1@mail.example'],
    subject: 'Re: Is it in stock?'
  })
  await agent.close()
})

test('killed in between, nothing is lost and nothing doubled', async () => {
  await server.kill()
  mailbox.deliver(mail({ Subject: 'Re: Is it in stock?', 'Message-ID': '<second@mail.example>' }, 'And the blue one?'))
  await server.restart()
  const all = await received(2)
  expect(all.map(({ content }) => content?.text)).toEqual([
    'Is it in stock?\n\nThe red one, please.',
    'And the blue one?'
  ])
  expect(new Set(all.map(({ stream }) => stream)).size).toBe(1)
  expect(sender.taken).toHaveLength(1)
})

test('a reply that came back says so under the reply', async () => {
  const [replied] = await facts('conversation.replied')
  const message = replied?.message
  const original = [`Message-ID: <daybook.${message}@shop.example>`, `To: ${ana}`]
  mailbox.deliver(bounce([`Final-Recipient: rfc822; ${ana}`, 'Action: failed', 'Status: 5.1.1'], original))
  await until(async () => (await facts('conversation.receipt-received')).length === 1, 'the bounce is known')
  expect(await facts('conversation.receipt-received')).toMatchObject([
    { message, status: 'failed', failure: { code: '5.1.1' } }
  ])
})

test('a reply lies in the folder of what was sent, once, and does not come back as a message', async () => {
  const [asked] = await received(2)
  const conversation = asked!.stream.slice('conversation/'.length)
  agent = await openClient(server.url, cookie)
  const id = randomUUID()
  const content = { kind: 'text', text: 'The blue one, too.' } as const
  const reply = { type: 'conversation.reply', id, at: Date.now(), content, seen: (await received(2))[1]!.message }
  expect(await agent.push(1, { ...reply, conversation })).toMatchObject([{ refusal: null }])
  await until(async () => sender.taken.length === 2, 'the reply is sent')
  await until(async () => (await facts('conversation.sent')).length === 2, 'and that is on record')
  await agent.close()
  // What is left to do is done before it stops.
  await server.kill('SIGTERM')
  const copies = mailbox.sent().filter(({ source }) => source.toString().includes(`<daybook.${id}@`))
  expect(copies.map(({ source, flags }) => [source.toString(), flags])).toEqual([[sender.taken[1]?.source, '\\Seen']])
  await server.restart()
  await until(async () => mailbox.isIdling(), 'the mailbox is listened to')
  mailbox.deliver(mail({ Subject: 'Re: Is it in stock?', 'Message-ID': '<third@mail.example>' }, 'Thanks!'))
  expect((await received(3)).map(({ content: one }) => one?.text).at(-1)).toBe('Thanks!')
  expect(await facts('conversation.receipt-received')).toHaveLength(1)
  expect(sender.taken).toHaveLength(2)
})

test('whether the mailbox lets us in is a measure, and no password stands anywhere', async () => {
  const answer = await fetch(`${server.url}/metrics`, { headers: { authorization: `Bearer ${metricsToken}` } })
  expect(await answer.text()).toContain('daybook_inbox_line_up{inbox="firm-mail"} 1\n')
  const events = await exported(server.dataDir, { tenant })
  expect(JSON.stringify(events) + server.output).not.toMatch(/p@ss|p%40ss|guessed-word/)
})
