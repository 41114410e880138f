// @module-tag long
import { readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { copiedAt } from '../../sync-server/backup/copied.ts'
import { exportedText } from '../e2e/operator.ts'
import { daybook, itemsOf, sampleData, scratch } from './daybook.ts'
import { writeFirm } from './firm.ts'
import { withDatabase } from './with-database.ts'

const places = scratch()
let data: string
let full: string
let events: string
let emptied: string

/** A place where this workspace is not: the same schema, emptied. */
const stranger = () => ({ DATA_DIR: places.copyOf(emptied) })

async function emptyTables(directory: string): Promise<void> {
  await withDatabase(directory, async query => {
    const tables = 'event, head, heard, tenant_head, tenant_day, ack, follower, credential, thread, contact_handle'
    await query(`truncate ${tables}, inbox_secret, unfinished_send, workspace_key, sealing_key, erased_stream`)
  })
}

beforeAll(async () => {
  data = places.empty()
  sampleData(data)
  full = join(places.empty(), 'full')
  writeFileSync(full, (await daybook({ DATA_DIR: data }, 'export', '--tenant', 'demo', '--full')).out)
  emptied = places.copyOf(data)
  await emptyTables(emptied)
  events = await exportedText({ DATA_DIR: data })
}, 240_000)

test('a workspace comes over with the same events, places and hashes, and once however often', async () => {
  const there = stranger()
  const before = Date.now()
  const first = await daybook(there, 'import', '--from', full, '--json')
  expect([first.code, first.err, itemsOf(first)[0]?.['result']]).toEqual([0, '', 'imported'])
  const again = await daybook(there, 'import', '--from', full, '--json')
  expect([again.code, itemsOf(again)[0]?.['result']]).toEqual([0, 'here'])
  expect((await daybook(there, 'verify', '--json')).code).toBe(0)
  // What was waiting to be sent is marked as unknown, behind what came over.
  expect((await exportedText(there)).startsWith(events)).toBe(true)
  expect(await withDatabase(there.DATA_DIR, query => copiedAt(query, 'demo'))).toBeGreaterThanOrEqual(before)
  const kept = await daybook(there, 'export', '--tenant', 'demo', '--full')
  expect(kept.out).toContain(readFileSync(full, 'utf8').split('\n').at(-2))
})

test('a bad line is named by its number, a cut by where it ends, and nothing is imported', async () => {
  const there = stranger()
  const lines = readFileSync(full, 'utf8').split('\n')
  const bad = join(places.empty(), 'bad')
  const told = async () => daybook(there, 'import', '--from', bad)
  writeFileSync(bad, lines.with(6, '{"not": "an event"}').join('\n'))
  expect(await told()).toMatchObject({ code: 1, err: expect.stringContaining('line 7: it is not a line') })
  writeFileSync(bad, lines.with(9, lines[9]!.replace('"version":', '"version":4')).join('\n'))
  expect(await told()).toMatchObject({ code: 1, err: expect.stringMatching(/line 10: event 9 has version .*Nothing/) })
  writeFileSync(bad, lines.slice(0, 20).join('\n'))
  expect(await told()).toMatchObject({ code: 1, err: expect.stringContaining('line 21: it ends at event 19 of') })
  truncateSync(bad, 40)
  expect(await told()).toMatchObject({ code: 1, err: expect.stringContaining('line 1: it is no JSON') })
  expect(await daybook(there, 'tenants')).toMatchObject({ code: 0, out: '' })
  expect(await daybook(there, 'import', '--from', full)).toMatchObject({ code: 0 })
})

test('it comes to a machine where nothing is yet, with what is left to do, and is known again when it is archived', async () => {
  await writeFirm(data)
  const file = join(places.empty(), 'firm')
  writeFileSync(file, (await daybook({ DATA_DIR: data }, 'export', '--tenant', 'firm', '--full')).out)
  const there = { DATA_DIR: join(places.empty(), 'new') }
  const first = await daybook(there, 'import', '--from', file)
  expect([first.code, first.err, first.out]).toEqual([0, '', expect.stringMatching(/^firm is imported.*users link/)])
  expect(await daybook(there, 'archive', '--older-than', '1')).toMatchObject({ code: 0 })
  const again = await daybook(there, 'import', '--from', file)
  expect([again.code, again.err, again.out]).toEqual([0, '', expect.stringContaining('firm is here already')])
})

test('an export is written to a file for its owner’s eyes, and one that npm wrote its own lines into is read, too', async () => {
  const file = join(places.empty(), 'full')
  const written = await daybook({ DATA_DIR: data }, 'export', '--tenant', 'demo', '--full', '--to', file)
  expect([written.code, written.err, written.out]).toEqual([0, '', expect.stringContaining(`${file} holds`)])
  expect([readFileSync(file, 'utf8'), statSync(file).mode & 0o777]).toEqual([readFileSync(full, 'utf8'), 0o600])
  const again = await daybook({ DATA_DIR: data }, 'export', '--tenant', 'demo', '--to', file)
  expect([again.code, again.err]).toEqual([1, `${file} is there already.\n`])

  const redirected = join(places.empty(), 'redirected')
  const banner = '\n> daybook@0.1.0 daybook\n> node sync-server/start/daybook.mjs export --tenant demo --full\n\n'
  writeFileSync(redirected, banner + readFileSync(full, 'utf8'))
  expect(await daybook(stranger(), 'import', '--from', redirected)).toMatchObject({ code: 0, err: '' })
})
