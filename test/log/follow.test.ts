import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Follower } from '../../sync-server/log/follow.ts'
import { openLog, type Log, type LogOptions } from '../../sync-server/log/log.ts'
import type { Batch } from '../../sync-server/log/recorded.ts'
import { database, freshTenant } from '../support/database.ts'
import { note } from './noted.ts'

const db = database()
let tenant = ''
let name = ''
let log: Log
let reported: string[] = []
let followers: Follower[] = []

const quick: LogOptions = { saveAfterMs: 5, retryAfterMs: 5, mostRetryMs: 20 }

beforeEach(async () => {
  tenant = freshTenant()
  name = `follower of ${tenant}`
  reported = []
  await open(quick)
})
afterEach(close)

async function open(options: LogOptions): Promise<void> {
  const report = (error: unknown, who?: string, whose?: string) => reported.push(`${who} ${whose}: ${String(error)}`)
  log = await openLog(db.sql, { ...options, report })
}

async function close(): Promise<void> {
  for (const one of followers) await one.stop()
  followers = []
  await log.close()
}

/** Follows, and keeps what it saw of this test's tenants. */
function follow(seen: string[], handle: (batch: Batch) => Promise<void> = () => Promise.resolve()): Follower {
  const one = log.follow.follower(name, async batch => {
    await handle(batch)
    if (!batch.tenant.startsWith(tenant)) return
    seen.push(...batch.events.map(({ seq, fact }) => `${seq} ${fact.cause}`))
  })
  followers.push(one)
  return one
}

async function append(from: number, to: number, whose = tenant): Promise<void> {
  const numbers = Array.from({ length: to - from + 1 }, (_, index) => from + index)
  for (const n of numbers) await log.commit.append(note(whose, 'c', n - 1, `k${n}`))
}

function expected(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => `${from + index} k${from + index}`)
}

test('a follower gets all there was and all that comes, each once and in order', async () => {
  await append(1, 5)
  const seen: string[] = []
  const one = follow(seen)
  await append(6, 9)
  await one.caughtUp()
  await append(10, 12)
  await one.caughtUp()
  expect(seen).toEqual(expected(1, 12))
})

test('a slow follower misses nothing and is handed no more at once than it can take', async () => {
  await close()
  await open({ ...quick, batchSize: 4 })
  await append(1, 10)
  const seen: string[] = []
  const sizes: number[] = []
  const one = follow(seen, async ({ events, tenant: whose }) => {
    if (whose === tenant) sizes.push(events.length)
    await pause(10)
  })
  await append(11, 30)
  await one.caughtUp()
  expect(seen).toEqual(expected(1, 30))
  expect(Math.max(...sizes)).toBe(4)
})

test('one that gathers is handed together what came meanwhile, and at once when somebody waits for it', async () => {
  const sizes: number[] = []
  const one = log.follow.follower(
    name,
    ({ tenant: whose, events }) => {
      if (whose === tenant) sizes.push(events.length)
      return Promise.resolve()
    },
    3_600_000
  )
  followers.push(one)
  await one.caughtUp()
  await append(1, 4)
  expect(sizes).toEqual([])
  await one.caughtUp()
  expect(sizes).toEqual([4])
  await append(5, 6)
  await one.stop()
  expect(sizes).toEqual([4])
})

test('a follower that starts again goes on where it stood', async () => {
  const before: string[] = []
  const first = follow(before)
  await append(1, 3)
  await first.caughtUp()
  await first.stop()
  await append(4, 6)

  const after: string[] = []
  await follow(after).caughtUp()
  expect(before).toEqual(expected(1, 3))
  expect(after).toEqual(expected(4, 6))
})

test('a follower that was cut off before it could keep its place is given the same again, never less', async () => {
  await close()
  await open({ ...quick, saveAfterMs: 1e6 })
  const before: string[] = []
  await append(1, 3)
  const cutOff = follow(before)
  await cutOff.caughtUp()

  const after: string[] = []
  const next = log.follow.follower(name, ({ tenant: whose, events }) => {
    if (whose === tenant) after.push(...events.map(({ seq, fact }) => `${seq} ${fact.cause}`))
    return Promise.resolve()
  })
  await next.caughtUp()
  expect(after).toEqual(before)
  await next.stop()
})

test('two followers do not share a place', async () => {
  await append(1, 2)
  const one: string[] = []
  const two: string[] = []
  await follow(one).caughtUp()
  name = `another ${name}`
  await follow(two).caughtUp()
  expect([one, two]).toEqual([expected(1, 2), expected(1, 2)])
})

test('a tenant whose events fail is tried again and again, in order, and holds up nobody else', async () => {
  const other = `${tenant}-other`
  let broken = true
  const handled: string[] = []
  const one = log.follow.follower(name, ({ tenant: whose, events }) => {
    if (whose === tenant && broken) return Promise.reject(new Error('not today'))
    if (whose.startsWith(tenant)) handled.push(...events.map(({ seq }) => `${whose} ${seq}`))
    return Promise.resolve()
  })
  followers.push(one)
  await append(1, 2)
  await append(1, 2, other)
  await expect.poll(() => handled).toEqual([`${other} 1`, `${other} 2`])
  await expect.poll(() => reported.length).toBeGreaterThan(2)
  expect(reported[0]).toBe(`${name} ${tenant}: Error: not today`)

  broken = false
  await one.caughtUp()
  expect(handled).toEqual([`${other} 1`, `${other} 2`, `${tenant} 1`, `${tenant} 2`])
})

test('to stop waits for the batch in hand and begins no other', async () => {
  const seen: string[] = []
  const begun = Promise.withResolvers<void>()
  const enough = Promise.withResolvers<void>()
  const one = follow(seen, async ({ tenant: whose }) => {
    if (whose !== tenant) return
    begun.resolve()
    await enough.promise
  })
  await append(1, 1)
  await begun.promise
  await append(2, 2)
  const stopped = one.stop()
  expect(seen).toEqual([])
  enough.resolve()
  await stopped
  expect(seen).toEqual(expected(1, 1))
  const after: string[] = []
  await follow(after).caughtUp()
  expect(after).toEqual(expected(2, 2))
})

test('who waits for a follower that is stopped is told so', async () => {
  await append(1, 1)
  const one = follow([], ({ tenant: whose }) =>
    whose === tenant ? Promise.reject(new Error('never')) : Promise.resolve()
  )
  const told = one.caughtUp().catch(String)
  await expect.poll(() => reported.length).toBeGreaterThan(0)
  await one.stop()
  expect(await told).toContain('was stopped before it had caught up')
})

test('who asks for one tenant does not wait for another whose events fail', async () => {
  const other = `${tenant}-other`
  const handled: string[] = []
  const one = log.follow.follower(name, ({ tenant: whose, events }) => {
    if (whose === other) return Promise.reject(new Error('not today'))
    if (whose === tenant) handled.push(...events.map(({ seq }) => `${seq}`))
    return Promise.resolve()
  })
  followers.push(one)
  await append(1, 2, other)
  await append(1, 3)
  await one.caughtUp(tenant)
  expect(handled).toEqual(['1', '2', '3'])
})
