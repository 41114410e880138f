import { afterEach, beforeEach, expect, test } from 'vitest'
import { dayMs } from '../../shared/kernel/day.ts'
import type { StreamId } from '../../shared/kernel/message.ts'
import { withDoors, type Sql } from '../../sync-server/db/sql.ts'
import { openLog, type Log } from '../../sync-server/log/log.ts'
import { database, freshTenant } from '../support/database.ts'
import { note, noted } from './noted.ts'

const db = database()
const today = Date.UTC(2026, 10, 20)
let tenant = ''
let log: Log
let now = today
let reads: string[] = []

/** Notes what is asked of the events, and lets some of it fail. */
function watched(fails: (text: string, values: readonly unknown[]) => boolean = () => false): Sql {
  return withDoors(db.sql, door => ({
    ...door,
    query: (text, values = []) => {
      if (/select[^;]*from event/.test(text)) {
        reads.push(text)
        if (fails(text, values)) return Promise.reject(new Error('a page cannot be read'))
      }
      return door.query(text, values)
    }
  }))
}

beforeEach(async () => {
  tenant = freshTenant()
  now = today
  log = await openLog(watched(), { now: () => now })
  reads = []
})
afterEach(() => log.close())

const streamOf = (key: string): StreamId => `conversation/${key}`
const keys = (count: number) => Array.from({ length: count }, (_, i) => `k${i}`)

async function say(key: string, from: number, count: number): Promise<void> {
  for (let n = from; n < from + count; n++) await log.commit.append(note(tenant, key, n, `${key}-${n}`))
}

async function lastOf(each: readonly string[], count: number) {
  return Promise.all(each.map(key => log.streams.last(tenant, streamOf(key), count)))
}

test('streams that are asked for together are read together, and each gets its own', async () => {
  const all = keys(40)
  for (const [i, key] of all.entries()) {
    await say(key, 0, 1 + (i % 5))
    now = today + (i % 3) * dayMs
    await say(key, 1 + (i % 5), 2)
    now = today + 3 * dayMs
  }
  const alone = []
  for (const key of all) {
    log.hot.forget(tenant)
    alone.push(...(await lastOf([key], 4)))
  }
  log.hot.forget(tenant)
  reads = []
  expect(await lastOf([...all, 'nobody'], 4)).toEqual([...alone, []])
  expect(alone.map(events => events.at(-1)?.version)).toEqual(all.map((_, i) => 3 + (i % 5)))
  expect(reads).toHaveLength(1)
})

test('only the days between the first and the last of them are looked at', async () => {
  await say('old', 0, 1)
  now = today + dayMs
  await Promise.all(['a', 'b'].map(key => say(key, 0, 2)))
  log.hot.forget(tenant)
  reads = []
  await lastOf(['a', 'b'], 10)
  expect(reads[0]).toContain(`between '2026-11-21' and '2026-11-21'`)
})

test('one question reads a bounded number of events', async () => {
  const long = keys(30)
  await Promise.all(long.map(key => say(key, 0, 100)))
  log.hot.forget(tenant)
  reads = []
  const found = await lastOf(long, 100)
  expect(found.map(events => events.length)).toEqual(long.map(() => 100))
  expect(reads).toHaveLength(2)
})

test('what cannot be read of one stream is not the trouble of those that were asked for with it', async () => {
  await Promise.all(['a', 'b', 'c'].map(key => say(key, 0, 2)))
  const broken = await openLog(watched((_, values) => JSON.stringify(values).includes('conversation/b')))
  const [a, b, c] = await Promise.allSettled(['a', 'b', 'c'].map(key => broken.streams.last(tenant, streamOf(key), 10)))
  expect([a?.status, b?.status, c?.status]).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(b).toMatchObject({ reason: { message: 'a page cannot be read' } })
  await broken.close()
})

test('words of every kind come back as they were stored', async () => {
  const odd = ['"quoted" \\ and \\u0000', 'a\u0000b', '\ud800 alone', '🙂 \u2028', '</script>', '']
  for (const [n, text] of odd.entries())
    await log.commit.append({ ...note(tenant, 'odd', n, `odd-${n}`), facts: [noted(`odd-${n}`, text)] })
  await say('beside', 0, 1)
  const before = await log.streams.last(tenant, streamOf('odd'), 10)
  log.hot.forget(tenant)
  reads = []
  const [after] = await lastOf(['odd', 'beside'], 10)
  expect(reads).toHaveLength(1)
  expect(after).toEqual(before)
  expect(after?.map(event => (event.fact as unknown as { text: string }).text)).toEqual(odd)
})
