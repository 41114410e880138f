import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AnyFact } from '../../shared/catalog.ts'
import type { Actors } from '../../sync-server/actors/actors.ts'
import { fetchFile } from '../../sync-server/media/fetch-file.ts'
import { openFiles } from '../../sync-server/media/files.ts'
import { fileStore } from '../../sync-server/media/store.ts'
import { pulledAccounts } from '../../sync-server/platforms/places.ts'
import { startPulling, type Pulling, type PullingParts } from '../../sync-server/platforms/pulling.ts'
import { platformOf } from '../../sync-server/platforms/registry.ts'
import type { InboxSecret } from '../../sync-server/platforms/secrets.ts'
import { imapStandIn, type ImapStandIn } from './mail-servers.ts'
import { ana, mail, multipart } from './mails.ts'
import { until } from '../web/support/until.ts'
import { logger, world } from './world.ts'

const here = world()
let mailbox: ImapStandIn
let running: Pulling[] = []
const place = mkdtempSync(join(tmpdir(), 'daybook-mail-'))

beforeEach(async () => {
  mailbox = await imapStandIn()
})
afterEach(async () => {
  for (const pulling of running.splice(0)) await pulling.stop()
  await mailbox.close()
})
afterAll(() => rmSync(place, { recursive: true, force: true }))

async function connect(): Promise<InboxSecret> {
  const inbox = { ...(await here.connect('email')), appSecret: mailbox.url }
  await here.secrets.connect(inbox)
  return inbox
}

/** As it starts for real, over one inbox only: other tests have theirs. */
async function start(inbox: InboxSecret, over: Partial<PullingParts> = {}): Promise<Pulling> {
  const { log, actors, people, letters, news, secrets, sql } = here
  const own = { ...secrets, all: async () => [inbox], watch: () => () => undefined }
  const places = pulledAccounts(sql)
  const parts = {
    log,
    actors,
    people,
    letters,
    news,
    secrets: own,
    places,
    platforms: ['email'],
    platformOf,
    logger,
    waitMs: () => 5
  }
  const pulling = await startPulling({ ...parts, ...over })
  running.push(pulling)
  return pulling
}

const hi = (n: number | string, over: Record<string, string | null> = {}) =>
  mail({ Subject: `Re: ${n}`, 'Message-ID': `<m${n}@mail.example>`, ...over }, `words ${n}`)
const received = async ({ tenant }: InboxSecret) =>
  (await here.facts(tenant)).filter(
    (fact): fact is Extract<AnyFact, { type: 'conversation.message-received' }> =>
      fact.type === 'conversation.message-received'
  )
const words = async (inbox: InboxSecret) =>
  (await received(inbox)).map(({ content }) => (content.kind === 'text' ? content.text : content.kind))
const heard = (inbox: InboxSecret, count: number) =>
  until(async () => (await received(inbox)).length >= count, `${count} mails are in the log`)
const idling = () => until(async () => mailbox.isIdling(), 'the mailbox is listened to')

describe('a mailbox', () => {
  test('is listened to: what comes is in its conversation, and what was there before is not', async () => {
    mailbox.deliver(hi('before'), Date.now() - 3_600_000)
    const inbox = await connect()
    const pulling = await start(inbox)
    await idling()
    mailbox.deliver(hi(1))
    await heard(inbox, 1)
    await idling()
    mailbox.deliver(hi(2))
    mailbox.deliver(hi(3, { From: 'bea@mail.example' }))
    await heard(inbox, 3)
    expect(await words(inbox)).toEqual(['words 1', 'words 2', 'words 3'])
    expect(pulling.health()).toEqual([{ inbox: inbox.inbox, fault: null }])
    expect(
      new Set(
        await here.people.find(
          inbox.tenant,
          [ana, 'bea@mail.example'].map(value => [{ platform: 'email', kind: 'address', value }])
        )
      )
    ).not.toContain(undefined)
    // Only looked at: nothing that changes a mailbox was said.
    expect(mailbox.said.filter(one => /STORE|SELECT|EXPUNGE|COPY|MOVE|APPEND|BODY\[/i.test(one))).toEqual([])
  })

  test('connected while the server runs is listened to at once', async () => {
    const inbox = await connect()
    const pulling = await start(inbox, { secrets: { ...here.secrets, all: async () => [] } })
    expect(pulling.health()).toEqual([])
    await here.secrets.connect(inbox)
    await idling()
    mailbox.deliver(hi(1))
    await heard(inbox, 1)
  })

  test('is read on where it was: a line that is cut, a server that was down', async () => {
    const inbox = await connect()
    const first = await start(inbox)
    await idling()
    for (const n of [1, 2, 3]) {
      mailbox.cut()
      mailbox.deliver(hi(n))
      await heard(inbox, n)
    }
    await first.stop()
    for (const n of [4, 5]) mailbox.deliver(hi(n))
    await start(inbox)
    await heard(inbox, 5)
    expect(await words(inbox)).toEqual([1, 2, 3, 4, 5].map(n => `words ${n}`))
  })

  test('with new numbers is read again, and what we have is known again', async () => {
    const inbox = await connect()
    await start(inbox)
    await idling()
    for (const n of [1, 2]) mailbox.deliver(hi(n))
    await heard(inbox, 2)
    mailbox.renumber()
    mailbox.cut()
    mailbox.deliver(hi(3))
    await heard(inbox, 3)
    await idling()
    expect(await words(inbox)).toEqual(['words 1', 'words 2', 'words 3'])
    expect(await pulledAccounts(here.sql).of(inbox.tenant, inbox.inbox)).toMatch(/^8\.3\./)
  })

  test('does not let us in: said in words, never the password, and heard again when it does', async () => {
    const inbox = await connect()
    const told: unknown[] = []
    const noisy = { error: (...all: unknown[]) => told.push(all), warn: (...all: unknown[]) => told.push(all) }
    mailbox.changePassword('another')
    const pulling = await start(inbox, { logger: noisy as unknown as PullingParts['logger'] })
    await until(async () => pulling.health()[0]?.fault !== undefined, 'it is known to be shut')
    expect(pulling.health()).toEqual([
      { inbox: inbox.inbox, fault: 'The mailbox at 127.0.0.1 does not accept this user name and password.' }
    ])
    expect(JSON.stringify(told)).not.toMatch(/p@ss|p%40ss/)
    expect(told.length).toBeGreaterThan(0)
    mailbox.changePassword('p@ss')
    await idling()
    expect(pulling.health()).toEqual([{ inbox: inbox.inbox, fault: null }])
  })
})

describe('when the process is killed', () => {
  /** Dies at the nth command, before or after it was durable: whatever it would still do, nobody does. */
  const dying = (nth: number, when: 'before' | 'after') => {
    const died = Promise.withResolvers<void>()
    let left = nth
    const tell: Actors['tell'] = async (...told) => {
      if (left <= 0) return new Promise(() => undefined)
      left -= 1
      if (left > 0) return here.actors.tell(...told)
      if (when === 'after') await here.actors.tell(...told)
      died.resolve()
      return new Promise(() => undefined)
    }
    return { actors: { ...here.actors, tell }, died: died.promise }
  }

  test.each([1, 2, 3, 4, 5, 6].flatMap(nth => (['before', 'after'] as const).map(when => [when, nth] as const)))(
    '%s command %i: no mail is lost, and none is there twice',
    async (when, nth) => {
      const inbox = await connect()
      const first = await start(inbox)
      await idling()
      await first.stop()
      for (const n of [1, 2, 3]) mailbox.deliver(hi(n))
      const { actors, died } = dying(nth, when)
      await start(inbox, { actors })
      await died
      // It hangs for good; nobody waits for its end.
      running = running.slice(0, -1)
      await start(inbox)
      await heard(inbox, 3)
      await idling()
      expect(await words(inbox)).toEqual(['words 1', 'words 2', 'words 3'])
    }
  )

  test('a place is kept after the mail is in the log, never before', async () => {
    const inbox = await connect()
    const { sql } = here
    const real = pulledAccounts(sql)
    const counts: (readonly [place: string, mails: number])[] = []
    const keep: typeof real.keep = async (tenant, of, at) => {
      counts.push([at.split('.')[1] ?? '', (await received(inbox)).length])
      await real.keep(tenant, of, at)
    }
    await start(inbox, { places: { ...real, keep } })
    await idling()
    for (const n of [1, 2, 3]) mailbox.deliver(hi(n))
    await heard(inbox, 3)
    await until(async () => counts.length >= 4, 'every place is kept')
    expect(counts).toEqual([
      ['0', 0],
      ['1', 1],
      ['2', 2],
      ['3', 3]
    ])
  })
})

describe('a mail that cannot be taken', () => {
  test('is a dead letter, and the next ones go on', async () => {
    const inbox = await connect()
    await start(inbox)
    await idling()
    mailbox.deliver(hi(1))
    mailbox.deliver(mail({ From: null, 'Message-ID': '<nobody@x>' }, 'from nobody'))
    mailbox.deliver(hi(2))
    await heard(inbox, 2)
    expect(await here.letters.of(inbox.tenant)).toMatchObject([
      { why: 'has no sender that could be answered', form: 'payload' }
    ])
  })

  test('also when the fault is ours', async () => {
    const inbox = await connect()
    const tell: Actors['tell'] = async (...told) => {
      if (JSON.stringify(told[1]).includes('words 1')) throw new TypeError('a fault of ours')
      return here.actors.tell(...told)
    }
    await start(inbox, { actors: { ...here.actors, tell } })
    await idling()
    for (const n of [1, 2]) mailbox.deliver(hi(n))
    await heard(inbox, 1)
    expect(await words(inbox)).toEqual(['words 2'])
    expect(await here.letters.of(inbox.tenant)).toMatchObject([{ why: 'could not be taken in', form: 'payload' }])
  })

  test('but a database that is away costs no mail: it waits where it is', async () => {
    const inbox = await connect()
    let away = 4
    const tell: Actors['tell'] = async (...told) => {
      if (away-- > 0) throw Object.assign(new Error('away'), { code: '57P01' })
      return here.actors.tell(...told)
    }
    await start(inbox, { actors: { ...here.actors, tell } })
    await idling()
    for (const n of [1, 2]) mailbox.deliver(hi(n))
    await heard(inbox, 2)
    expect(await words(inbox)).toEqual(['words 1', 'words 2'])
    expect(await here.letters.of(inbox.tenant)).toEqual([])
  })
})

test('an out-of-office of somebody we know is a quiet line; of a stranger it begins no conversation', async () => {
  const inbox = await connect()
  await start(inbox)
  await idling()
  const away = (from: string) => hi(`away-${from}`, { From: from, 'Auto-Submitted': 'auto-replied' })
  mailbox.deliver(hi(1))
  mailbox.deliver(away(ana))
  mailbox.deliver(away('news@list.example'))
  mailbox.deliver(hi(2))
  await heard(inbox, 2)
  const types = (await here.facts(inbox.tenant)).map(({ type }) => type)
  expect(types.filter(type => type === 'conversation.opened')).toHaveLength(1)
  expect(types.filter(type => type === 'conversation.noticed')).toHaveLength(1)
  expect(await here.letters.of(inbox.tenant)).toMatchObject([{ why: 'is a notice of somebody we never met' }])
})

test('a file is fetched from the mail it came with', async () => {
  const inbox = await connect()
  await start(inbox)
  await idling()
  const { head, body } = multipart(
    'mixed',
    [['Content-Type: text/plain'], 'Look'],
    [
      [
        'Content-Type: text/csv',
        'Content-Disposition: attachment; filename=a.csv',
        'Content-Transfer-Encoding: base64'
      ],
      'YSxiCjEsMgo='
    ]
  )
  const uid = mailbox.deliver(mail({ 'Content-Type': head }, body))
  await heard(inbox, 1)
  const [message] = await received(inbox)
  const [contact] = await here.people.find(inbox.tenant, [[{ platform: 'email', kind: 'address', value: ana }]])
  const conversation = here.people.conversationOf(inbox.tenant, inbox.inbox, contact!)
  const events = await here.log.follow.since(inbox.tenant, 0, 100)
  const { seq } = events.find(({ fact }) => fact.type === 'conversation.message-received')!
  const files = openFiles(here.sql, fileStore(place))
  const { actors, log, secrets } = here
  const job = { tenant: inbox.tenant, conversation, message: message!.message, edit: '', item: 0, seq, since: 0 }
  const parts = { actors, follow: log.follow, secrets, files, platformOf, baseUrlOf: () => 'http://x.invalid' }
  const fetchIt = () => fetchFile(parts, job, AbortSignal.timeout(60_000))
  const found = await fetchIt()
  if (found.result !== 'kept') throw new Error(found.result)
  expect(Buffer.from(found.stored.beginning).toString()).toBe('a,b\n1,2\n')
  mailbox.delete(uid)
  expect(await fetchIt()).toEqual({ result: 'lost', why: 'gone' })
})
