import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openTokens, type SignIn } from '../../sync-server/oauth/tokens.ts'
import { send } from '../../sync-server/platforms/email/client.ts'
import { knock } from '../../sync-server/platforms/email/mailbox.ts'
import { openMailbox } from '../../sync-server/platforms/email/open-mailbox.ts'
import { NotLetIn } from '../../sync-server/platforms/not-let-in.ts'
import type { Outgoing } from '../../sync-server/platforms/port.ts'
import type { InboxSecret } from '../../sync-server/platforms/secrets.ts'
import { oauthHouse, type OAuthHouse } from '../oauth/oauth-house.ts'
import { imapStandIn, smtpStandIn, type ImapStandIn, type SmtpStandIn } from './mail-servers.ts'
import { ana, shop } from './mails.ts'

let house: OAuthHouse
let mailbox: ImapStandIn
let sender: SmtpStandIn
let secret: InboxSecret
const open: { close(): Promise<void> }[] = []
beforeEach(async () => {
  house = await oauthHouse({ user: shop })
  ;[mailbox, sender] = await Promise.all([imapStandIn({ takes: house.takes }), smtpStandIn(undefined, house.takes)])
  open.push(house, mailbox, sender)
  const granted = await house.signIn()
  const signIn: SignIn = { provider: 'google', refreshToken: granted.refreshToken, at: 1 }
  const tokens = openTokens({ providers: [house.provider], keep: async () => undefined })
  const at = (url: string) => url.replace(/\/\/.*@/, `//${encodeURIComponent(shop)}@`)
  const base = { tenant: 't', inbox: 'i', platform: 'email', account: shop, verifyToken: '', baseUrl: null }
  const servers = { appSecret: at(mailbox.url), accessToken: at(sender.url) }
  secret = { ...base, ...servers, signIn, mail: { servers: [], tokens } }
})
afterEach(() => Promise.all(open.splice(0).map(one => one.close())))

const signal = () => AbortSignal.timeout(60_000)
const outgoing: Outgoing = {
  message: '0198c0de-0000-7000-8000-000000000001',
  content: { kind: 'text', text: 'Yes, it is.' },
  handles: [{ platform: 'email', kind: 'address', value: ana }],
  late: false
}
const ask = (tries = 0) => send(outgoing, secret, { tries, baseUrl: '', hook: null, signal: signal() })
const refreshes = () => house.asked.filter(one => one === 'refresh_token').length

describe('a mailbox that somebody has signed in to', () => {
  test('is fetched and answered with a token, one for both servers', async () => {
    expect(await knock(secret, signal())).toBeNull()
    expect(await ask()).toMatchObject({ result: 'sent' })
    expect([refreshes(), sender.taken.length]).toEqual([1, 1])
    expect(mailbox.said.filter(one => one.startsWith('LOGIN'))).toEqual([])
  })

  test('goes on with another token where one was ended before its time', async () => {
    await (await openMailbox(secret, signal())).logout()
    house.endTokens()
    await (await openMailbox(secret, signal())).logout()
    expect(refreshes()).toBe(2)
    house.endTokens()
    // A server that sends is asked again later, and then with another.
    expect(await ask()).toMatchObject({ result: 'deferred', failure: { code: '535' } })
    expect(await ask(1)).toMatchObject({ result: 'sent' })
    expect(refreshes()).toBe(3)
  })

  test('is shut once they take it back: that is said, and its replies wait until they sign in again', async () => {
    house.endGrants()
    const sentence = 'Google does not let this inbox in any more. An admin has to sign in again.'
    await expect(openMailbox(secret, signal())).rejects.toThrow(new NotLetIn(sentence, 'signIn'))
    expect(await ask()).toEqual({ result: 'stopped', failure: { code: 'not-let-in', reason: sentence } })
    expect(await knock(secret, signal())).toMatchObject({ message: sentence, field: 'signIn' })
    expect(sender.taken).toEqual([])
  })

  test('of somebody else is not entered', async () => {
    const at = (url: string) => url.replace(encodeURIComponent(shop), 'boss%40shop.example')
    secret = { ...secret, appSecret: at(secret.appSecret), accessToken: at(secret.accessToken) }
    expect(await knock(secret, signal())).toMatchObject({
      field: 'signIn',
      message: 'The mailbox at 127.0.0.1 does not accept who has signed in. Is it their mailbox?'
    })
    expect(await ask(1)).toMatchObject({ result: 'stopped' })
  })

  test('waits while nobody gives tokens out, and no message is lost', async () => {
    await house.close()
    expect(await ask()).toMatchObject({ result: 'deferred' })
    await expect(openMailbox(secret, signal())).rejects.toThrow('no token (unreachable)')
  })
})
