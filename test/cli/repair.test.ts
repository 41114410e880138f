import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { exportedText } from '../e2e/operator.ts'
import { startServer } from '../support/server.ts'
import { daybook, itemsOf, sampleData, scratch } from './daybook.ts'
import { writeFirm } from './firm.ts'
import { withDatabase } from './with-database.ts'

const places = scratch()
let data: string
let backup: string
let events: string

beforeAll(async () => {
  data = places.empty()
  sampleData(data)
  await writeFirm(data)
  await daybook({ DATA_DIR: data }, 'archive', '--older-than', '1')
  backup = join(places.empty(), 'backup')
  await daybook({ DATA_DIR: data }, 'backup', '--to', backup)
  events = await exportedText({ DATA_DIR: data })
}, 240_000)

const repair = (home: string, ...more: string[]) => daybook({ DATA_DIR: home }, 'repair', '--from', backup, ...more)

const rot = (home: string, ...statements: string[]) =>
  withDatabase(home, async query => {
    for (const statement of statements) await query(statement, [])
  })

test('what rotted in rows and files is mended from a backup, and nothing else is touched', async () => {
  const home = places.copyOf(data)
  const file = join(
    home,
    'archive',
    readdirSync(join(home, 'archive'), { recursive: true, encoding: 'utf8' }).find(name => name.endsWith('.day'))!
  )
  const whole = readFileSync(file)
  writeFileSync(file, whole.with(300, whole[300]! ^ 1))
  await rot(
    home,
    `update event set data = '{"rotten":true}' where tenant = 'demo' and seq = 100`,
    `delete from event where tenant = 'demo' and seq = 7`,
    `update tenant_day set last_seq = 3 where tenant = 'firm'`
  )
  const tried = await repair(home, '--dry-run', '--json')
  expect(tried).toMatchObject({ code: 1, err: '' })
  expect(itemsOf(tried)).toEqual([
    expect.objectContaining({ tenant: 'demo', events: [7, 100], days: [], tables: [], fault: null, dryRun: true }),
    expect.objectContaining({ tenant: 'firm', events: [], tables: ['tenant_day'], fault: null })
  ])
  expect(await daybook({ DATA_DIR: home }, 'verify')).toMatchObject({ code: 1 })
  const mended = await repair(home)
  expect(mended).toMatchObject({
    code: 0,
    err: '',
    out: expect.stringMatching(
      /^demo\tgood\tmended: events 7, 100\nfirm\tgood\tmended: files of [\d-]{10}; drawn from the events: tenant_day\n$/
    )
  })
  expect(readFileSync(file).equals(whole)).toBe(true)
  expect(await daybook({ DATA_DIR: home }, 'verify')).toMatchObject({ code: 0 })
  expect(await exportedText({ DATA_DIR: home })).toBe(events)
  expect(await repair(home)).toMatchObject({
    code: 0,
    out: 'demo\tgood\tnothing was mended\nfirm\tgood\tnothing was mended\n'
  })
})

test('a page that the database does not read any more is named, and what is on it is mended', async () => {
  const home = places.copyOf(data)
  const [table] = await withDatabase(home, query =>
    query<{ path: string; seq: number }>(
      `select pg_relation_filepath(tableoid) as path, seq from event where ctid = '(0,1)' order by seq limit 1`,
      []
    )
  )
  const path = join(home, 'db', table!.path)
  const page = readFileSync(path)
  // The first row lies at the end of its page.
  writeFileSync(path, page.with(8192 - 16, page[8192 - 16]! ^ 1))
  const [found] = itemsOf(await daybook({ DATA_DIR: home }, 'verify', '--json'))
  expect(found?.['fault']).toMatchObject({
    seq: table!.seq,
    what: expect.stringMatching(/^cannot be read: invalid page/) as unknown
  })
  const mended = await repair(home)
  expect([mended.code, mended.err]).toEqual([0, ''])
  expect(mended.out).toMatch(
    new RegExp(`^demo\tgood\tmended: events ${table!.seq}\n(.*\n)*event_.*\tpages that cannot be read\n$`)
  )
  expect(await daybook({ DATA_DIR: home }, 'verify')).toMatchObject({ code: 0 })
  expect(await exportedText({ DATA_DIR: home })).toBe(events)
})

test('what rotted behind the backup’s end is named, and the rest is mended', async () => {
  const home = places.copyOf(data)
  for (const email of ['one@demo.test', 'two@demo.test'])
    await daybook(
      { DATA_DIR: home },
      'users',
      'add',
      '--tenant',
      'demo',
      '--email',
      email,
      '--name',
      'New',
      '--role',
      'agent'
    )
  const [end] = await withDatabase(home, query =>
    query<{ seq: number }>(`select seq from tenant_head where tenant = 'demo'`, [])
  )
  await rot(home, `update event set cause = 'x' || cause where tenant = 'demo' and seq in (50, ${end!.seq - 1})`)
  const told = await repair(home)
  expect([told.code, told.err]).toEqual([1, ''])
  expect(told.out).toMatch(
    new RegExp(
      `^demo\tBAD\tmended: events 50\tevent ${end!.seq - 1} is not what was recorded.*; this backup ends with event \\d+\n`
    )
  )
})

test('a backup of another log, one that is cut, and none at all are refused, and nothing is written', async () => {
  const home = places.copyOf(data)
  await rot(home, `update event set data = '{"rotten":true}' where tenant = 'demo' and seq = 100`)
  const other = { DATA_DIR: places.empty() }
  await daybook(other, 'restore', '--from', backup)
  const [foreign, cut, none] = ['foreign', 'cut', 'none'].map(name => join(places.empty(), name)) as [
    string,
    string,
    string
  ]
  await daybook(other, 'backup', '--to', foreign)
  writeFileSync(cut, readFileSync(backup))
  truncateSync(cut, 2000)
  const from = (path: string) => daybook({ DATA_DIR: home }, 'repair', '--from', path)
  expect(await from(foreign)).toMatchObject({ code: 1, out: '', err: expect.stringContaining('is of another log') })
  expect(await from(cut)).toMatchObject({
    code: 1,
    out: '',
    err: expect.stringMatching(/is damaged: .*Nothing was written\.\n$/)
  })
  expect(await from(none)).toMatchObject({ code: 1, out: '', err: `There is no file ${none}.\n` })
  expect(await daybook({ DATA_DIR: home }, 'repair')).toMatchObject({ code: 2, err: '--from is missing.\n' })
  expect((await daybook({ DATA_DIR: home }, 'verify')).code).toBe(1)
})

test('beside a running server it is refused', async () => {
  const server = await startServer({ dataDir: places.copyOf(data) })
  try {
    expect(await repair(server.dataDir)).toMatchObject({ code: 1, err: expect.stringContaining('Stop it first') })
  } finally {
    await server.stop()
  }
})

test('who was erased since the backup stays so, also where their events are mended', async () => {
  const home = places.copyOf(data)
  const lines = events
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as { seq: number; stream: string; fact: { type: string; name?: string } })
  const met = lines.find(({ fact }) => fact.type === 'contact.met' && fact.name)!
  const contact = met.stream.slice('contact/'.length)
  await daybook({ DATA_DIR: home }, 'erase', '--tenant', 'demo', '--contact', contact, '--yes')
  await rot(home, `delete from event where tenant = 'demo' and seq = ${met.seq}`)
  expect(await repair(home)).toMatchObject({ code: 0, out: expect.stringContaining(`events ${met.seq}`) })
  expect(await exportedText({ DATA_DIR: home })).not.toContain(met.fact.name)
  rmSync(home, { recursive: true })
})
