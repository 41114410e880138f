import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Content, Media } from '../../shared/conversations/content.ts'
import { platformOf } from '../../sync-server/platforms/registry.ts'
import type { InboxSecret } from '../../sync-server/platforms/secrets.ts'
import { imapStandIn, smtpStandIn, type ImapStandIn, type SmtpStandIn } from './mail-servers.ts'
import { ana, shop } from './mails.ts'

const reply = '0198c0de-0000-7000-8000-000000000001'
/** Nobody waits in a test: what is left to do is done at once, as when the server stops. */
const hurry = AbortSignal.abort()

let mailbox: ImapStandIn
let sender: SmtpStandIn
let open: (() => Promise<void>)[] = []
beforeEach(() => begin())
afterEach(async () => {
  await Promise.all(open.splice(0).map(close => close()))
})

async function begin(over: Parameters<typeof imapStandIn>[0] = {}) {
  ;[mailbox, sender] = await Promise.all([imapStandIn(over), smtpStandIn()])
  open = [...open, mailbox.close, sender.close]
}

const secret = (): InboxSecret => {
  const known = { tenant: 't', inbox: 'i', platform: 'email', account: shop, verifyToken: '', baseUrl: null }
  return { ...known, appSecret: mailbox.url, accessToken: sender.url }
}

async function send(bytes = 'x') {
  const file = { media: 'image', mime: 'image/png', name: 'pen.png', body: new Blob([bytes]) } as const
  const items: Media[] = [{ media: 'image', mime: 'image/png' }]
  const content: Content = { kind: 'media', items, caption: 'It is. ¡Sí!' }
  const handles = [{ platform: 'email', kind: 'address', value: ana }]
  const attempt = { tries: 0, baseUrl: '', hook: null, signal: AbortSignal.timeout(60_000) }
  const outcome = await platformOf('email')!.send(
    { message: reply, content, file, handles, late: false },
    secret(),
    attempt
  )
  if (outcome.result !== 'sent' || !outcome.afterwards) throw new Error(`it was ${outcome.result}`)
  return outcome.afterwards
}

const source = () => mailbox.sent().map(one => one.source.toString())

test('what was sent lies in the folder for it, read, byte for byte, and once', async () => {
  const { bytes, run } = await send()
  await run(hurry)
  expect(source()).toEqual(sender.taken.map(one => one.source))
  expect(bytes).toBe(sender.taken[0]?.source.length)
  expect(mailbox.sent().map(({ flags }) => flags)).toEqual(['\\Seen'])
  await run(hurry)
  // Asked again by its agent it is the same message.
  await (await send()).run(hurry)
  expect(mailbox.sent()).toHaveLength(1)
  // The inbox is as it was, and was not even looked into.
  expect(mailbox.said.filter(one => /INBOX|STORE|SELECT|EXPUNGE|COPY|MOVE/i.test(one))).toEqual([])
})

test('a server that keeps what it sends is given nothing, whatever else is in there', async () => {
  const { run } = await send()
  mailbox.keep(`Message-ID: <another@shop.example>\r\n\r\nMessage-ID: <daybook.${reply}@shop.example>\r\n`)
  mailbox.keep(`From: x\r\nMessage-Id:\r\n <daybook.${reply}@shop.example>\r\n\r\n`)
  await run(hurry)
  expect(mailbox.sent()).toHaveLength(2)
})

test('a folder that is not marked as the one is left alone, whatever it is called', async () => {
  await begin({ sentUse: '' })
  await (await send()).run(hurry)
  expect(mailbox.sent()).toEqual([])
  expect(mailbox.said.some(one => one.startsWith('APPEND'))).toBe(false)
})

test('a mailbox that cannot be reached costs the copy, and the message was sent', async () => {
  const { run } = await send()
  await mailbox.close()
  await expect(run(hurry)).rejects.toThrow(/./)
  expect(sender.taken).toHaveLength(1)
})

test('a server that kept it under a Message-ID of its own is given no second one', async () => {
  const { run } = await send()
  const [taken] = sender.taken
  mailbox.keep(taken!.source.replace(/^Message-ID: .*$/im, 'Message-ID: <0102019@eu.ses.example>'))
  await run(hurry)
  expect(mailbox.sent()).toHaveLength(1)
})
