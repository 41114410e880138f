import { afterEach, beforeEach, expect, test } from 'vitest'
import { dayMs } from '../../shared/kernel/day.ts'
import { manual, type RoutingPolicy } from '../../shared/routing/content.ts'
import { oneAtATime, OneRuns } from '../../sync-server/past/one-at-a-time.ts'
import { dryRunOf } from '../../sync-server/routing/dry-run.ts'
import { openPictures } from '../../sync-server/routing/pictures.ts'
import { migrations } from '../../sync-server/schema.ts'
import { database, freshTenant } from '../support/database.ts'
import { House } from './house.ts'
import { friday, minute } from './story.ts'

const db = database(migrations.filter(one => !one.name.startsWith('log-')))
let house: House
/** How many events somebody who plays the past has read. */
let read = 0

beforeEach(async () => {
  read = 0
  house = await new House(db.sql, freshTenant()).open()
})
afterEach(() => house.end())

const inForce: RoutingPolicy = { ...manual, method: 'round-robin', limit: 1 }

function tried(policy: Partial<RoutingPolicy>) {
  const { head, since } = house.log.follow
  const counting: typeof since = async (tenant, seq, limit) => {
    const events = await since(tenant, seq, limit)
    read += events.length
    return events
  }
  const parts = {
    follow: { head, since: counting },
    states: house.log.states,
    pictures: openPictures(db.sql),
    now: house.now
  }
  return dryRunOf(parts, house.tenant, { inbox: 'shop', policy: { ...inForce, ...policy } })
}

/** A day at the shop: three write, two can be answered at once, each in ten minutes; the third waits. */
async function day(number: number): Promise<void> {
  const names = ['a', 'b', 'c'].map(name => `${name}${number}`)
  for (const name of names) {
    house.clock += minute
    await house.writes(name)
  }
  await house.routed()
  for (const name of names) {
    house.clock += 10 * minute
    await house.resolves(name, (await house.holderOf(name)) ?? 'nobody')
    await house.routed()
  }
  // A day of the calendar, whatever was done on it.
  house.clock = friday + number * dayMs
}

async function days(count: number): Promise<void> {
  await house.founded(inForce, 'ana', 'ben')
  await house.route()
  for (let number = 1; number <= count; number++) await day(number)
}

test('the policy in force gives what the past week really was, from what the router knew by then; another one does not', async () => {
  await days(10)
  // Somebody of ten days ago is heard of again.
  await house.writes('a1')
  await house.routed()
  const before = await house.events()
  const so = await tried({})
  expect(so).toMatchObject({ elsewhere: 0, moved: [], isCut: false, until: house.now() })
  expect(so.was.given).toBeGreaterThanOrEqual(21)
  expect(so.would).toEqual(so.was)
  expect(so.was.waits).toEqual({ median: 0, p90: 10 * minute, longest: 10 * minute })
  expect(so.from).toBeGreaterThan(house.now() - 7 * dayMs - 1)

  const other = await tried({ limit: null })
  expect(other.would).toMatchObject({ waits: { longest: 0 } })
  const none = await tried({ limit: 0 })
  expect(none.elsewhere).toBe(none.was.given)
  expect(none.would).toMatchObject({ given: 0, waiting: none.was.given })
  expect(await tried({ limit: null })).toEqual(other)
  // Nothing was told.
  await house.routed()
  expect(await house.events()).toEqual(before)
  expect(house.faults).toEqual([])
})

test('it begins at what was kept of each day, and reads all from the beginning only where nothing was', async () => {
  await days(12)
  const all = (await house.events()).length
  const first = await tried({})
  const little = read
  expect(little).toBeLessThan(all)
  const { query } = db.sql.of(house.tenant)
  const kept = await query<{ day: string }>('select day from routing_past where tenant = $1', [house.tenant])
  expect(kept.length).toBeLessThanOrEqual(9)
  await query('update routing_past set proof = $2 where tenant = $1', [house.tenant, 'of another engine'])
  read = 0
  expect(await tried({})).toEqual(first)
  expect(read).toBeGreaterThanOrEqual(all)
})

test('of each workspace one at a time, and who comes meanwhile is told so', async () => {
  const { run } = oneAtATime()
  const { promise, resolve } = Promise.withResolvers<string>()
  const first = run('demo', () => promise)
  await expect(run('demo', () => Promise.resolve('second'))).rejects.toThrow(OneRuns)
  expect(await run('firm', () => Promise.resolve('of another'))).toBe('of another')
  resolve('first')
  expect(await first).toBe('first')
  await expect(run('demo', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
  expect(await run('demo', () => Promise.resolve('again'))).toBe('again')
})
