import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDatabase } from '../../sync-server/db/open.ts'
import { child } from '../support/child.ts'
import { databaseDirectory } from '../support/database.ts'

let directory = ''
beforeEach(async () => {
  directory = await databaseDirectory()
}, 240_000)
afterEach(() => rmSync(directory, { recursive: true }))

const faultyDisk = ['--import', fileURLToPath(new URL('faulty-disk.ts', import.meta.url))]

async function commits(times: number, dying: string, unsynced = 0, full = ''): Promise<readonly string[]> {
  const syncs = join(directory, 'syncs')
  writeFileSync(syncs, '')
  const run = child('db/commit-on-faulty-disk.ts', [directory, `${times}`, `${unsynced}`], faultyDisk, {
    SYNCS: syncs,
    DYING: dying,
    FULL: full
  })
  const { lines, errors } = await run.ended()
  expect(errors).toBe('')
  return lines
}

test('every commit is a real sync of the disk', { timeout: 60_000 }, async () => {
  const [, syncs] = await commits(200, '')
  expect(Number(syncs?.replace('syncs ', ''))).toBeGreaterThanOrEqual(200)
})

test(
  'what is drawn from the log waits for no sync, and is there with the next commit',
  { timeout: 60_000 },
  async () => {
    const lines = await commits(0, '', 50)
    expect(lines).toContain('unsynced 0')
    expect(Number(lines.find(line => line.startsWith('then'))?.replace('then ', ''))).toBeGreaterThanOrEqual(1)
    expect((await commits(0, ''))[0]).toBe('kept 51')
  }
)

test(
  'a sync that fails is no commit: everybody hears of it, and what was committed before is there',
  { timeout: 60_000 },
  async () => {
    const dying = join(directory, 'dying')
    const lines = await commits(20, dying)
    expect(lines.filter(line => line.startsWith('refused'))).toHaveLength(2)
    expect(lines.find(line => line.startsWith('gone'))).toMatch(/PANIC: .*could not fsync/)
    expect(lines).not.toContain('committed')
    rmSync(dying)
    // Nobody knows whether the one that failed is there: it was written, and not synced.
    expect((await commits(0, ''))[0]).toMatch(/^kept 2[01]$/)
  }
)

test(
  'a sync ahead of a checkpoint that fails is the end too: the system would not say it again',
  { timeout: 60_000 },
  async () => {
    const syncs = join(directory, 'syncs')
    writeFileSync(syncs, '')
    const env = { SYNCS: syncs, DYING: join(directory, 'dying') }
    const run = child('db/sync-ahead-on-faulty-disk.ts', [join(directory, 'db')], faultyDisk, env)
    const { lines, errors } = await run.ended()
    expect(errors).toBe('')
    const gone = expect.stringMatching(/^gone: .*could not sync ahead: EIO/) as string
    expect(lines).toEqual(['sync done', 'checkpoint done', gone, 'sync refused EIO', 'checkpoint refused gone'])
  }
)

test(
  'a start on a full disk says so and what to do, after a good end and after a bad one, and takes nothing away',
  { timeout: 60_000 },
  async () => {
    const full = join(directory, 'full')
    writeFileSync(full, '')
    const noRoom = [expect.stringMatching(/^not opened: The disk of .* is full, .* Make a hundred megabytes/)]
    expect(await commits(0, '', 0, full)).toEqual(noRoom)
    rmSync(full)
    // It ends by SIGKILL: the next start has something to recover.
    await commits(3, '', 1)
    writeFileSync(full, '')
    expect(await commits(0, '', 0, full)).toEqual(noRoom)
    rmSync(full)
    expect((await commits(0, ''))[0]).toBe('kept 5')
  }
)

test('a creation that was cut short is begun again', { timeout: 60_000 }, async () => {
  rmSync(join(directory, 'db'), { recursive: true })
  const half = join(directory, 'db-unfinished-1')
  mkdirSync(join(half, 'base'), { recursive: true })
  writeFileSync(join(half, 'PG_VERSION'), '18')
  const sql = await openDatabase(directory)
  expect(await sql.everywhere.query('select 1 as one')).toEqual([{ one: 1 }])
  await sql.close()
})

test('who still asks a closed database is told so', async () => {
  const sql = await openDatabase(directory)
  const late = sql.everywhere.query('select 1 as one')
  const closed = sql.close()
  expect(await late).toEqual([{ one: 1 }])
  await closed
  await expect(sql.everywhere.query('select 1')).rejects.toMatchObject({ code: 'gone' })
})

test('the empty lock file of a start that a power cut ended does not keep it closed', { timeout: 60_000 }, async () => {
  const before = await openDatabase(directory)
  await before.everywhere.query('create table kept as select 1 as one')
  await before.close()
  writeFileSync(join(directory, 'db', 'postmaster.pid'), '')
  const after = await openDatabase(directory)
  expect(await after.everywhere.query('select one from kept')).toEqual([{ one: 1 }])
  await after.close()
})
