import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Query, Sql } from '../../sync-server/db/sql.ts'
import { Busy } from '../../sync-server/log/group.ts'
import { openLog, type Log, type LogOptions } from '../../sync-server/log/log.ts'
import type { Batch } from '../../sync-server/log/recorded.ts'
import { database, freshTenant } from '../support/database.ts'
import { sabotaged } from '../support/sabotaged.ts'
import { faultsOf } from './chain.ts'
import { note, noted } from './noted.ts'

const db = database()
let tenant = ''
let log: Log
let commits = 0

/** Counts what is committed, and lets a test break it. */
function watched(sabotage: (query: Query) => Query = query => query): Sql {
  const counted =
    (query: Query): Query =>
    (text, values) => {
      if (text.includes('select 1 / (case')) commits++
      return query(text, values)
    }
  return sabotaged(sabotaged(db.sql, counted), sabotage)
}

async function open(options: LogOptions = {}, sql = watched()): Promise<Log> {
  log = await openLog(sql, options)
  commits = 0
  return log
}

beforeEach(async () => {
  tenant = freshTenant()
  await open()
})
afterEach(() => log.close())

describe('the order', () => {
  test('[O1] 200 appends at once, over four tenants, leave no gap in any, and every chain holds', async () => {
    const tenants = [tenant, freshTenant(), freshTenant(), freshTenant()]
    const wanted = Array.from({ length: 200 }, (_, index) =>
      note(tenants[index % 4] ?? '', `c${index}`, 0, `k${index}`)
    )
    const outcomes = await Promise.all(wanted.map(one => log.commit.append(one)))
    expect(outcomes.filter(({ result }) => result === 'appended')).toHaveLength(200)
    for (const each of tenants) {
      expect(await log.follow.head(each)).toBe(50)
      expect((await log.follow.since(each, 0, 1000)).map(event => event.seq)).toEqual(
        Array.from({ length: 50 }, (_, index) => index + 1)
      )
      expect(await faultsOf(db.sql, each)).toEqual([])
    }
  })

  test('[O1] who loses takes no seq: after conflicts and repetitions there is still no gap', async () => {
    const outcomes = await Promise.all([
      log.commit.append(note(tenant, 'a', 0, 'k1')),
      log.commit.append(note(tenant, 'a', 0, 'k2')),
      log.commit.append(note(tenant, 'b', 0, 'k1')),
      log.commit.append(note(tenant, 'b', 0, 'k3')),
      log.commit.append(note(tenant, 'a', 1, 'k4'))
    ])
    expect(outcomes.map(({ result }) => result)).toEqual(['appended', 'conflict', 'repeated', 'appended', 'appended'])
    expect(outcomes[2]).toEqual({ result: 'repeated', seq: 1 })
    expect((await log.follow.since(tenant, 0, 10)).map(({ seq, fact }) => [seq, fact.cause])).toEqual([
      [1, 'k1'],
      [2, 'k3'],
      [3, 'k4']
    ])
    expect(await faultsOf(db.sql, tenant)).toEqual([])
  })

  test('the check of the chain finds a changed letter and a missing event', async () => {
    for (const n of [0, 1, 2, 3]) await log.commit.append(note(tenant, 'c', n, `k${n}`))
    await db.sql.everywhere.query(
      `update event set data = replace(data::text, 'k1', 'k9')::json where tenant = $1 and seq = 2`,
      [tenant]
    )
    expect(await faultsOf(db.sql, tenant)).toEqual(['2: is not what was recorded: the chain breaks here'])
    await db.sql.everywhere.query('delete from event where tenant = $1 and seq = 1', [tenant])
    expect(await faultsOf(db.sql, tenant)).toEqual(['1: is missing'])
  })
})

describe('a group', () => {
  test.each([
    ['thirty', 30, 1],
    ['a hundred', 100, 4]
  ])('%s appends of one tick (%i) are %i commits at most', async (_, appends, most) => {
    await Promise.all(Array.from({ length: appends }, (_, n) => log.commit.append(note(tenant, `c${n}`, 0, `k${n}`))))
    expect(commits).toBeGreaterThan(0)
    expect(commits).toBeLessThanOrEqual(most)
  })

  test('what comes while a group is written is the next group, and no group is too large', async () => {
    await open({ mostInOneCommit: 30 })
    const wanted = Array.from({ length: 100 }, (_, n) => note(tenant, `c${n}`, 0, `k${n}`))
    await Promise.all(wanted.map(one => log.commit.append(one)))
    expect(commits).toBe(4)
    expect(await faultsOf(db.sql, tenant)).toEqual([])
  })

  test('what cannot be stored fails alone', async () => {
    // No index of PostgreSQL takes a key of this length, and it does not compress.
    const endless = Array.from({ length: 20_000 }, (_, n) => n.toString(36)).join('')
    const outcomes = await Promise.allSettled([
      log.commit.append(note(tenant, 'a', 0, 'k1')),
      log.commit.append(note(tenant, 'b', 0, endless)),
      log.commit.append(note(tenant, 'c', 0, 'k3'))
    ])
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(outcomes[1]).toMatchObject({ reason: { code: 'not-stored' } })
    expect(await log.follow.head(tenant)).toBe(2)
    expect(await faultsOf(db.sql, tenant)).toEqual([])
  })

  test('half a letter is stored in what somebody says, and refused in an id: the chain holds', async () => {
    await log.commit.append(note(tenant, 'a', 0, 'k1'))
    const said = { ...note(tenant, 'a', 1, 'k2'), facts: [noted('k2', 'half \ud83d')] }
    expect(await log.commit.append(said)).toMatchObject({ result: 'appended', seq: 2 })
    await expect(log.commit.append(note(tenant, 'a', 2, 'half \ud83d'))).rejects.toMatchObject({ code: 'not-stored' })
    expect(await log.commit.append(note(tenant, 'a', 2, 'k3'))).toMatchObject({ result: 'appended', seq: 3 })
    expect(await faultsOf(db.sql, tenant)).toEqual([])
  })

  test('a malformed append is refused before it waits with others', async () => {
    await expect(log.commit.append({ ...note(tenant, 'a', 0, 'k'), facts: [] })).rejects.toThrow('without a fact')
    const two = { ...note(tenant, 'a', 0, 'k'), facts: [noted('k1'), noted('k2')] }
    await expect(log.commit.append(two)).rejects.toThrow('two causes')
    expect(commits).toBe(0)
  })

  test('past the bound one is told to come back later, and those who wait are served', async () => {
    await open({ mostWaiting: 10 })
    const outcomes = await Promise.allSettled(
      Array.from({ length: 25 }, (_, n) => log.commit.append(note(tenant, `c${n}`, 0, `k${n}`)))
    )
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(10)
    const refused = outcomes.filter(outcome => outcome.status === 'rejected')
    expect(refused).toHaveLength(15)
    for (const { reason } of refused) expect(reason).toBeInstanceOf(Busy)
    expect(await log.commit.append(note(tenant, 'later', 0, 'later'))).toMatchObject({ result: 'appended', seq: 11 })
  })

  test('when the database fails all who wait are told, nothing is half there, and the next are written', async () => {
    let broken = true
    const failing =
      (query: Query): Query =>
      (text, values) => {
        if (broken && text.includes('insert into event')) return Promise.reject(new Error('No space left on device'))
        return query(text, values)
      }
    await open({}, watched(failing))
    const heard: Batch[] = []
    log.follow.onCommitted(batch => heard.push(batch))
    const both = await Promise.allSettled([
      log.commit.append(note(tenant, 'a', 0, 'k1')),
      log.commit.judge({ tenant, ticket: { client: 'c', n: 1 }, command: null, refusal: null })
    ])
    for (const one of both) {
      expect(one).toMatchObject({ status: 'rejected', reason: { code: 'not-stored', message: /No space left/ } })
    }
    expect(heard).toEqual([])
    expect(await log.follow.head(tenant)).toBe(0)

    broken = false
    expect(await log.commit.append(note(tenant, 'a', 0, 'k1'))).toMatchObject({ result: 'appended', seq: 1 })
    expect(heard).toMatchObject([{ tenant, from: 1, to: 1 }])
  })
})

describe('a ticket', () => {
  const refusal = { reason: 'not-allowed' } as const

  test('is answered once: again, it gets the first answer, and nothing is written', async () => {
    const ticket = { client: 'device', n: 1 }
    expect(await log.commit.append(note(tenant, 'a', 0, 'k1', ticket))).toMatchObject({ result: 'appended', seq: 1 })
    const ack = { n: 1, command: 'k1', seq: 1, refusal: null }
    expect(await log.commit.append(note(tenant, 'b', 0, 'other', ticket))).toEqual({ result: 'judged', ack })
    expect(await log.commit.judge({ tenant, ticket, command: 'k1', refusal })).toEqual(ack)
    expect(await log.acks.judged(tenant, ticket)).toEqual(ack)
    expect(await log.follow.head(tenant)).toBe(1)
  })

  test('twice in one group is one answer', async () => {
    const ticket = { client: 'device', n: 1 }
    const judgement = { tenant, ticket, command: 'k1', refusal }
    const [first, second] = await Promise.all([
      log.commit.judge(judgement),
      log.commit.append(note(tenant, 'a', 0, 'k1', ticket))
    ])
    expect(second).toEqual({ result: 'judged', ack: first })
    expect(commits).toBe(1)
  })

  test('whose cause was heard from somebody else is answered as done', async () => {
    await log.commit.append(note(tenant, 'a', 0, 'k1'))
    await log.commit.append(note(tenant, 'a', 1, 'k2'))
    const ticket = { client: 'device', n: 7 }
    expect(await log.commit.append(note(tenant, 'a', 0, 'k1', ticket))).toEqual({ result: 'repeated', seq: 1 })
    expect(await log.acks.judged(tenant, ticket)).toEqual({ n: 7, command: 'k1', seq: 1, refusal: null })
  })

  test('that lost a race is not answered: it will be decided again', async () => {
    const ticket = { client: 'device', n: 1 }
    expect(await log.commit.append(note(tenant, 'a', 3, 'k1', ticket))).toEqual({ result: 'conflict' })
    expect(await log.acks.judged(tenant, ticket)).toBeUndefined()
  })

  test('belongs to one client of one tenant', async () => {
    const other = freshTenant()
    await log.commit.judge({ tenant, ticket: { client: 'one', n: 1 }, command: 'k', refusal })
    expect(await log.acks.judged(tenant, { client: 'two', n: 1 })).toBeUndefined()
    expect(await log.acks.judged(other, { client: 'one', n: 1 })).toBeUndefined()
    expect(await log.acks.highest(other, 'one')).toBe(0)
  })
})

test('listeners hear of exactly what was committed, in order, before those who wait do', async () => {
  const heard: string[] = []
  const stop = log.follow.onCommitted(({ tenant: whose, from, to, events }) => {
    if (whose !== tenant) return
    heard.push(`${from}-${to}: ${events.map(({ seq, fact, scope }) => `${seq} ${fact.cause} ${scope}`).join(', ')}`)
  })
  const answered = (outcome: { result: string }) => heard.push(outcome.result)
  await Promise.all([
    log.commit.append(note(tenant, 'a', 0, 'k1')).then(answered),
    log.commit.append(note(tenant, 'a', 0, 'k2')).then(answered),
    log.commit.append(note(tenant, 'a', 1, 'k3')).then(answered)
  ])
  await log.commit.append(note(tenant, 'b', 0, 'k4'))
  stop()
  await log.commit.append(note(tenant, 'b', 1, 'k5'))
  expect(heard).toEqual(['1-2: 1 k1 inbox:i, 2 k3 inbox:i', 'appended', 'conflict', 'appended', '3-3: 3 k4 inbox:i'])
})

test('a listener that throws is reported, and takes nothing from anybody', async () => {
  const reported: unknown[] = []
  await open({ report: error => reported.push(error) })
  const heard: number[] = []
  log.follow.onCommitted(() => {
    throw new Error('a bug')
  })
  log.follow.onCommitted(batch => heard.push(batch.to))
  expect(await log.commit.append(note(tenant, 'a', 0, 'k1'))).toMatchObject({ result: 'appended' })
  expect(heard).toEqual([1])
  expect(reported).toMatchObject([{ message: 'a bug' }])
})
