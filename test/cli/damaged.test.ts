import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { daybook, itemsOf, sampleData, scratch } from './daybook.ts'
import { writeFirm } from './firm.ts'
import { withDatabase } from './with-database.ts'

const places = scratch()
let data: string

beforeAll(async () => {
  data = places.empty()
  sampleData(data)
  await withDatabase(data, async query => {
    await query(`update event set data = '{"rotten":true}' where seq = 100`)
  })
}, 240_000)

test('a backup of a log that is damaged says that it could not be restored, and doctor knows of none', async () => {
  const path = join(places.empty(), 'backup')
  const made = await daybook({ DATA_DIR: data }, 'backup', '--to', path)
  expect([made.code, made.err]).toEqual([
    1,
    expect.stringMatching(
      / is written, but restore would refuse it: event 100 of demo is not what was recorded.*verify/
    )
  ])
  expect(existsSync(path)).toBe(true)
  const checked = await daybook({}, 'restore', '--from', path, '--check')
  expect([checked.code, checked.err]).toEqual([1, expect.stringContaining('event 100 of demo')])
  const findings = itemsOf(await daybook({ DATA_DIR: data }, 'doctor', '--json'))
  expect(findings.find(one => one['about'] === 'backup')?.['found']).toBe('never')
})

test('nor is it exported for another machine as if it were whole', async () => {
  const exported = await daybook({ DATA_DIR: data }, 'export', '--tenant', 'demo', '--full')
  expect([exported.code, exported.err]).toEqual([
    1,
    'event 100 of demo is not what was recorded: the chain breaks here\n'
  ])
})

test('a day that is missing in the archive is named in a sentence by all that need it', async () => {
  const home = { DATA_DIR: places.empty() }
  sampleData(home.DATA_DIR)
  await writeFirm(home.DATA_DIR)
  expect(await daybook(home, 'archive', '--older-than', '1')).toMatchObject({ code: 0 })
  const archive = join(home.DATA_DIR, 'archive')
  const gone = readdirSync(archive, { recursive: true, encoding: 'utf8' }).find(name => name.endsWith('.day'))
  rmSync(join(archive, gone!))
  const calls = [['backup', '--to', join(places.empty(), 'b')], ['rebuild'], ['export', '--tenant', 'firm']]
  for (const call of calls) {
    const { code, err } = await daybook(home, ...call)
    expect([code, err]).toEqual([
      1,
      expect.stringMatching(/^the archive's file .*\.day .* is damaged: it is not there\n$/)
    ])
  }
})

test.each(['restore', 'repair', 'import'])('%s of what is no file is a sentence', async command => {
  const from = (path: string) => daybook({ DATA_DIR: data }, command, '--from', path)
  const directory = places.empty()
  expect(await from(directory)).toMatchObject({ code: 1, err: `${directory} is a directory: name the file.\n` })
  const none = join(directory, 'none')
  expect(await from(none)).toMatchObject({ code: 1, err: `There is no file ${none}.\n` })
})
