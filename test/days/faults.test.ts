import { rmSync } from 'node:fs'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { dayMs } from '../../shared/kernel/day.ts'
import { withDoors, type Query, type Sql } from '../../sync-server/db/sql.ts'
import type { Archive } from '../../sync-server/days/archive.ts'
import { directoryArchive } from '../../sync-server/days/directory-archive.ts'
import { database, freshTenant } from '../support/database.ts'
import { archiveDirectory, everythingOf, live, openHouse } from './given.ts'

const db = database()
const directories: string[] = []
const clock = { at: Date.parse('2034-01-01T10:00Z') }
afterAll(() => {
  for (const one of directories) rmSync(one, { recursive: true })
})
beforeEach(async () => {
  await db.sql.everywhere.query('truncate event, head, heard, tenant_head, tenant_day, closed_day')
  clock.at += 100 * dayMs
})

class Fault extends Error {}

/** The database and the archive, both failing at the nth thing that is asked of either, and from then on. */
function failingAt(nth: number, sql: Sql, archive: Archive) {
  let asked = 0
  const step = () => {
    if (++asked >= nth) throw new Fault(`step ${nth}`)
  }
  const guarded =
    (query: Query): Query =>
    async (text, values) => {
      step()
      return query(text, values)
    }
  const failing: Archive = {
    ...archive,
    async put(name, bytes) {
      step()
      await archive.put(name, bytes)
      // The file is there and nobody hears of it.
      step()
    },
    async get(name) {
      step()
      return archive.get(name)
    }
  }
  const doors = withDoors(sql, door => ({
    query: guarded(door.query),
    transaction: work => door.transaction(query => work(guarded(query)))
  }))
  return { sql: doors, archive: failing, asked: () => asked }
}

test(
  'whatever step a round dies at, everything is still read, and the next round finishes',
  { timeout: 120_000 },
  async () => {
    const tenant = freshTenant()
    const other = freshTenant()
    const directory = archiveDirectory()
    directories.push(directory)
    const calm = await openHouse(db.sql, directory, () => clock.at)
    const start = clock.at
    await live(calm, tenant, clock, 14, 3)
    clock.at = start
    await live(calm, other, clock, 14, 2)
    const before = [await everythingOf(calm, tenant), await everythingOf(calm, other)]
    await calm.log.close()

    let faults = 0
    const dieAt = async (nth: number): Promise<unknown> => {
      const failing = failingAt(nth, db.sql, directoryArchive(directory))
      try {
        const house = await openHouse(failing.sql, failing.archive, () => clock.at)
        await house.days.close()
        await house.days.archive()
        await house.log.close()
        return undefined
      } catch (error) {
        faults++
        return error
      }
    }
    for (let nth = 5, fault: unknown = new Fault(); fault !== undefined; nth++) {
      fault = await dieAt(nth)
      expect(fault ?? new Fault()).toBeInstanceOf(Fault)
      const next = await openHouse(db.sql, directory, () => clock.at)
      const now = [await everythingOf(next, tenant), await everythingOf(next, other)]
      expect(now).toEqual(before)
      await next.log.close()
    }
    expect(faults).toBeGreaterThan(20)
    expect((await calm.days.of(tenant)).filter(({ tier }) => tier === 'cold')).toHaveLength(4)
  }
)
