import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { withDoors, type Query } from '../../sync-server/db/sql.ts'
import { openLog, type Log } from '../../sync-server/log/log.ts'
import { database, freshTenant } from '../support/database.ts'
import { sabotaged } from '../support/sabotaged.ts'
import { faultsOf } from './chain.ts'
import { note } from './noted.ts'

const db = database()
let tenant = ''
let log: Log
let clock = 0
/** Every test has a year of its own, so that it finds no partition of another. */
let year = 2030

beforeEach(async () => {
  tenant = freshTenant()
  year++
  clock = at('03-01', '12:00')
  log = await openLog(db.sql, { now: () => clock })
})
afterEach(() => log.close())

function at(day: string, time: string): number {
  return Date.parse(`${year}-${day}T${time}Z`)
}

async function placed(): Promise<[number, string][]> {
  const rows = await db.sql.everywhere.query<{ seq: number; partition: string }>(
    'select seq, tableoid::regclass::text as partition from event where tenant = $1 order by seq',
    [tenant]
  )
  return rows.map(({ seq, partition }) => [seq, partition.replace(`event_${year}_`, '')])
}

async function partitions(): Promise<string[]> {
  const rows = await db.sql.everywhere.query<{ name: string }>(
    `select inhrelid::regclass::text as name from pg_inherits where inhparent = 'event'::regclass order by 1`
  )
  return rows.map(({ name }) => name).filter(name => name.startsWith(`event_${year}`))
}

describe('an event', () => {
  test('lies in the partition of the UTC day it was recorded on, to the millisecond', async () => {
    for (const [version, time] of [
      at('03-01', '23:59:59.999'),
      at('03-02', '00:00:00.000'),
      at('03-02', '23:59:59.999')
    ].entries()) {
      clock = time
      await log.commit.append(note(tenant, 'c', version, `k${version}`))
    }
    expect(await placed()).toEqual([
      [1, '03_01'],
      [2, '03_02'],
      [3, '03_02']
    ])
    expect(await faultsOf(db.sql, tenant)).toEqual([])
  })

  test('never goes back to a closed day, though the clock does', async () => {
    clock = at('03-02', '00:00')
    await log.commit.append(note(tenant, 'c', 0, 'k1'))
    clock = at('03-01', '23:59')
    await log.commit.append(note(tenant, 'c', 1, 'k2'))
    expect(await placed()).toEqual([
      [1, '03_02'],
      [2, '03_02']
    ])
    const [, second] = await log.follow.since(tenant, 0, 10)
    expect(second?.recordedAt).toBe(at('03-02', '00:00'))
  })
})

describe('partitions', () => {
  test('are there for today and seven days more, and there is none for the rest', async () => {
    const days = ['01', '02', '03', '04', '05', '06', '07', '08']
    expect(await partitions()).toEqual(days.map(day => `event_${year}_03_${day}`))
    const [rest] = await db.sql.everywhere.query(
      `select 1 from pg_partitioned_table where partrelid = 'event'::regclass and partdefid <> 0`,
      []
    )
    expect(rest).toBeUndefined()
  })

  test('are made by the append that misses one, and made again when that append failed', async () => {
    clock = at('05-20', '08:00')
    let fails = true
    const sabotage =
      (query: Query): Query =>
      (text, values) =>
        fails && text.includes('insert into event') ? Promise.reject(new Error('broken')) : query(text, values)
    const sleepy = await openLog(sabotaged(db.sql, sabotage), { now: () => clock })
    clock = at('06-20', '08:00')
    await expect(sleepy.commit.append(note(tenant, 'c', 0, 'k1'))).rejects.toMatchObject({ code: 'not-stored' })
    expect(await partitions()).not.toContain(`event_${year}_06_20`)
    fails = false
    await sleepy.commit.append(note(tenant, 'c', 0, 'k1'))
    expect(await placed()).toEqual([[1, '06_20']])
    await sleepy.close()
  })
})

describe('reading', () => {
  /** Ten days with five events each, alternating between a long conversation and a short one that ended on day three. */
  beforeEach(async () => {
    let version = 0
    for (let day = 1; day <= 10; day++) {
      clock = at(`03-${String(day).padStart(2, '0')}`, '10:00')
      for (let n = 0; n < 5; n++) await log.commit.append(note(tenant, 'long', version, `k${++version}`))
      if (day <= 3) await log.commit.append(note(tenant, 'short', day - 1, `s${day}`))
    }
  })

  test('parts of a long stream come in order, from its end or from before a version', async () => {
    const { streams } = log
    const versions = (events: readonly { version: number }[]) => events.map(({ version }) => version)
    expect((await streams.all(tenant, 'conversation/long')).map(({ fact }) => fact.cause).at(-1)).toBe('k50')
    expect(versions(await streams.last(tenant, 'conversation/long', 3))).toEqual([48, 49, 50])
    expect(versions(await streams.last(tenant, 'conversation/short', 100))).toEqual([1, 2, 3])
    expect(await streams.last(tenant, 'conversation/none', 100)).toEqual([])
    const middle = await streams.before(tenant, 'conversation/long', 21, 10)
    expect([versions(middle.events), middle.complete]).toEqual([[11, 12, 13, 14, 15, 16, 17, 18, 19, 20], false])
    const first = await streams.before(tenant, 'conversation/long', 11, 10)
    expect([versions(first.events), first.complete]).toEqual([[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], true])
    expect(await streams.before(tenant, 'conversation/long', 1, 10)).toEqual({ events: [], complete: true })
    expect(versions((await streams.before(tenant, 'conversation/short', 90, 10)).events)).toEqual([])
  })

  test('what follows a seq comes in order and no more than was asked, over the ends of days', async () => {
    const all: number[] = []
    for (
      let page = await log.follow.since(tenant, 0, 7);
      page.length > 0;
      page = await log.follow.since(tenant, all.length, 7)
    ) {
      expect(page.length).toBeLessThanOrEqual(7)
      all.push(...page.map(({ seq }) => seq))
    }
    expect(all).toEqual(Array.from({ length: 53 }, (_, index) => index + 1))
  })

  test('closed days that cannot hold it are not touched', async () => {
    const touched = async (read: (log: Log) => Promise<unknown>) => {
      const plans: string[] = []
      const sql = withDoors(db.sql, door => ({
        ...door,
        query: async (text, values) => {
          if (text.includes('from event')) plans.push(JSON.stringify(await door.query(`explain ${text}`, values)))
          return door.query(text, values)
        }
      }))
      const watched = await openLog(sql, { now: () => clock })
      await read(watched)
      await watched.close()
      expect(plans).toHaveLength(1)
      return [...new Set(plans.join().match(/event_\d{4}_\d\d_\d\d/g))]
        .map(name => name.replace(`event_${year}_`, ''))
        .toSorted()
    }
    expect(await touched(({ streams }) => streams.all(tenant, 'conversation/short'))).toEqual([
      '03_01',
      '03_02',
      '03_03'
    ])
    expect(await touched(({ follow }) => follow.since(tenant, 50, 100))).toEqual(['03_10'])
    expect(await touched(({ follow }) => follow.since(tenant, 0, 8))).toEqual(['03_01', '03_02'])
  })
})
