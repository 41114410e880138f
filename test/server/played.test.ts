// @module-tag long
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import * as v from 'valibot'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { trustedContext } from '../../shared/identity/may.ts'
import { emulatorState } from '../../shared/protocol/emulator.ts'
import { openCore, type Core } from '../../sync-server/core.ts'
import { openDatabase } from '../../sync-server/db/open.ts'
import type { InboxSecret } from '../../sync-server/platforms/secrets.ts'
import { prepareSample } from '../../sync-server/sample/sample.ts'
import { playedHere, sampleAccounts, sampleTenant, turnedHere } from '../../sync-server/sample/vendor-accounts.ts'
import { daybook } from '../cli/daybook.ts'
import { startServer, type RunningServer } from '../support/server.ts'
import { until } from '../web/support/until.ts'

let server: RunningServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

const renewing = 'inboxes connect --tenant demo --inbox demo-telegram --platform telegram --name Telegram'
function renew(token: string) {
  const secrets = { TELEGRAM_BOT_TOKEN: token, TELEGRAM_WEBHOOK_SECRET: 'demo-webhook-secret' }
  return daybook({ DATA_DIR: server.dataDir, ...secrets }, ...renewing.split(' '))
}

test('the sample’s accounts are asked for where they are played, and nowhere when nobody plays them', async () => {
  expect(await renew('7000000001:demo-access-token')).toMatchObject({ code: 0, err: '' })
  const forged = await renew('7000000001:forged-access-token')
  expect([forged.code, forged.err]).toEqual([1, expect.stringContaining('does not accept this token')])
  await server.kill('SIGTERM')
  const alone = await renew('7000000001:demo-access-token')
  expect([alone.code, alone.out + alone.err]).toEqual([0, expect.stringContaining('could not be reached')])
  await server.restart()
})

test('what the operator says of a vendor, and an account of the same name elsewhere, are left alone', async () => {
  const kept: InboxSecret[] = sampleAccounts.map(one => ({ ...one, tenant: sampleTenant, baseUrl: null }))
  const stranger: InboxSecret = { ...kept[0]!, tenant: 'other', inbox: 'demo-line', platform: 'line' }
  const all = [stranger, ...kept.filter(({ inbox }) => inbox !== 'demo-line')]
  const secrets = {
    connect: () => Promise.resolve(),
    keepRefreshToken: () => Promise.resolve(),
    keepAccessToken: () => Promise.resolve(),
    of: (inbox: string) => Promise.resolve(all.find(one => one.inbox === inbox)),
    all: () => Promise.resolve(all),
    watch: () => () => undefined
  }
  const played = playedHere(secrets, { twilioBaseUrl: 'https://twilio.example' }, { origin: 'http://here' })
  expect((await played.of('demo-telegram'))?.baseUrl).toBe('http://here/emulator/telegram')
  expect((await played.of('demo-sms'))?.baseUrl).toBeNull()
  expect((await played.of('demo-line'))?.baseUrl).toBeNull()
  expect((await played.all([])).filter(({ baseUrl }) => baseUrl !== null)).toHaveLength(4)
})

test('the sample’s mailbox is where it is played, and one of a real server is left where it is', async () => {
  const account = sampleAccounts.find(({ platform }) => platform === 'email')
  const where = { origin: 'http://127.0.0.1:8080', ports: { imap: 1143, smtp: 1587 } }
  const secret = { ...account!, tenant: sampleTenant, baseUrl: null }
  expect(turnedHere(secret, where)).toMatchObject({
    baseUrl: null,
    appSecret: 'imap://hello:demo-password@127.0.0.1:1143?tls=none',
    accessToken: 'smtp://hello:demo-password@127.0.0.1:1587?tls=none'
  })
  // While nobody plays, nobody is asked.
  expect(turnedHere(secret, { origin: where.origin }).appSecret).toContain('@127.0.0.1:8080?')
  const real = { ...secret, appSecret: 'imaps://me:word@imap.gmail.com', accessToken: 'smtps://me:word@smtp.gmail.com' }
  expect(turnedHere(real, where)).toEqual(real)
})

test('e-mail goes on after a restart: the phone shows what was said once, and what is written then is read', async () => {
  const ana = 'lea.fontaine@mail.example'
  const ask = async (path: string, init?: RequestInit) => (await fetch(`${server.url}/emulator${path}`, init)).json()
  const say = (text: string, more = {}) =>
    ask(`/phones/email/${ana}/say`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ kind: 'text', text, ...more })
    })
  const shown = async () =>
    v.parse(emulatorState, await ask('/state')).phones.find(({ id }) => id === ana)?.messages ?? []
  const taken = (count: number) =>
    until(async () => (await shown()).filter(({ ticks }) => ticks === 'delivered').length === count, `${count} mails`)
  await say('Is it in stock?', { subject: 'The red one' })
  await taken(1)
  await server.kill()
  await server.restart()
  await taken(1)
  await say('And the blue one?')
  await taken(2)
  expect(await shown()).toMatchObject([
    { text: 'Is it in stock?', subject: 'The red one' },
    { text: 'And the blue one?', subject: 'Re: The red one' }
  ])
})

test('a sample that was made before a platform was played gets its inbox, and keeps what was changed since', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'daybook-sample-'))
  const sql = await openDatabase(dataDir)
  const core = await openCore(sql, pino({ level: 'silent' }), { dataDir })
  const by = { kind: 'system', id: 'sample' } as const
  const founding = { id: 'founded', at: 0, type: 'tenant.found', tenant: sampleTenant, name: 'An old sample' } as const
  await core.actors.tell(sampleTenant, founding, now => trustedContext(by, now))
  expect(await prepareSample(core, undefined)).toBeNull()
  const inboxes = async (of: Core) =>
    Promise.all(sampleAccounts.map(({ inbox }) => of.actors.state(sampleTenant, 'inbox', inbox)))
  expect((await inboxes(core)).map(({ platform }) => platform)).toEqual(sampleAccounts.map(({ platform }) => platform))
  expect((await inboxes(core)).map(({ members }) => members.length)).toEqual(sampleAccounts.map(() => 3))

  const before = await core.secrets.of('demo-sms')
  await core.secrets.connect({ ...before!, accessToken: 'another' })
  const head = await core.log.follow.since(sampleTenant, 0, 1000)
  await prepareSample(core, undefined)
  expect((await core.secrets.of('demo-sms'))?.accessToken).toBe('another')
  expect(await core.log.follow.since(sampleTenant, 0, 1000)).toHaveLength(head.length)
  await core.close()
  rmSync(dataDir, { recursive: true, force: true })
})
