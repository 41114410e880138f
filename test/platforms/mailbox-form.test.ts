import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { formOfAdmin } from '../../shared/platforms/accounts.ts'
import { mailProviders, providerOf } from '../../shared/platforms/mail-providers.ts'
import { incomingServer, outgoingServer } from '../../sync-server/platforms/email/account.ts'
import { withServers } from '../../web/inboxes/mail-provider.tsx'

const { fields, accountIn } = formOfAdmin('email')
const given = {
  account: 'Shop@Example.com',
  password: 'p@ss: /%25é',
  user: '',
  incoming: 'imap.example.com',
  outgoing: 'smtp.example.com'
}
const serversOf = (over: Partial<typeof given> = {}) => {
  const account = accountIn({ ...given, ...over })
  const secret = { tenant: 't', inbox: 'i', platform: 'email', baseUrl: null, publicOnly: true, ...account } as const
  return { account: account.account, incoming: incomingServer(secret), outgoing: outgoingServer(secret) }
}

describe('what an admin enters of a mailbox', () => {
  test('comes to two servers with TLS, each asked with the same name and password, byte for byte', () => {
    const who = { user: given.account, pass: given.password, plain: false, publicOnly: true }
    expect(serversOf()).toEqual({
      account: 'shop@example.com',
      incoming: { ...who, kind: 'imap', host: 'imap.example.com', port: 993, secure: true },
      outgoing: { ...who, kind: 'smtp', host: 'smtp.example.com', port: 465, secure: true }
    })
    expect(
      serversOf({ user: 'shop', incoming: 'mail.example.com:143', outgoing: 'mail.example.com:587' })
    ).toMatchObject({
      incoming: { user: 'shop', port: 143, secure: false, plain: false },
      outgoing: { user: 'shop', port: 587, secure: false, plain: false }
    })
  })

  const takes = (name: string, text: string) => v.is(fields.find(one => one.name === name)!.form, text)
  test('is a name and a port, and nothing that could be more than that', () => {
    for (const server of ['imap.example.com', ' IMAP.Example.com ', 'a.b:143', '127.0.0.1:4000', 'localhost:993']) {
      expect(takes('incoming', server), server).toBe(true)
    }
    const odd = [
      '',
      'a b',
      'imaps://a.b',
      'u@a.b',
      'a.b/x',
      'a.b?tls=none',
      'a.b#x',
      'a.b:',
      'a.b:99999',
      '[::1]',
      '-a'
    ]
    for (const server of odd) expect(takes('incoming', server), server).toBe(false)
    expect(takes('user', '') && takes('password', ' with a blank ')).toBe(true)
    expect(takes('account', 'shop')).toBe(false)
  })
})

describe('who is known to run mailboxes', () => {
  test('is found by the address, and has two servers that the form takes', () => {
    for (const { domains, incoming, outgoing, hint } of mailProviders) {
      for (const domain of domains) expect(providerOf(`shop@${domain.toUpperCase()}`)?.incoming).toBe(incoming)
      const { incoming: fetched, outgoing: sent } = serversOf({ incoming, outgoing })
      expect([fetched?.port, sent?.port]).toEqual([993, outgoing.endsWith(':587') ? 587 : 465])
      expect(hint).toMatch(/\.$/)
    }
    const all = mailProviders.flatMap(({ domains }) => domains)
    expect(new Set(all).size).toBe(all.length)
    expect(providerOf('shop@example.com')).toBeUndefined()
  })

  test('fills in the servers, unless somebody has typed others', () => {
    expect(withServers({ account: 'a@gmx.de' })).toMatchObject({ incoming: 'imap.gmx.net', outgoing: 'mail.gmx.net' })
    const before = { account: 'a@web.de', incoming: 'imap.gmx.net', outgoing: 'mail.gmx.net' }
    expect(withServers(before)).toMatchObject({ incoming: 'imap.web.de' })
    const typed = { account: 'a@web.de', incoming: 'mail.mine.example' }
    expect(withServers(typed)).toBe(typed)
    expect(withServers({ account: 'a@mine.example' })).toEqual({ account: 'a@mine.example' })
  })
})
