import { afterEach, beforeEach, expect, test } from 'vitest'
import fc from 'fast-check'
import { withDoors } from '../../sync-server/db/sql.ts'
import { openLog, type Log } from '../../sync-server/log/log.ts'
import { database, freshTenant } from '../support/database.ts'
import { note } from './noted.ts'

const db = database()
let tenant = ''
let log: Log
let reads = 0

/** Counts how often events are read from the tables. */
const counted = () =>
  withDoors(db.sql, door => ({
    ...door,
    query: (text, values) => {
      if (text.includes('from event')) reads++
      return door.query(text, values)
    }
  }))

beforeEach(async () => {
  tenant = freshTenant()
  log = await openLog(counted())
  reads = 0
})
afterEach(() => log.close())

async function say(key: string, from: number, count: number): Promise<void> {
  for (let n = from; n < from + count; n++) await log.commit.append(note(tenant, key, n, `${key}-${n}`))
}
const last = (key: string, count: number) => log.streams.last(tenant, `conversation/${key}`, count)
const versions = (events: readonly { version: number }[]) => events.map(({ version }) => version)

test('the end of a stream that was written here is not read again', async () => {
  await say('a', 0, 120)
  expect(versions(await last('a', 100))).toEqual(Array.from({ length: 100 }, (_, n) => n + 21))
  expect(versions(await last('a', 3))).toEqual([118, 119, 120])
  expect(reads).toBe(0)
  expect(log.hot.size).toMatchObject({ streams: 1 })
  expect(versions(await last('a', 120))).toHaveLength(120)
  expect(reads).toBe(1)
})

test('the end of a stream that was there before is read once, and goes on with what is written', async () => {
  await say('a', 0, 30)
  const before = await last('a', 100)
  await log.close()
  log = await openLog(counted())
  expect(await last('a', 10)).toEqual(before.slice(-10))
  expect(await last('a', 100)).toEqual(before)
  expect(reads).toBe(1)
  await say('a', 30, 2)
  expect(versions(await last('a', 4))).toEqual([29, 30, 31, 32])
  expect(reads).toBe(1)
})

test('all of a short stream is in memory too, and a long one is read', async () => {
  const all = (key: string) => log.streams.all(tenant, `conversation/${key}`)
  await say('a', 0, 30)
  expect(versions(await all('a'))).toHaveLength(30)
  expect(await all('nobody')).toEqual([])
  expect(reads).toBe(0)
  await say('a', 30, 90)
  expect(versions(await all('a'))).toHaveLength(120)
  expect(reads).toBe(1)
})

test('what was forgotten is read again: one stream, or all of a tenant', async () => {
  await say('a', 0, 2)
  await say('b', 0, 2)
  log.hot.forget(tenant, 'conversation/a')
  expect(log.hot.size.streams).toBe(1)
  expect(versions(await last('a', 100))).toEqual([1, 2])
  expect(reads).toBe(1)
  log.hot.forget(tenant)
  expect(log.hot.size).toMatchObject({ streams: 0, bytes: 0 })
})

test.each(['a commit', 'a forgetting'])('a reading that %s overtakes is not kept', async what => {
  await say('a', 0, 2)
  const slow = Promise.withResolvers<void>()
  const read = Promise.withResolvers<void>()
  const late = await openLog(
    withDoors(db.sql, door => ({
      ...door,
      query: async (text, values) => {
        const rows = await door.query(text, values)
        if (text.includes('from event') && !text.includes('insert')) {
          read.resolve()
          await slow.promise
        }
        return rows as never
      }
    }))
  )
  const first = late.streams.last(tenant, 'conversation/a', 100)
  await read.promise
  if (what === 'a commit') await late.commit.append(note(tenant, 'a', 2, 'a-2'))
  else late.hot.forget(tenant, 'conversation/a')
  slow.resolve()
  expect(versions(await first)).toEqual([1, 2])
  expect(late.hot.size.streams).toBe(0)
  expect(await late.streams.last(tenant, 'conversation/a', 100)).toHaveLength(what === 'a commit' ? 3 : 2)
  await late.close()
})

test('with too little room for all, everything reads as it does with room for everything', async () => {
  let evicted = 0
  const step = fc.record({ key: fc.constantFrom('a', 'b', 'c', 'd', 'e'), count: fc.integer({ min: 1, max: 40 }) })
  const run = fc.array(fc.oneof(step, fc.constantFrom('forget' as const)), { minLength: 10, maxLength: 25 })
  await fc.assert(
    fc.asyncProperty(run, async steps => {
      const place = freshTenant()
      const tight = await openLog(db.sql, { hotBytes: 5_000 })
      const roomy = await openLog(db.sql)
      const at = new Map<string, number>()
      for (const one of steps) {
        if (one === 'forget') {
          tight.hot.forget(place)
          continue
        }
        const from = at.get(one.key) ?? 0
        at.set(one.key, from + one.count)
        await Promise.all(
          Array.from({ length: one.count }, (_, n) =>
            tight.commit.append(note(place, one.key, from + n, `${one.key}${from + n}`))
          )
        )
        for (const key of at.keys()) {
          const stream = `conversation/${key}` as const
          roomy.hot.forget(place, stream)
          for (const count of [1, 20, 100]) {
            expect(await tight.streams.last(place, stream, count)).toEqual(
              await roomy.streams.last(place, stream, count)
            )
          }
        }
        expect(tight.hot.size.bytes).toBeLessThanOrEqual(5_000)
        if (tight.hot.size.streams < at.size) evicted++
      }
      await tight.close()
      await roomy.close()
    }),
    { numRuns: 8 }
  )
  expect(evicted).toBeGreaterThan(5)
})
