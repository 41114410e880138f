import { afterEach, beforeEach, expect, test } from 'vitest'
import { openLog, type Log } from '../../sync-server/log/log.ts'
import { rawPages, rawSince } from '../../sync-server/log/raw.ts'
import { link } from '../../sync-server/log/row.ts'
import { database, freshTenant } from '../support/database.ts'
import { note } from './noted.ts'

const db = database()
let tenant = ''
let log: Log
let clock = Date.parse('2031-03-01T23:59:00Z')

beforeEach(async () => {
  tenant = freshTenant()
  log = await openLog(db.sql, { now: () => clock })
  for (let n = 0; n < 7; n++) {
    await log.commit.append(note(tenant, 'c', n, `k${n}`))
    if (n === 3) clock += 3_600_000
  }
})
afterEach(() => log.close())

test('rows come as they are stored, so that the chain can be made again from them', async () => {
  const rows = await rawSince(db.sql, tenant, 0, 100)
  expect(rows.map(({ seq, day }) => [seq, day])).toEqual([
    ...[1, 2, 3, 4].map(seq => [seq, '2031-03-01']),
    ...[5, 6, 7].map(seq => [seq, '2031-03-02'])
  ])
  expect(rows[0]?.data).toBe('{"note":"k0","text":"note of k0"}')
  let hash = ''
  for (const row of rows) {
    hash = link(hash, tenant, row)
    expect(row.hash).toBe(hash)
  }
})

test('pages follow each other without a gap, from any seq, and end with the log', async () => {
  const pages: number[][] = []
  for await (const page of rawPages(db.sql, tenant, { after: 1, pageSize: 4 })) pages.push(page.map(row => row.seq))
  expect(pages).toEqual([
    [2, 3, 4, 5],
    [6, 7]
  ])
  expect(await rawSince(db.sql, tenant, 7, 4)).toEqual([])
})
