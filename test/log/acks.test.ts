import { beforeAll, beforeEach, expect, test } from 'vitest'
import { withDoors } from '../../sync-server/db/sql.ts'
import { acks } from '../../sync-server/log/acks.ts'
import { openLog, type Log } from '../../sync-server/log/log.ts'
import { database, freshTenant } from '../support/database.ts'

const db = database()
const client = 'device'
let tenant = ''
let log: Log
let clock = 1_000_000

beforeAll(async () => {
  log = await openLog(db.sql, { now: () => clock })
  return () => log.close()
})
beforeEach(() => {
  tenant = freshTenant()
})

async function judge(...numbers: number[]): Promise<void> {
  for (const n of numbers) await log.acks.record(tenant, { client, n }, { command: `k${n}`, refusal: null })
}

test('a client nobody has heard of stands at 0', async () => {
  expect(await log.acks.highest(tenant, client)).toBe(0)
})

test('the highest n is the last before the first gap: what a crash left unjudged is pushed again', async () => {
  await judge(1, 2, 3, 5, 6)
  expect(await log.acks.highest(tenant, client)).toBe(3)
  expect(await log.acks.newest(tenant, client)).toBe(6)
  await judge(4)
  expect(await log.acks.highest(tenant, client)).toBe(6)
})

test('a device that says hello and then its first command is looked up once', async () => {
  await judge(1, 2, 4)
  let asked = 0
  const counted = withDoors(db.sql, ({ query, transaction }) => ({
    query(text, values) {
      asked++
      return query(text, values)
    },
    transaction
  }))
  const { highest, newest } = acks(counted, log.commit)
  expect([await highest(tenant, client), await newest(tenant, client)]).toEqual([2, 4])
  expect(asked).toBe(1)
  await judge(5)
  expect(await newest(tenant, client)).toBe(5)
})

test('a client whose first was never judged stands at 0, though its second was', async () => {
  await judge(2, 3)
  expect(await log.acks.highest(tenant, client)).toBe(0)
})

test('answers are found by n, by range and by the id of the command, refusals with all they say', async () => {
  await judge(1)
  const refusal = { reason: 'depends-on-refused', after: 'k1' } as const
  await log.acks.record(tenant, { client, n: 2 }, { command: 'k2', refusal })
  await log.acks.record(tenant, { client, n: 3 }, { command: null, refusal: null })
  const second = { n: 2, command: 'k2', seq: 0, refusal }
  expect(await log.acks.judged(tenant, { client, n: 2 })).toEqual(second)
  expect(await log.acks.ofCommand(tenant, client, 'k2')).toEqual(second)
  expect(await log.acks.ofCommand(tenant, 'another', 'k2')).toBeUndefined()
  expect(await log.acks.between(tenant, client, 2, 9)).toEqual([second, { n: 3, command: null, seq: 0, refusal: null }])
})

test('old answers are forgotten, but never how far a client had come', async () => {
  await judge(1, 2, 3)
  clock += 1000
  await judge(4)
  await log.acks.forgetBefore(clock)
  expect((await log.acks.between(tenant, client, 1, 9)).map(({ n }) => n)).toEqual([4])
  expect(await log.acks.highest(tenant, client)).toBe(4)
  clock += 1000
  await log.acks.forgetBefore(clock)
  expect(await log.acks.between(tenant, client, 1, 9)).toEqual([])
  expect(await log.acks.highest(tenant, client)).toBe(4)
  expect(await log.acks.newest(tenant, client)).toBe(4)
  await judge(6)
  expect(await log.acks.highest(tenant, client)).toBe(4)
  await judge(5)
  expect(await log.acks.highest(tenant, client)).toBe(6)
})

test('an answer behind a gap is not forgotten, however old: the gap is still to be judged', async () => {
  await judge(1, 3)
  clock += 1000
  await log.acks.forgetBefore(clock)
  await log.acks.forgetBefore(clock)
  expect((await log.acks.between(tenant, client, 1, 9)).map(({ n }) => n)).toEqual([3])
  expect(await log.acks.highest(tenant, client)).toBe(1)
  await judge(2)
  expect(await log.acks.highest(tenant, client)).toBe(3)
})

test('what was forgotten and judged anew does not take back how far a client had come', async () => {
  await judge(1, 2, 3)
  clock += 1000
  await log.acks.forgetBefore(clock)
  await judge(1)
  expect(await log.acks.highest(tenant, client)).toBe(3)
  await judge(4, 5)
  clock += 1000
  await log.acks.forgetBefore(clock)
  expect(await log.acks.highest(tenant, client)).toBe(5)
  expect(await log.acks.between(tenant, client, 1, 9)).toEqual([])
  await judge(2)
  clock += 1000
  await log.acks.forgetBefore(clock)
  expect(await log.acks.highest(tenant, client)).toBe(5)
})
