import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Query } from '../../sync-server/db/sql.ts'
import { withDoors } from '../../sync-server/db/sql.ts'
import { openLog, type Log } from '../../sync-server/log/log.ts'
import { database, freshTenant } from '../support/database.ts'
import { sabotaged } from '../support/sabotaged.ts'
import { faultsOf } from './chain.ts'
import { note } from './noted.ts'

const db = database()
let tenant = ''
/** Two logs on one database, as two processes would have them: neither hears what the other remembers. */
let log: Log
let other: Log
let transactions = 0

beforeEach(async () => {
  tenant = freshTenant()
  const counted = withDoors(db.sql, door => ({
    ...door,
    transaction: work => {
      transactions++
      return door.transaction(work)
    }
  }))
  log = await openLog(counted)
  other = await openLog(db.sql)
  await log.commit.append(note(tenant, 'a', 0, 'k1'))
  transactions = 0
})
afterEach(async () => {
  await log.close()
  await other.close()
})

async function order(): Promise<(number | string)[][]> {
  expect(await faultsOf(db.sql, tenant)).toEqual([])
  // As the tables say it, and not what one of the two has in memory.
  const reader = await openLog(db.sql)
  const events = await reader.follow.since(tenant, 0, 100)
  await reader.close()
  return events.map(({ seq, stream, version, fact }) => [seq, stream.replace('conversation/', ''), version, fact.cause])
}

test('where the log ends is remembered: the next commits are one statement each', async () => {
  expect(await log.commit.append(note(tenant, 'a', 1, 'k2'))).toMatchObject({ result: 'appended', seq: 2 })
  expect(await log.commit.append(note(tenant, 'b', 0, 'k3'))).toMatchObject({ result: 'appended', seq: 3 })
  const ticket = { client: 'device', n: 1 }
  const refusal = { reason: 'not-allowed' } as const
  expect(await log.commit.judge({ tenant, ticket, command: 'k4', refusal })).toMatchObject({ seq: 3, refusal })
  expect(transactions).toBe(0)
  expect(await order()).toEqual([
    [1, 'a', 1, 'k1'],
    [2, 'a', 2, 'k2'],
    [3, 'b', 1, 'k3']
  ])
})

test('when another process has written to the tenant, what follows stands behind it and nothing forks', async () => {
  await other.commit.append(note(tenant, 'b', 0, 'theirs'))
  expect(await log.commit.append(note(tenant, 'a', 1, 'mine'))).toMatchObject({ result: 'appended', seq: 3 })
  expect(transactions).toBe(1)
  expect(await log.commit.append(note(tenant, 'a', 2, 'next'))).toMatchObject({ result: 'appended', seq: 4 })
  expect(transactions).toBe(1)
  expect(await order()).toHaveLength(4)
})

test('when another process has written to the stream, it is a conflict', async () => {
  await other.commit.append(note(tenant, 'a', 1, 'theirs'))
  expect(await log.commit.append(note(tenant, 'a', 1, 'mine'))).toEqual({ result: 'conflict' })
  await other.commit.append(note(tenant, 'b', 0, 'new'))
  expect(await log.commit.append(note(tenant, 'b', 0, 'also new'))).toEqual({ result: 'conflict' })
  expect(await order()).toHaveLength(3)
})

test.each([1, 7])('of a stream that is believed to be at %i and is not, nothing is written', async version => {
  expect(await log.commit.append(note(tenant, 'b', version, 'k2'))).toEqual({ result: 'conflict' })
  await db.sql.everywhere.query(`update head set version = 5 where tenant = $1`, [tenant])
  expect(await log.commit.append(note(tenant, 'a', 1, 'k3'))).toEqual({ result: 'conflict' })
  expect(await log.follow.head(tenant)).toBe(1)
})

test('what another process has heard is repeated, and what it has judged keeps its answer', async () => {
  await other.commit.append(note(tenant, 'b', 0, 'k2'))
  await log.commit.append(note(tenant, 'a', 1, 'k3'))
  expect(await log.commit.append(note(tenant, 'c', 0, 'k2'))).toEqual({ result: 'repeated', seq: 2 })
  const ticket = { client: 'device', n: 1 }
  const ack = await other.commit.judge({ tenant, ticket, command: 'k4', refusal: { reason: 'not-allowed' } })
  expect(await log.commit.append(note(tenant, 'c', 0, 'k4', ticket))).toEqual({ result: 'judged', ack })
  expect(await log.commit.judge({ tenant, ticket, command: 'k4', refusal: null })).toEqual(ack)
  expect(await order()).toHaveLength(3)
})

test('a chain that was mended at the same length goes on from the mended link', async () => {
  await db.sql.everywhere.query(`update event set hash = '\\x00' where tenant = $1`, [tenant])
  await db.sql.everywhere.query(`update tenant_head set hash = '\\x00' where tenant = $1`, [tenant])
  await log.commit.append(note(tenant, 'a', 1, 'k2'))
  expect(transactions).toBe(1)
  expect(await faultsOf(db.sql, tenant)).toEqual([expect.stringContaining('1')])
})

test('one in a group that is not as it was believed leaves the others their places', async () => {
  await other.commit.append(note(tenant, 'b', 0, 'theirs'))
  const outcomes = await Promise.all([
    log.commit.append(note(tenant, 'a', 1, 'k2')),
    log.commit.append(note(tenant, 'b', 0, 'k3')),
    log.commit.append(note(tenant, 'c', 0, 'theirs')),
    log.commit.append(note(tenant, 'd', 0, 'k5'))
  ])
  expect(outcomes.map(({ result }) => result)).toEqual(['appended', 'conflict', 'repeated', 'appended'])
  expect(await order()).toHaveLength(4)
})

test('a commit whose answer was lost is found again, and the next one stands behind it', async () => {
  let lost = false
  const sabotage =
    (query: Query): Query =>
    async (text, values) => {
      const rows = await query(text, values)
      if (lost && text.includes('insert into event')) throw new Error('the connection was lost')
      return rows as never
    }
  const shaky = await openLog(sabotaged(db.sql, sabotage))
  await shaky.commit.append(note(tenant, 'a', 1, 'k2'))
  expect(await shaky.streams.all(tenant, 'conversation/a')).toHaveLength(2)
  const heard: string[] = []
  shaky.follow.onCommitted(({ from, to, events }) => heard.push(`${from}-${to}: ${events.length}`))
  lost = true
  await expect(shaky.commit.append(note(tenant, 'a', 2, 'k3'))).rejects.toMatchObject({ code: 'not-stored' })
  lost = false
  expect(await shaky.commit.append(note(tenant, 'a', 2, 'k3'))).toEqual({ result: 'repeated', seq: 3 })
  // Whoever is connected, and what is in memory, hears of it as of any other.
  expect(heard).toEqual(['3-3: 1'])
  expect(await shaky.streams.all(tenant, 'conversation/a')).toHaveLength(3)
  expect(await shaky.commit.append(note(tenant, 'a', 3, 'k4'))).toMatchObject({ result: 'appended', seq: 4 })
  expect(await order()).toHaveLength(4)
  expect(heard).toEqual(['3-3: 1', '4-4: 1'])
  await shaky.close()
})

test('the very first commit to a tenant, whose answer was lost, is told of as well', async () => {
  const mine = freshTenant()
  let lost = true
  const shaky = await openLog(
    withDoors(db.sql, door => ({
      ...door,
      transaction: async work => {
        const made = await door.transaction(work)
        if (lost) throw new Error('the connection was lost')
        return made
      }
    }))
  )
  const heard: string[] = []
  shaky.follow.onCommitted(({ tenant: whose, from, to }) => heard.push(`${whose === mine} ${from}-${to}`))
  await expect(shaky.commit.append(note(mine, 'a', 0, 'k1'))).rejects.toMatchObject({ code: 'not-stored' })
  lost = false
  const [again, next] = await Promise.all([
    shaky.commit.append(note(mine, 'a', 0, 'k1')),
    shaky.commit.append(note(mine, 'a', 1, 'k2'))
  ])
  expect([again.result, next.result]).toEqual(['repeated', 'appended'])
  expect(heard).toEqual(['true 1-1', 'true 2-2'])
  await shaky.close()
})

test('many at once go in groups behind each other: none of them is looked up, and all stand in their order', async () => {
  let underWay = 0
  let most = 0
  const watched = withDoors(db.sql, door => ({
    ...door,
    query: (text, values) => {
      most = Math.max(most, ++underWay)
      return door.query(text, values).finally(() => underWay--) as never
    },
    transaction: work => {
      transactions++
      return door.transaction(work)
    }
  }))
  const ahead = await openLog(watched)
  await ahead.commit.append(note(tenant, 'a', 1, 'first'))
  transactions = 0
  most = 0
  const wanted = Array.from({ length: 200 }, (_, n) => note(tenant, `c${n}`, 0, `w${n}`))
  const outcomes = await Promise.all(wanted.map(one => ahead.commit.append(one)))
  expect(outcomes.map(outcome => 'seq' in outcome && outcome.seq)).toEqual(wanted.map((_, n) => n + 3))
  expect(transactions).toBe(0)
  expect(most).toBe(db.sql.keepsOrder ? 2 : 1)
  expect(await faultsOf(db.sql, tenant)).toEqual([])
  await ahead.close()
})

test('those behind a group that was not as it was believed are looked up as well, and not those after them', async () => {
  await other.commit.append(note(tenant, 'b', 0, 'theirs'))
  const wanted = Array.from({ length: 400 }, (_, n) => note(tenant, `c${n}`, 0, `w${n}`))
  const heard: number[] = []
  log.follow.onCommitted(({ events }) => heard.push(...events.map(({ seq }) => seq)))
  const outcomes = await Promise.all(wanted.map(one => log.commit.append(one)))
  expect(new Set(outcomes.map(({ result }) => result))).toEqual(new Set(['appended']))
  expect(transactions).toBeLessThanOrEqual(2)
  expect(heard).toEqual(Array.from({ length: 401 }, (_, n) => n + 2))
  expect(await faultsOf(db.sql, tenant)).toEqual([])
})

test('two processes that write 200 at once to one tenant leave no gap, no fork, and nothing twice', async () => {
  const wanted = Array.from({ length: 200 }, (_, n) => note(tenant, `c${n % 50}`, 0, `w${n % 100}`))
  const outcomes = await Promise.all(wanted.map((one, n) => [log, other][n % 2]!.commit.append(one)))
  const placed = outcomes.filter(({ result }) => result === 'appended')
  expect(placed).toHaveLength(50)
  expect((await order()).map(([seq]) => seq)).toEqual(Array.from({ length: 51 }, (_, n) => n + 1))
})
