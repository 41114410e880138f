import { writeFileSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import { withDatabase } from './with-database.ts'
import { daybook, daybookProcess, itemsOf, sampleData, scratch } from './daybook.ts'

const places = scratch()
let data: string

beforeAll(async () => {
  data = places.empty()
  sampleData(data)
}, 240_000)

const findings = async (env: Readonly<Record<string, string>>) => {
  const run = await daybook(env, 'doctor', '--json')
  const states = itemsOf(run).map(({ about, state }) => [about, state] as const)
  return { code: run.code, states: Object.fromEntries(states) as Record<string, string>, all: itemsOf(run) }
}

test('a healthy house is told to be one, but for the backup that nobody made yet', async () => {
  const { code, states } = await findings({ DATA_DIR: data })
  expect(code).toBe(0)
  const { backup, 'disk space': space, 'disk speed': speed, ...rest } = states
  expect(backup).toBe('warning')
  // How much room this machine has, and how fast it is, is not ours.
  expect([space, speed]).not.toContain(undefined)
  expect(Object.entries(rest).filter(([, state]) => state !== 'ok')).toEqual([])
  expect(Object.keys(rest)).toEqual([
    'daybook',
    'node',
    'clock',
    'database',
    'settings',
    'schema',
    'transactions',
    'clock and log',
    'followers',
    'erasures',
    'dead letters',
    'archive'
  ])
})

test('where nothing is yet it says so, and touches nothing', async () => {
  const { code, states } = await findings({ DATA_DIR: `${places.empty()}/none` })
  expect([code, states['data']]).toEqual([0, 'warning'])
})

test('as a process it says the same, and ends with the same code', async () => {
  const sane = { DATA_DIR: `${places.empty()}/none` }
  expect(await daybookProcess(sane, 'doctor', '--json')).toMatchObject({ code: 0, err: '' })
  const odd = ['fly'] as const
  expect(await daybookProcess(sane, ...odd)).toEqual(await daybook(sane, ...odd))
  expect(await daybookProcess(sane, 'verify')).toEqual(await daybook(sane, 'verify'))
})

test('what is wrong is named with what to do, and ends with 1', async () => {
  const sick = places.copyOf(data)
  await withDatabase(sick, async query => {
    await query('alter table head disable row level security')
    await query(`update tenant_head set recorded_at = recorded_at + 5 * 86400000::bigint`)
    await query(`insert into meta values ('backed-up-at', '1764000000000')`)
    await query(`insert into dead_letter values ('demo', 'i', 'd', 1, 'odd', 'raw')`)
  })
  // A file cannot be a directory.
  const env = { ARCHIVE_URL: `file://${sick}/operator.json/archive`, ALLOW_UNSAFE_DATABASE: '1' }
  writeFileSync(`${sick}/operator.json`, '')
  const { code, states, all } = await findings({ DATA_DIR: sick, ...env })
  expect(code).toBe(1)
  expect(states).toMatchObject({
    settings: 'bad',
    'clock and log': 'bad',
    backup: 'bad',
    archive: 'bad',
    'dead letters': 'warning'
  })
  for (const { state, advice } of all)
    expect([state, typeof advice]).toEqual([state, state === 'ok' ? 'undefined' : 'string'])
  expect(all.find(one => one['about'] === 'settings')?.['found']).toContain('head')
})

test('an archive without the days that were moved to it, and a follower that never began, are seen', async () => {
  const sick = places.copyOf(data)
  await withDatabase(sick, async query => {
    await query(
      `insert into closed_day values ('demo', '2020-01-01', 1, 2, 2, 9, 'r', '{}', 1, 'd/2020-01-01.day', 'c', 1, 1)`
    )
    await query(`insert into tenant_head (tenant, seq) values ('other', 5000)`)
    await query(
      `insert into follower (name, tenant, seq) select distinct name, 'other', 5000 from follower where name <> 'sending'`
    )
  })
  const { code, states, all } = await findings({ DATA_DIR: sick })
  expect([code, states['archive'], states['followers']]).toEqual([1, 'bad', 'warning'])
  const said = (about: string) => all.find(one => one['about'] === about)
  expect(said('archive')?.['found']).toContain(
    '1 of 1 days that were moved there are missing, the first d/2020-01-01.day'
  )
  expect(said('followers')?.['found']).toBe('sending is 5000 events behind')
})

test('data that do not open are a finding, with what to do', async () => {
  const newer = places.copyOf(data)
  await withDatabase(newer, async query => {
    await query(`insert into migration (name) values ('contacts-99')`)
  })
  const { code, all } = await findings({ DATA_DIR: newer })
  expect(code).toBe(1)
  expect(all.at(-1)).toMatchObject({
    about: 'data',
    state: 'bad',
    found: expect.stringContaining('a newer version of Daybook') as string
  })
})
