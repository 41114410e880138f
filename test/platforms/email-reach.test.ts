import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openTokens } from '../../sync-server/oauth/tokens.ts'
import { knock } from '../../sync-server/platforms/email/mailbox.ts'
import { openMailbox } from '../../sync-server/platforms/email/open-mailbox.ts'
import { NotPublic, reach } from '../../sync-server/platforms/email/reach.ts'
import type { MailServer } from '../../sync-server/platforms/email/account.ts'
import type { InboxSecret } from '../../sync-server/platforms/secrets.ts'
import { imapStandIn, smtpStandIn, type ImapStandIn, type SmtpStandIn } from './mail-servers.ts'
import { certificate, startTlsFront, tlsFront } from './tls-fronts.ts'
import { inside } from '../public-net/inside.ts'

const usual = getCACertificates('default')
beforeAll(() => setDefaultCACertificates([...usual, certificate]))
afterAll(() => setDefaultCACertificates(usual))

let mailbox: ImapStandIn
let sender: SmtpStandIn
const open: { close(): Promise<void> }[] = []
beforeEach(async () => {
  ;[mailbox, sender] = await Promise.all([imapStandIn(), smtpStandIn()])
  open.push(mailbox, sender)
})
afterEach(async () => {
  await Promise.all(open.splice(0).map(one => one.close()))
})

const portOf = (url: string) => new URL(url).port
const knockAt = async (over: Partial<InboxSecret>) => {
  const base = { tenant: 't', inbox: 'i', platform: 'email', account: 'shop@shop.example', verifyToken: '' }
  const secret = { ...base, appSecret: mailbox.url, accessToken: sender.url, baseUrl: null, ...over }
  const no = await knock(secret, AbortSignal.timeout(60_000))
  return no && { field: no.field, sentence: no.message }
}
const admins = { publicOnly: true } as const
const allowed = (...servers: string[]) => ({
  ...admins,
  mail: { servers, tokens: openTokens({ providers: [], keep: async () => undefined }) }
})
/** As an admin’s form makes them. */
const named = (host: string) => ({
  appSecret: `imap://shop:p%40ss@${host}:${portOf(mailbox.url)}`,
  accessToken: `smtp://shop:p%40ss@${host}:${portOf(sender.url)}`
})

describe('a mailbox of an admin', () => {
  test('is gone to nowhere but on the public net: one sentence, whether somebody is there or not', async () => {
    let came = 0
    const silent = createServer(() => (came += 1))
    await new Promise<void>(resolve => silent.listen(0, '127.0.0.1', resolve))
    open.push({ close: () => new Promise(resolve => silent.close(() => resolve())) })
    const { port } = silent.address() as AddressInfo
    const signal = AbortSignal.timeout(60_000)
    const refusals = new Set<string>()
    const hosts = inside.flatMap(address => (URL.canParse(address) ? [new URL(address).hostname] : []))
    for (const host of new Set([...hosts, 'localhost', '127.1', '0x7f000001', '2130706433', 'nobody.invalid'])) {
      if (host === '' || host === 'example.com') continue
      for (const mailPort of [993, 143]) {
        const server: MailServer = {
          kind: 'imap',
          host: host.replace(/^\[|\]$/g, ''),
          port: mailPort,
          secure: mailPort === 993,
          plain: false,
          publicOnly: true,
          user: 'u',
          pass: 'p'
        }
        const error: unknown = await reach(server, signal).catch((no: unknown) => no)
        expect(error, host).toBeInstanceOf(NotPublic)
        refusals.add((error as Error).message)
      }
    }
    expect(refusals.size).toBe(1)
    expect(await knockAt({ ...admins, appSecret: 'imap://u:p@127.0.0.1:143' })).toEqual({
      field: 'incoming',
      sentence: 'There is no mail server 127.0.0.1 on the public internet.'
    })
    expect(await knockAt({ ...admins, appSecret: 'imap://u:p@nobody.invalid:143' })).toEqual({
      field: 'incoming',
      sentence: 'There is no mail server nobody.invalid on the public internet.'
    })
    // Not at its own port either, which is none of mail.
    expect(await knockAt({ ...admins, appSecret: `imap://u:p@127.0.0.1:${port}` })).toEqual({
      field: 'incoming',
      sentence: 'The port of this server has to be 993 or 143.'
    })
    expect(came).toBe(0)
  })

  test('may be where the operator says, spoken to as the operator says, and nowhere beside it', async () => {
    const both = [`imap://127.0.0.1:${portOf(mailbox.url)}?tls=none`, `smtp://127.0.0.1:${portOf(sender.url)}?tls=none`]
    expect(await knockAt({ ...allowed(...both), ...named('127.0.0.1') })).toBeNull()
    expect(await knockAt({ ...allowed(both[0]!), ...named('127.0.0.1') })).toEqual({
      field: 'outgoing',
      sentence: 'The port of this server has to be 465, 587, 25 or 2525.'
    })
    const signedIn = () => mailbox.said.filter(one => /^LOGIN|^AUTH/.test(one)).length
    expect(signedIn()).toBe(2)
    // Without the operator’s word nothing is said in the clear.
    const [imap] = both[0]!.split('?')
    expect(await knockAt({ ...allowed(imap!, both[1]!), ...named('127.0.0.1') })).toMatchObject({
      field: 'incoming',
      sentence: expect.stringContaining('speaks no TLS there')
    })
    expect(signedIn()).toBe(2)
  })

  test('of the operator’s own is gone to wherever it is', async () => {
    expect(await knockAt({})).toBeNull()
  })
})

describe('what is wrong is said at its field', () => {
  test('a password that one of both servers does not take', async () => {
    expect(await knockAt({ appSecret: mailbox.url.replace('p%40ss', 'guessed') })).toEqual({
      field: 'password',
      sentence: 'The mailbox at 127.0.0.1 does not accept this user name and password.'
    })
    expect(await knockAt({ accessToken: sender.url.replace('p%40ss', 'guessed') })).toEqual({
      field: 'outgoing',
      sentence: 'The server that sends, 127.0.0.1, does not accept this user name and password.'
    })
  })

  test('a closed port, another server’s, and one that speaks no TLS', async () => {
    const closed = portOf(mailbox.url)
    await mailbox.close()
    expect(await knockAt({})).toMatchObject({
      field: 'incoming',
      sentence: expect.stringContaining(`Nobody answers at 127.0.0.1, port ${closed}.`)
    })
    open.splice(open.indexOf(mailbox), 1)
    mailbox = await imapStandIn()
    open.push(mailbox)
    const [imap, smtp] = [portOf(mailbox.url), portOf(sender.url)]
    expect(await knockAt({ appSecret: `imaps://shop:p%40ss@127.0.0.1:${imap}` })).toMatchObject({
      field: 'incoming',
      sentence: expect.stringContaining('speaks no TLS there')
    })
    expect(await knockAt({ accessToken: `smtps://shop:p%40ss@127.0.0.1:${smtp}` })).toMatchObject({
      field: 'outgoing',
      sentence: expect.stringContaining('speaks no TLS there')
    })
    expect(await knockAt({ accessToken: `smtp://shop:p%40ss@127.0.0.1:${smtp}` })).toMatchObject({
      field: 'outgoing',
      sentence: expect.stringContaining('speaks no TLS there')
    })
    const [web] = [createServer(socket => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))]
    await new Promise<void>(resolve => web.listen(0, '127.0.0.1', resolve))
    open.push({ close: () => new Promise(resolve => web.close(() => resolve())) })
    const { port } = web.address() as AddressInfo
    expect(await knockAt({ accessToken: `smtp://shop:p%40ss@127.0.0.1:${port}?tls=none` })).toMatchObject({
      field: 'outgoing',
      sentence: `What answers at 127.0.0.1, port ${port} is no server for sending mail (SMTP).`
    })
  })
})

test('a server of mail that announces more than any mail has is not listened to: its bytes would be held in memory', async () => {
  const endless = createServer(socket => {
    socket.on('error', () => undefined)
    socket.write('* OK [HERE] {900000000}\r\n')
  })
  await new Promise<void>(resolve => endless.listen(0, '127.0.0.1', resolve))
  open.push({ close: () => new Promise(resolve => endless.close(() => resolve())) })
  const { port } = endless.address() as AddressInfo
  const secret = { tenant: 't', inbox: 'i', platform: 'email', account: 'shop@shop.example', verifyToken: '' }
  const at = { ...secret, appSecret: `imap://u:p@127.0.0.1:${port}?tls=none`, accessToken: sender.url, baseUrl: null }
  const error: unknown = await openMailbox(at, AbortSignal.timeout(60_000)).catch((no: unknown) => no)
  expect(error).toMatchObject({ code: 'LiteralTooLarge' })
})

describe('TLS', () => {
  test('from the first byte, and begun with STARTTLS, each in the name that was given', async () => {
    const fronts = await Promise.all([
      tlsFront(Number(portOf(mailbox.url))),
      tlsFront(Number(portOf(sender.url))),
      startTlsFront('imap', Number(portOf(mailbox.url))),
      startTlsFront('smtp', Number(portOf(sender.url)))
    ])
    open.push(...fronts)
    const [imaps, smtps, imap, smtp] = fronts
    const at = (host: string) => [
      {
        appSecret: `imaps://shop:p%40ss@${host}:${imaps.port}`,
        accessToken: `smtps://shop:p%40ss@${host}:${smtps.port}`
      },
      { appSecret: `imap://shop:p%40ss@${host}:${imap.port}`, accessToken: `smtp://shop:p%40ss@${host}:${smtp.port}` }
    ]
    for (const secrets of at('127.0.0.1')) expect(await knockAt(secrets)).toBeNull()
    expect(fronts.map(one => one.named)).toEqual([[], [], [], []])
    // A certificate of somebody else’s: the name that was given counts, not the address that was gone to.
    for (const { appSecret, accessToken } of at('localhost')) {
      const no = { sentence: expect.stringContaining('does not prove that it is localhost') }
      expect(await knockAt({ appSecret })).toMatchObject({ ...no, field: 'incoming' })
      expect(await knockAt({ accessToken })).toMatchObject({ ...no, field: 'outgoing' })
    }
    expect(fronts.map(one => one.named)).toEqual([['localhost'], ['localhost'], ['localhost'], ['localhost']])
  })
})
