import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Day } from '../../shared/kernel/day.ts'
import { closeDays } from '../../sync-server/days/close.ts'
import { daysOf } from '../../sync-server/days/days-of.ts'
import { rootOf } from '../../sync-server/days/root.ts'
import { add, nothing } from '../../sync-server/days/summary.ts'
import { openLog, type Log } from '../../sync-server/log/log.ts'
import { database, freshTenant } from '../support/database.ts'
import { faultsOf } from '../log/chain.ts'
import { note } from '../log/noted.ts'

const db = database()
let tenant = ''
let log: Log
let clock = 0
let version = 0
let troubles: string[] = []

beforeEach(async () => {
  tenant = freshTenant()
  version = 0
  troubles = []
  log = await openLog(db.sql, { now: () => clock })
})
afterEach(() => log.close())

async function append(at: string): Promise<void> {
  clock = Date.parse(at)
  await log.commit.append(note(tenant, 'c', version, `k${++version}`))
}

async function close(at: string): Promise<Day[]> {
  const closed = await closeDays(db.sql, Date.parse(at), error => troubles.push(String(error)))
  return closed.filter(one => one.tenant === tenant).map(({ day }) => day)
}

async function lastDay(): Promise<string | undefined> {
  return (await log.stored(tenant, 0, 100)).at(-1)?.day
}

describe('closing', () => {
  test('takes every past day once, not today, and chains their roots', async () => {
    for (const day of ['01', '02', '02', '05']) await append(`2032-03-${day}T10:00Z`)
    expect(await close('2032-03-05T23:59:59Z')).toEqual(['2032-03-01', '2032-03-02'])
    expect(await close('2032-03-05T23:59:59Z')).toEqual([])
    expect(await close('2032-03-06T00:00Z')).toEqual(['2032-03-05'])

    const rows = await log.stored(tenant, 0, 10)
    const days = await daysOf(db.sql, tenant)
    let previous = ''
    for (const { day, root, firstSeq, lastSeq } of days) {
      previous = rootOf({ tenant, day, firstSeq, lastSeq }, rows[lastSeq - 1]?.hash ?? '', previous)
      expect(root).toBe(previous)
    }
    expect(days.map(({ tier, events }) => [tier, events])).toEqual([
      ['warm', 1],
      ['warm', 2],
      ['warm', 1]
    ])
  })

  test('counts what happened, by kind of fact and by inbox', async () => {
    await append('2032-04-01T10:00Z')
    await append('2032-04-01T11:00Z')
    await close('2032-04-02T00:00Z')
    const [day] = await db.sql
      .of(tenant)
      .query<{ summary: unknown; bytes: number }>('select summary, bytes from closed_day where tenant = $1', [tenant])
    expect(day?.summary).toEqual({ byType: { 'conversation.noted': 2 }, byInbox: { i: 2 } })
    expect(day?.bytes).toBe(2 * '{"note":"k1","text":"note of k1"}'.length)
    const one = { byType: { a: 1 }, byInbox: {} }
    const two = { byType: { a: 2, b: 1 }, byInbox: { i: 3 } }
    expect(add(add(one, two), nothing)).toEqual(add(nothing, add(two, one)))
  })

  test('stops at a day that misses an event, and lets other workspaces be', async () => {
    await append('2032-05-01T10:00Z')
    await append('2032-05-01T11:00Z')
    await append('2032-05-02T11:00Z')
    const broken = tenant
    tenant = freshTenant()
    version = 0
    await append('2032-05-02T11:00Z')
    await db.sql.of(broken).query('delete from event where tenant = $1 and seq = 2', [broken])
    expect(await close('2032-05-03T00:00Z')).toEqual(['2032-05-02'])
    expect(troubles).toEqual([`DayNotWhole: 2032-05-01 of ${broken} is not whole: it has 1 events where seq counts 2`])
    expect((await daysOf(db.sql, broken)).map(({ tier }) => tier)).toEqual(['hot', 'hot'])
    await db.sql.of(broken).query('delete from tenant_day where tenant = $1', [broken])
  })
})

describe('a closed day', () => {
  test('[S3] is never written into again, though the clock ran ahead, closed it, and was set back', async () => {
    await append('2032-06-10T10:00Z')
    await close('2032-06-11T00:00Z')
    await append('2032-06-10T10:05Z')
    expect(await lastDay()).toBe('2032-06-11')
    const [, second] = await log.follow.since(tenant, 0, 10)
    expect(second?.recordedAt).toBe(Date.parse('2032-06-11T00:00Z'))
    await append('2032-06-11T08:00Z')
    expect(await faultsOf(db.sql, tenant)).toEqual([])
  })

  test('ends at midnight UTC, also on a day with a leap second', async () => {
    // POSIX time has no 23:59:60: the clock shows 23:59:59 twice, or is smeared. Both land before midnight.
    await append('2016-12-31T23:59:59.999Z')
    await append('2016-12-31T23:59:59.000Z')
    await append('2017-01-01T00:00:00.000Z')
    expect(await close('2017-01-01T00:00:00.001Z')).toEqual(['2016-12-31'])
    expect((await daysOf(db.sql, tenant)).map(({ day, events }) => [day, events])).toEqual([
      ['2016-12-31', 2],
      ['2017-01-01', 1]
    ])
  })
})
