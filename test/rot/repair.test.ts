import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { linesOfFile } from '../../sync-server/backup/file.ts'
import type { CopyLine } from '../../sync-server/backup/record.ts'
import { directoryArchive } from '../../sync-server/days/directory-archive.ts'
import type { Query } from '../../sync-server/db/sql.ts'
import { link } from '../../sync-server/log/row.ts'
import { repairLog } from '../../sync-server/repair/repair.ts'
import { archiveDirectory, type House } from '../days/given.ts'
import { chance } from '../power/chance.ts'
import { database, freshTenant } from '../support/database.ts'
import { backedUp, faultsOf, filesIn, inside, isRefused, undone } from './given.ts'
import { apply, flipOf, storedRows } from './rows.ts'

/** Set by `npm run test:rot`; without it a short sample. */
const { COUNT, SEED = '1' } = process.env
const rounds = Number(COUNT ?? 64) / 8
const patience = { timeout: 60_000 + rounds * 20_000 }
const dice = chance(Number(SEED))

const db = database()
const tenant = freshTenant()
const archive = archiveDirectory()
const scratch = mkdtempSync(join(tmpdir(), 'daybook-rot-'))
const backup = join(scratch, 'backup')
let house: House
let truth: unknown

beforeAll(async () => {
  house = await backedUp(db.sql, tenant, archive, backup)
  truth = await db.sql.of(tenant).query(eventsSql, [])
})
afterAll(async () => {
  await house.log.close()
  for (const one of [archive, scratch]) rmSync(one, { recursive: true })
})

/** All of it but where it lies. */
const eventsSql = `select tenant, day, seq, stream, version, type, at, recorded_at, by, cause, data::text, scope,
  encode(hash, 'hex') as hash from event order by tenant, seq`

const mend = (query: Query, open = () => linesOfFile(backup)) =>
  repairLog(inside(query), directoryArchive(archive), open, { dryRun: false })

test(
  'up to fifty bits that flipped in stored rows and in files of the archive are what they were',
  patience,
  async () => {
    let named = 0
    for (let round = 0; round < rounds; round++) {
      const flips = 1 + dice.below(50)
      const files = new Map(filesIn(archive).map(file => [file, readFileSync(file)]))
      const wounds: unknown[] = []
      const after = await undone(db.sql, async query => {
        for (let n = 0; n < flips; n++)
          wounds.push(dice.happens(0.1) ? bend(dice.oneOf([...files.keys()])) : await flip(query))
        const wounded = await faultsOf(query, archive)
        const { workspaces } = await mend(query)
        return {
          wounded,
          events: await query(eventsSql, []),
          faults: await faultsOf(query, archive),
          left: workspaces.flatMap(one => one.left)
        }
      })
      const mended = [...files].map(([file, bytes]) => readFileSync(file).equals(bytes))
      for (const [file, bytes] of files) writeFileSync(file, bytes)
      const story = JSON.stringify({ round, after: { ...after, events: undefined }, wounds })
      expect(after?.wounded.length, story).toBeGreaterThan(0)
      // Of one row so many bits may be others that nothing tells what it was: then that is said.
      if (after && after.left.length > 0 && after.faults.length > 0) {
        named += 1
        continue
      }
      expect(after?.faults, story).toEqual([])
      expect(after?.events, story).toEqual(truth)
      expect(mended, story).not.toContain(false)
    }
    expect(named).toBeLessThanOrEqual(rounds / 50)
    if (COUNT !== undefined) console.log(`${rounds - named} of ${rounds} are whole, ${named} named`)
  }
)

test('an archive that is gone comes back with the bytes it had, and so does a day that is gone from the database', async () => {
  const files = new Map(filesIn(archive).map(file => [file, readFileSync(file)]))
  for (const file of files.keys()) rmSync(file)
  const after = await undone(db.sql, async query => {
    await query('drop table event_2033_01_10', [])
    const { workspaces } = await mend(query)
    return { workspaces, faults: await faultsOf(query, archive), events: await query(eventsSql, []) }
  })
  expect(after?.workspaces).toMatchObject([{ tenant, events: [46, 47, 48, 49, 50], tables: [] }])
  expect(after?.workspaces[0]?.days).toHaveLength(files.size)
  expect([after?.faults, after?.events]).toEqual([[], truth])
  expect([...files].filter(([file, bytes]) => !readFileSync(file).equals(bytes))).toEqual([])
})

test('of a log that went another way only what both have is put back', async () => {
  const after = await undone(db.sql, async query => {
    await query(`update event set data = '{"rotten":true}' where seq in (50, 65)`, [])
    const { workspaces } = await mend(query, () => goneAnotherWay(60))
    return { workspaces, faults: await faultsOf(query, archive) }
  })
  expect(after?.workspaces).toMatchObject([{ proven: 59, events: [50], fault: { seq: 65 } }])
  expect(after?.faults).toMatchObject([{ seq: 65 }])
})

/** The backup of a copy of these data that went on by itself from this event on: every hash in it is right. */
async function* goneAnotherWay(from: number): AsyncGenerator<string> {
  let before = ''
  for await (const text of linesOfFile(backup)) {
    const line = JSON.parse(text) as CopyLine
    if (!('events' in line)) {
      yield text
      continue
    }
    const rows = line.rows.map(row => {
      const other = row.seq < from ? row : { ...row, cause: `other-${row.cause}` }
      before = link(before, line.events, other)
      return { ...other, hash: before }
    })
    yield JSON.stringify({ events: line.events, rows })
  }
}

/** One bit of one row, as it stands by now. */
async function flip(query: Query): Promise<unknown> {
  for (;;) {
    const { place, column, value } = flipOf(await storedRows(query, tenant), dice)
    await query('savepoint before', [])
    try {
      await apply(query, { place, column, value })
      return [place.table, place.row['seq'] ?? place.row['day'] ?? place.row['stream'], column, value]
    } catch (error) {
      if (!isRefused(error)) throw error
      await query('rollback to before', [])
    }
  }
}

function bend(file: string): unknown {
  const bytes = readFileSync(file)
  const at = dice.below(bytes.length)
  writeFileSync(file, dice.happens(0.25) ? bytes.subarray(0, at) : bytes.with(at, bytes[at]! ^ (1 << dice.below(8))))
  return [file, at]
}
