import { existsSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { copiedAt } from '../../sync-server/backup/copied.ts'
import { exportedText } from '../e2e/operator.ts'
import { freshDatabase, startPostgres, type PostgresServer } from '../support/postgres.ts'
import { startServer } from '../support/server.ts'
import { daybook, itemsOf, sampleData, scratch } from './daybook.ts'
import { withDatabase } from './with-database.ts'

const places = scratch()
let data: string
let backup: string
let events: string
let postgres: PostgresServer

beforeAll(async () => {
  data = places.empty()
  const starting = startPostgres()
  sampleData(data)
  postgres = await starting
  backup = join(places.empty(), 'backup')
  events = await exportedText({ DATA_DIR: data })
  await daybook({ DATA_DIR: data }, 'backup', '--to', backup)
}, 240_000)
afterAll(() => postgres.stop())

/** The incarnation of the log that this is a backup of. */
async function nameIn(path: string): Promise<unknown> {
  return itemsOf(await daybook({}, 'restore', '--from', path, '--check', '--json'))[0]?.['incarnation']
}

async function nameOfLog(env: Readonly<Record<string, string>>): Promise<unknown> {
  const path = join(places.empty(), 'backup')
  await daybook(env, 'backup', '--to', path)
  return nameIn(path)
}

// Each starts many processes, one after the other.
describe('a backup', { timeout: 600_000 }, () => {
  test('is for its owner’s eyes, is not written over, and is whole', async () => {
    expect(statSync(backup).mode & 0o777).toBe(0o600)
    const again = await daybook({ DATA_DIR: data }, 'backup', '--to', backup)
    expect([again.code, again.err]).toEqual([1, `${backup} is there already.\n`])
    const checked = await daybook({}, 'restore', '--from', backup, '--check')
    expect([checked.code, checked.out]).toEqual([0, expect.stringContaining('is whole: 1 workspaces')])
  })

  test('restored into an empty place has every event, and is another log', async () => {
    const place = { DATA_DIR: places.empty() }
    const before = Date.now()
    const restored = await daybook(place, 'restore', '--from', backup)
    expect([restored.code, restored.err]).toEqual([0, ''])
    expect(await exportedText(place)).toBe(events)
    expect(await withDatabase(place.DATA_DIR, query => copiedAt(query, 'demo'))).toBeGreaterThanOrEqual(before)
    const [verdict] = itemsOf(await daybook(place, 'verify', '--json'))
    expect(verdict).toMatchObject({ tenant: 'demo', events: events.trimEnd().split('\n').length, fault: null })

    const twice = await daybook(place, 'restore', '--from', backup)
    expect([twice.code, twice.err]).toEqual([1, expect.stringContaining('is not empty')])

    expect(await nameOfLog(place)).not.toBe(await nameIn(backup))
  })

  test(
    'gives files that were never sent their time again: a later backup may know who names them',
    { tags: 'long' },
    async () => {
      const home = places.copyOf(data)
      await withDatabase(home, async query => {
        await query(`insert into media_brought values ('demo', 'talk', '${'a'.repeat(64)}', 1)`, [])
      })
      const [copy, place] = [join(places.empty(), 'copy'), places.empty()]
      await daybook({ DATA_DIR: home }, 'backup', '--to', copy)
      const before = Date.now()
      expect(await daybook({ DATA_DIR: place }, 'restore', '--from', copy)).toMatchObject({ code: 0, err: '' })
      await withDatabase(place, async query => {
        const [found] = await query<{ since: number }>('select since from media_brought', [])
        expect(found?.since).toBeGreaterThan(before - 1000)
      })
    }
  )

  test('is made while the server runs and writes, and sealed opens only with its passphrase', async () => {
    const server = await startServer({ dataDir: places.copyOf(data) })
    const sealed = join(places.empty(), 'sealed')
    try {
      const made = await daybook(
        { DATA_DIR: server.dataDir, BACKUP_PASSPHRASE: 'correct horse' },
        'backup',
        '--to',
        sealed
      )
      expect([made.code, made.out]).toEqual([0, expect.stringContaining('sealed with BACKUP_PASSPHRASE')])
    } finally {
      await server.stop()
    }
    const check = (env: Readonly<Record<string, string>>) => daybook(env, 'restore', '--from', sealed, '--check')
    expect(await check({ BACKUP_PASSPHRASE: 'correct horse' })).toMatchObject({ code: 0 })
    expect(await check({})).toMatchObject({ code: 1, err: expect.stringContaining('it is sealed') })
    expect(await check({ BACKUP_PASSPHRASE: 'wrong' })).toMatchObject({
      code: 1,
      err: expect.stringContaining('another one')
    })
  })

  test('that is cut, bent or foreign is told, and nothing is written', async () => {
    const bytes = readFileSync(backup)
    const bad = join(places.empty(), 'bad')
    const target = { DATA_DIR: join(places.empty(), 'fresh') }
    const wounds: [string, () => void][] = [
      ['cut', () => truncateSync(bad, bytes.length - 40)],
      [
        'bent',
        () => writeFileSync(bad, bytes.with(Math.floor(bytes.length / 2), bytes[Math.floor(bytes.length / 2)]! ^ 4))
      ],
      ['foreign', () => writeFileSync(bad, 'not a backup')],
      ['empty', () => writeFileSync(bad, '')]
    ]
    for (const [, wound] of wounds) {
      writeFileSync(bad, bytes)
      wound()
      const told = await daybook(target, 'restore', '--from', bad)
      expect([told.code, told.err]).toEqual([1, expect.stringMatching(/is damaged: .*Nothing was written\.\n$/)])
      expect(existsSync(target.DATA_DIR)).toBe(false)
    }
  })
})

describe('a move', { timeout: 600_000 }, () => {
  test(
    'to PostgreSQL and back keeps every event and the log’s name, and leaves the old places closed',
    { tags: 'long' },
    async () => {
      const home = { DATA_DIR: places.copyOf(data) }
      const url = await freshDatabase(postgres.url)
      const there = await daybook(home, 'move', '--to', url)
      expect([there.code, there.err]).toEqual([0, ''])
      expect(there.out).toContain(`Then remove ${join(home.DATA_DIR, 'db')}: who is erased from now on`)
      const away = { DATA_DIR: home.DATA_DIR, DATABASE_URL: url }
      expect(await exportedText(away)).toBe(events)

      const stayed = await daybook(home, 'tenants')
      expect([stayed.code, stayed.err]).toEqual([2, expect.stringContaining('were moved to postgres://')])
      const occupied = await daybook({ DATA_DIR: places.copyOf(data) }, 'move', '--to', url)
      expect([occupied.code, occupied.err]).toEqual([1, expect.stringContaining('is not empty')])

      const back = { DATA_DIR: places.empty() }
      const returned = await daybook(away, 'move', '--to', back.DATA_DIR)
      expect(returned).toMatchObject({ code: 0, err: '' })
      expect(returned.out).toContain(`Copy ${join(home.DATA_DIR, 'media')} there: the files of messages.`)
      expect(await exportedText(back)).toBe(events)
      expect(await daybook(back, 'verify')).toMatchObject({ code: 0 })

      expect(await nameOfLog(back)).toBe(await nameIn(backup))
    }
  )

  test('of a backup made on one database into the other is the same', { tags: 'long' }, async () => {
    const place = { DATA_DIR: places.empty(), DATABASE_URL: await freshDatabase(postgres.url) }
    expect(await daybook(place, 'restore', '--from', backup)).toMatchObject({ code: 0, err: '' })
    expect(await exportedText(place)).toBe(events)
  })

  test('to where the data are is refused, and touches nothing', async () => {
    const home = places.copyOf(data)
    const told = await daybook({ DATA_DIR: home }, 'move', '--to', join(home, '..', basename(home)))
    expect([told.code, told.err]).toEqual([2, `${home} is where the data are already.\n`])
    expect(await daybook({ DATA_DIR: home }, 'verify')).toMatchObject({ code: 0 })
  })

  test('beside a running server is refused', async () => {
    const server = await startServer({ dataDir: places.copyOf(data) })
    try {
      const told = await daybook({ DATA_DIR: server.dataDir }, 'move', '--to', places.empty())
      expect([told.code, told.err]).toEqual([1, expect.stringContaining('Stop it first')])
    } finally {
      await server.stop()
    }
  })
})
