import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Damaged } from '../../sync-server/backup/damaged.ts'
import { linesOfFile } from '../../sync-server/backup/file.ts'
import { inspect } from '../../sync-server/backup/inspect.ts'
import { verifyTenant } from '../../sync-server/log/verify-stored.ts'
import { archiveDirectory, openHouse, type House } from '../days/given.ts'
import { chance } from '../power/chance.ts'
import { database, freshTenant } from '../support/database.ts'
import { backedUp, faultsOf, filesIn, undone } from './given.ts'
import { apply, flipOf, storedRows, type Place } from './rows.ts'

/** Set by `npm run test:rot`; without it a short sample. Half of the wounds are in rows, the others in files. */
const { COUNT, SEED = '1' } = process.env
const count = Number(COUNT ?? 48)
const patience = { timeout: 60_000 + count * 3_000 }
const dice = chance(Number(SEED))

const db = database()
const tenant = freshTenant()
const archive = archiveDirectory()
const scratch = mkdtempSync(join(tmpdir(), 'daybook-rot-'))
const backup = join(scratch, 'backup')
let house: House
let truth: unknown
let places: readonly Place[]
let files: readonly string[]

beforeAll(async () => {
  house = await backedUp(db.sql, tenant, archive, backup)
  truth = await house.log.follow.since(tenant, 0, 1_000)
  places = await storedRows(db.sql.everywhere.query, tenant)
  files = filesIn(archive)
})
afterAll(async () => {
  await house.log.close()
  for (const one of [archive, scratch]) rmSync(one, { recursive: true })
})

const told = (found: number) => COUNT !== undefined && console.log(`${found} of ${found} found`)

test('what is whole is said to be', async () => {
  expect(await verifyTenant(db.sql, tenant, { cold: house.cold.anew() })).toMatchObject({ events: 70, fault: null })
  expect(await undone(db.sql, query => faultsOf(query, archive))).toEqual([])
  expect((await inspect(linesOfFile(backup))).tenants).toHaveLength(1)
  expect([files.length, new Set(places.map(one => one.table)).size]).toEqual([4, 6])
})

test('a bit that flipped in any stored row is found', patience, async () => {
  const half = Math.ceil(count / 2)
  let found = 0
  while (found < half) {
    const flip = flipOf(places, dice)
    const faults = await undone(db.sql, async query => {
      await apply(query, flip)
      return faultsOf(query, archive)
    })
    // The database itself refused it: a key that is there already, a day without a partition.
    if (faults === undefined) continue
    expect(faults, JSON.stringify(flip)).not.toEqual([])
    found += 1
  }
  told(found)
})

test('a file of the archive that was bent or cut is named, and nothing of it is served', patience, async () => {
  const quarter = Math.ceil(count / 4)
  for (let found = 0; found < quarter; found++) {
    const file = dice.oneOf(files)
    await wounded(file, async wound => {
      const { fault } = await verifyTenant(db.sql, tenant, { cold: house.cold.anew() })
      expect(fault?.what, wound).toContain('is damaged')
      expect(fault?.what).toContain(file.slice(archive.length + 1))
      const next = await openHouse(db.sql, archive, () => Date.parse('2033-02-01T10:00Z'))
      await expect(next.log.follow.since(tenant, 0, 1_000), wound).rejects.toMatchObject({ code: 'damaged-day' })
      await next.log.close()
    })
  }
  expect(await house.log.follow.since(tenant, 0, 1_000)).toEqual(truth)
  told(quarter)
})

test('a backup that was bent or cut is told, before anything of it is put anywhere', patience, async () => {
  const quarter = Math.ceil(count / 4)
  for (let found = 0; found < quarter; found++) {
    await wounded(backup, async wound => {
      await expect(inspect(linesOfFile(backup)), wound).rejects.toBeInstanceOf(Damaged)
    })
  }
  told(quarter)
})

/** A bit of a file is another, or its end is missing; afterwards it is as it was. */
async function wounded(file: string, work: (wound: string) => Promise<void>): Promise<void> {
  const whole = readFileSync(file)
  const at = dice.below(whole.length)
  const bit = dice.below(8)
  const isCut = dice.happens(0.25)
  writeFileSync(file, isCut ? whole.subarray(0, at) : whole.with(at, whole[at]! ^ (1 << bit)))
  await work(isCut ? `cut at ${at}` : `byte ${at}, bit ${bit}`)
  writeFileSync(file, whole)
}
