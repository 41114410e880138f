// @module-tag long
import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import { trustedContext } from '../../shared/identity/may.ts'
import { streamKey } from '../../shared/kernel/message.ts'
import { openCore } from '../../sync-server/core.ts'
import { lockDirectory } from '../../sync-server/db/lock.ts'
import { openDatabase } from '../../sync-server/db/open.ts'
import type * as verifying from '../../sync-server/log/verify-stored.ts'
import { exported } from '../e2e/operator.ts'
import { startServer, type RunningServer } from '../support/server.ts'
import { until } from '../web/support/until.ts'
import { daybook, sampleData, scratch } from './daybook.ts'

type Verifying = typeof verifying

/** What comes after a copy is in the database, and before its command has ended: a kill there is told by this. */
const cut = vi.hoisted(() => ({ off: false }))
const dies = async <T>(really: () => Promise<T>): Promise<T> => {
  if (cut.off) throw new Error('killed')
  return really()
}
vi.mock('../../sync-server/log/verify-stored.ts', async original => {
  const real = await original<Verifying>()
  const verifyTenant: Verifying['verifyTenant'] = (...args) => dies(() => real.verifyTenant(...args))
  return { ...real, verifyTenant }
})

const places = scratch()
const patienceMs = 120_000
let data: string
/** A reply that waited to be sent when the copies were made. */
let message: string
let server: RunningServer | undefined

beforeAll(async () => {
  data = places.empty()
  sampleData(data)
  message = await replied(data)
}, 300_000)
afterEach(async () => {
  cut.off = false
  await server?.stop()
})

/** Somebody answers on WhatsApp, and the server dies before it is sent. */
async function replied(directory: string): Promise<string> {
  const release = lockDirectory(directory)
  const core = await openCore(await openDatabase(directory), pino({ level: 'silent' }), { dataDir: directory })
  const id = randomUUID()
  const events = await core.log.follow.since('demo', 0, 10_000)
  const opened = events.find(({ fact }) => {
    const { type, platform } = fact as { type: string; platform?: string }
    return type === 'conversation.opened' && platform === 'whatsapp'
  })
  const conversation = streamKey(opened!.stream)
  const content = { kind: 'text', text: 'once' } as const
  const reply = { type: 'conversation.reply', id, at: Date.now(), conversation, content, seen: null } as const
  const told = await core.actors.tell('demo', reply, now => trustedContext({ kind: 'agent', id: 'agent-1' }, now))
  expect(told.result).toBe('accepted')
  await core.close()
  release()
  return id
}

/** How it is sent by a server that starts on these data: the copy may be old, and it may be sent since. */
async function becomes(directory: string): Promise<readonly string[]> {
  server = await startServer({ dataDir: directory })
  const ends = new Set(['conversation.sent', 'conversation.send-failed', 'conversation.send-unknown'])
  const said = async () => {
    const facts = (await exported(directory)).map(({ fact }) => fact as { type: string; message?: string })
    return facts.flatMap(fact => (fact.message === message && ends.has(fact.type) ? [fact.type] : []))
  }
  let found: readonly string[] = []
  await until(async () => (found = await said()).length > 0, 'an end of the reply', patienceMs)
  return found
}

test('a restore that is killed when all is there sends nothing a second time', { timeout: 600_000 }, async () => {
  const [backup, place] = [join(places.empty(), 'backup'), places.empty()]
  expect(await daybook({ DATA_DIR: data }, 'backup', '--to', backup)).toMatchObject({ code: 0 })
  cut.off = true
  expect(await daybook({ DATA_DIR: place }, 'restore', '--from', backup)).toMatchObject({ code: 1 })
  expect(await becomes(place)).toEqual(['conversation.send-unknown'])
})

test('nor does an import, which is gone on with when it is asked for again', { timeout: 600_000 }, async () => {
  const [full, place] = [join(places.empty(), 'full'), places.empty()]
  writeFileSync(full, (await daybook({ DATA_DIR: data }, 'export', '--tenant', 'demo', '--full')).out)
  server = await startServer({ dataDir: place, args: ['--empty'], template: null })
  await server.kill('SIGTERM')
  cut.off = true
  expect(await daybook({ DATA_DIR: place }, 'import', '--from', full)).toMatchObject({ code: 1 })
  cut.off = false
  expect(await daybook({ DATA_DIR: place }, 'import', '--from', full)).toMatchObject({ code: 0 })
  const facts = (await exported(place)).map(({ fact }) => fact as { type: string; message?: string })
  expect(facts.filter(fact => fact.message === message).map(fact => fact.type)).toEqual([
    'conversation.replied',
    'conversation.send-started'
  ])
})
