// @module-tag long
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { dayAfter, dayOf } from '../../shared/kernel/day.ts'
import { startServer } from '../support/server.ts'
import { daybook, itemsOf, sampleData, scratch, type Run } from './daybook.ts'
import { daysAgo, writeFirm } from './firm.ts'
import { withDatabase } from './with-database.ts'

type Ask = (...args: readonly string[]) => Promise<Run>

const places = scratch()
const firstDay = dayAfter(dayOf(Date.now()), -daysAgo)
let data: string

beforeAll(async () => {
  data = places.empty()
  sampleData(data)
  await writeFirm(data)
}, 240_000)

const askIn =
  (home: string, env = {}): Ask =>
  (...args) =>
    daybook({ DATA_DIR: home, ...env }, ...args)

const tiersOf = async (ask: Ask) =>
  itemsOf(await ask('days', '--tenant', 'firm', '--json')).map(({ tier, firstSeq, events }) => [tier, firstSeq, events])

const wasMoved = { code: 0, out: `3 days were moved to the archive: ${firstDay} to ${dayAfter(firstDay, 2)}.\n` }

test('beside a running server days are told, archived and read, and what is drawn from them is compared', async () => {
  const server = await startServer({ dataDir: places.copyOf(data) })
  const ask = askIn(server.dataDir)
  try {
    const before = await ask('export', '--tenant', 'firm')
    // A server that has just started closes them by itself; who asks waits for their turn behind it.
    await ask('close')
    expect((await ask('close')).out).toBe('Every day that is over is closed already.\n')
    expect(await tiersOf(ask)).toEqual([1, 5, 9].map(seq => ['warm', seq, 4]))
    expect(await ask('archive', '--older-than', '30', '--json')).toMatchObject({ code: 0, out: '{"days":[]}\n' })
    expect(await ask('archive', '--older-than', '1')).toMatchObject(wasMoved)
    expect(await tiersOf(ask)).toEqual([1, 5, 9].map(seq => ['cold', seq, 4]))
    expect((await ask('days')).out).toMatch(/firm\t[\d-]{10}\tcold\t1 to 4\t4 events\t\d+ bytes\t[\da-f]{64}\n/)
    expect(await ask('export', '--tenant', 'firm')).toEqual(before)
    expect(await ask('verify')).toMatchObject({ code: 0 })
    expect(readdirSync(join(server.dataDir, 'archive'))).toHaveLength(1)

    const rebuilt = await ask('rebuild', '--json')
    const items = itemsOf(rebuilt)
    const tables = items.filter(one => one['tenant'] === 'demo' && 'table' in one)
    expect(tables.map(one => [one['table'], one['differences']])).toEqual([
      ['thread', 0],
      ['contact_handle', 0],
      ['contact_link', 0],
      ['unfinished_send', 0],
      ['card', 0],
      ['routing_picture', 0]
    ])
    expect(items.at(-1)).toMatchObject({ tenant: 'firm', events: 12, eventsPerSecond: expect.any(Number) as unknown })
    expect(rebuilt.code).toBe(0)

    expect(await ask('days', '--tenant', 'nobody')).toMatchObject({ code: 1, out: '' })
    expect(await ask('archive', '--older-than', '0')).toMatchObject({ code: 2 })
  } finally {
    await server.stop()
  }
})

test('beside no server they are moved too; what cannot be is named, and ends with 1', async () => {
  const whole = askIn(places.copyOf(data))
  expect(await whole('archive', '--older-than', '1')).toMatchObject(wasMoved)

  const home = places.copyOf(data)
  await withDatabase(home, async query => void (await query(`delete from event where tenant = 'firm' and seq = 6`)))
  const bad = `${dayAfter(firstDay, 1)} of firm is not whole`
  const closed = await askIn(home)('close', '--json')
  expect([closed.code, itemsOf(closed).at(-1)]).toEqual([1, { trouble: expect.stringContaining(bad) as unknown }])
  // After midnight the sample's day is over as well.
  const ofFirm = itemsOf(closed).filter(one => one['tenant'] === 'firm')
  expect(ofFirm).toMatchObject([{ day: firstDay, root: expect.any(String) as unknown }])
  const moved = await askIn(home)('archive', '--older-than', '1')
  expect([moved.code, moved.err]).toEqual([1, expect.stringContaining(`${bad}: it is not closed yet. 1 days were`)])
  const never = await askIn(home, { COLD_AFTER_DAYS: '0' })('archive')
  expect([never.code, never.err]).toEqual([1, expect.stringContaining('Say --older-than')])
})

test('rebuild names what differs and puts it right', async () => {
  const home = places.copyOf(data)
  await withDatabase(home, async query => void (await query(`update thread set status = 'resolved', inbox = 'x'`)))
  const bad = await askIn(home)('rebuild', '--tenant', 'demo', '--replace')
  expect([bad.code, bad.out]).toEqual([
    1,
    expect.stringMatching(/thread\t\d+ rows\t\d+ DIFFER, replaced\n\t\S+ differs in/)
  ])
  expect(await askIn(home)('rebuild')).toMatchObject({ code: 0 })
})
