import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { dayMs } from '../../shared/kernel/day.ts'
import { withDoors } from '../../sync-server/db/sql.ts'
import { verifyTenant } from '../../sync-server/log/verify-stored.ts'
import { database, freshTenant } from '../support/database.ts'
import { archiveDirectory, everythingOf, live, openHouse, type House } from './given.ts'

const db = database()
const directories: string[] = []
const clock = { at: Date.parse('2033-01-01T10:00Z') }
let directory = ''
let tenant = ''
let house: House

beforeEach(async () => {
  directory = archiveDirectory()
  directories.push(directory)
  tenant = freshTenant()
  house = await openHouse(db.sql, directory, () => clock.at)
})
afterEach(async () => {
  await house.log.close()
  // A day moves with the events of all workspaces: another test's must not be among them.
  await db.sql.everywhere.query('truncate event, head, heard, tenant_head, tenant_day, closed_day')
  clock.at += 100 * dayMs
})
afterAll(() => {
  for (const one of directories) rmSync(one, { recursive: true })
})

async function partitions(): Promise<number> {
  const [count] = await db.sql.everywhere.query<{ n: number }>(
    `select count(*) as n from pg_inherits where inhparent = 'event'::regclass`
  )
  return count?.n ?? 0
}

function files(): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .toSorted()
}

describe('days that were moved to the archive', () => {
  test('are read as before, in every way, also after the next start, and their partitions are gone', async () => {
    await live(house, tenant, clock, 20, 5)
    const before = await everythingOf(house, tenant)
    expect(before.paged).toHaveLength(100)
    const had = await partitions()
    await house.days.close()
    const moved = await house.days.archive()
    expect([moved.length, files().length]).toEqual([10, 10])
    expect(await partitions()).toBe(had - 10)
    expect(await everythingOf(house, tenant)).toEqual(before)
    const verdict = await verifyTenant(db.sql, tenant, { cold: house.cold })
    expect(verdict).toMatchObject({ events: 100, days: 20, fault: null })
    expect((await house.days.of(tenant)).map(({ tier }) => tier)).toEqual([
      ...Array.from({ length: 10 }, () => 'cold'),
      ...Array.from({ length: 10 }, () => 'warm')
    ])

    const next = await openHouse(db.sql, directory, () => clock.at)
    expect(await everythingOf(next, tenant)).toEqual(before)
    await next.log.close()
    expect(await house.days.archive()).toEqual([])
  })

  test('cost a reader of warm days nothing: no question more than before', async () => {
    await live(house, tenant, clock, 15, 4)
    const asked: string[] = []
    const watched = withDoors(db.sql, door => ({
      ...door,
      query: (text, values) => {
        asked.push(text)
        return door.query(text, values)
      }
    }))
    const warm = async () => {
      const one = await openHouse(watched, directory, () => clock.at)
      asked.length = 0
      await one.log.streams.last(tenant, 'conversation/c1', 2)
      await one.log.follow.since(tenant, 55, 10)
      await one.log.close()
      return [...asked]
    }
    const before = await warm()
    await house.days.close()
    expect(await house.days.archive()).not.toEqual([])
    expect(await warm()).toEqual(before)
    expect(before).toHaveLength(4)
  })

  test('are read whole by who was reading while they left', async () => {
    const left = Promise.withResolvers<void>()
    let held = 0
    const slow = withDoors(db.sql, door => ({
      ...door,
      query: async (text, values) => {
        if (text.includes('from event where tenant = $1 and seq >') && held++ === 0) await left.promise
        return door.query(text, values)
      }
    }))
    await live(house, tenant, clock, 14, 3)
    const busy = await openHouse(slow, directory, () => clock.at)
    await busy.days.close()
    const reading = busy.log.follow.since(tenant, 0, 100)
    expect(await busy.days.archive()).toHaveLength(4)
    left.resolve()
    expect(await reading).toHaveLength(42)
    expect(held).toBe(2)
    await busy.log.close()
  })

  test('are not moved while a day is open, or misses an event, or the setting is 0', async () => {
    await live(house, tenant, clock, 12, 2)
    await expect(house.days.archive()).rejects.toThrow('it is not closed yet')
    await house.days.close()
    expect(await house.days.archive(0)).toEqual([])
    await db.sql.of(tenant).query(`update event set data = '{}' where tenant = $1 and seq = 2`, [tenant])
    await expect(house.days.archive()).rejects.toThrow('the chain breaks at 2')
    expect(files()).toEqual([])
  })

  test('leave together: a workspace whose file cannot be written keeps the day in the database for all', async () => {
    await live(house, tenant, clock, 12, 2)
    const other = freshTenant()
    clock.at -= 12 * dayMs
    await live(house, other, clock, 12, 2)
    await house.days.close()
    rmSync(directory, { recursive: true })
    writeFileSync(directory, 'not a directory')
    await expect(house.days.archive()).rejects.toMatchObject({ name: 'ArchiveUnreachable' })
    const [kept] = await db.sql.everywhere.query<{ n: number }>('select count(*) as n from event')
    expect(kept?.n).toBe(48)
    rmSync(directory)
    expect(await house.days.archive()).toHaveLength(2)
    expect(await house.log.follow.since(other, 0, 100)).toHaveLength(24)
  })
})

describe('a day that is cold, and that another workspace comes to have', () => {
  test('leaves with what is new of it, and what is cold stays as it is', async () => {
    const began = clock.at
    await live(house, tenant, clock, 14, 3)
    const before = await everythingOf(house, tenant)
    await house.days.close()
    expect(await house.days.archive()).toHaveLength(4)
    const kept = files().map(file => [file, readFileSync(file)])
    const end = clock.at

    // An import brings the days of its own past with it.
    const other = freshTenant()
    clock.at = began
    const brought = await openHouse(db.sql, directory, () => clock.at)
    await live(brought, other, clock, 13, 2)
    clock.at = end
    await brought.days.close()
    expect(await brought.days.archive()).toHaveLength(4)
    expect(kept.map(([file]) => [file, readFileSync(String(file))])).toEqual(kept)
    expect(await everythingOf(brought, tenant)).toEqual(before)
    for (const one of [tenant, other])
      expect((await verifyTenant(db.sql, one, { cold: brought.cold })).fault).toBe(null)
    expect((await brought.days.of(other)).map(({ tier }) => tier).slice(0, 5)).toEqual([
      ...Array.from({ length: 4 }, () => 'cold'),
      'warm'
    ])
    await brought.log.close()
  })
})

describe('a damaged file', () => {
  test('of a day that has not left the database yet is written again before it does', async () => {
    await live(house, tenant, clock, 12, 3)
    const before = await everythingOf(house, tenant)
    const stuck = withDoors(db.sql, door => ({
      ...door,
      transaction: work =>
        door.transaction(query =>
          work(async (text, values) => {
            if (text.includes('detach') && files().length > 0) throw new Error('somebody reads')
            return query(text, values)
          })
        )
    }))
    const dying = await openHouse(stuck, directory, () => clock.at)
    await dying.days.close()
    await expect(dying.days.archive()).rejects.toThrow('somebody reads')
    await dying.log.close()
    const [first = ''] = files()
    writeFileSync(first, readFileSync(first).subarray(0, 50))
    const next = await openHouse(db.sql, directory, () => clock.at)
    expect(await next.days.archive()).toHaveLength(2)
    expect(await everythingOf(next, tenant)).toEqual(before)
    await next.log.close()
  })

  test('is named, is not served, and spoils no other read', async () => {
    await live(house, tenant, clock, 15, 4)
    await house.days.close()
    await house.days.archive()
    const [first = '', second = ''] = files()
    const bytes = readFileSync(second)
    bytes[bytes.length - 5]! ^= 1
    writeFileSync(second, bytes)
    const next = await openHouse(db.sql, directory, () => clock.at)
    const error = await next.log.follow.since(tenant, 0, 100).catch((error: unknown) => error)
    expect(error).toMatchObject({ code: 'damaged-day' })
    expect(String(error)).toMatch(
      /-[0-9a-f]{16}\/\d{4}-\d\d-\d\d\.day \(\d{4}-\d\d-\d\d of tenant-.*is damaged: its checksum/
    )
    const { fault } = await verifyTenant(db.sql, tenant, { cold: next.cold })
    expect(fault).toMatchObject({ seq: 5, what: expect.stringContaining('is damaged') as unknown })
    expect(await next.log.follow.since(tenant, 0, 4)).toHaveLength(4)
    expect(await next.log.follow.since(tenant, 8, 100)).toHaveLength(52)
    rmSync(first)
    const last = await openHouse(db.sql, directory, () => clock.at)
    await expect(last.log.follow.since(tenant, 0, 4)).rejects.toThrow('it is not there')
    await next.log.close()
    await last.log.close()
  })
})
