import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { linesOfFile, writeFileOfLines } from '../../sync-server/backup/file.ts'
import type { CopyLine, Header } from '../../sync-server/backup/record.ts'
import { openDatabase } from '../../sync-server/db/open.ts'
import { migrations, updateSchema } from '../../sync-server/schema.ts'
import { exportedText } from '../e2e/operator.ts'
import { daybook, sampleData, scratch } from './daybook.ts'
import { withDatabase } from './with-database.ts'

const places = scratch()
let data: string
let backup: string

beforeAll(async () => {
  data = places.empty()
  sampleData(data)
  backup = join(places.empty(), 'backup')
  await daybook({ DATA_DIR: data }, 'backup', '--to', backup)
}, 240_000)

/** Steps of the schema, and the tables that they make. */
const later = new Map([
  ['conversations-2', []],
  ['media-2', ['media_brought']],
  ['identity-2', ['invitation']],
  ['erasing-1', ['left_erasure']]
])
const names = migrations.map(step => step.name)
const earlier = names.filter(name => !later.has(name))

/** The same backup, as a version that had these steps would have made it. */
async function madeWith(schema: readonly string[]): Promise<string> {
  const path = join(places.empty(), 'backup')
  const without = new Set([...later].filter(([step]) => !schema.includes(step)).flatMap(([, tables]) => tables))
  async function* lines() {
    for await (const text of linesOfFile(backup)) {
      const line = JSON.parse(text) as CopyLine
      if ('daybook' in line) yield JSON.stringify({ ...line, schema: schema.toSorted() } satisfies Header)
      else if (!('table' in line && without.has(line.table))) yield text
    }
  }
  await writeFileOfLines(path, lines())
  return path
}

test('a backup of an earlier version is restored, and brought up to this one', { timeout: 240_000 }, async () => {
  const place = { DATA_DIR: places.empty() }
  const restored = await daybook(place, 'restore', '--from', await madeWith(earlier))
  expect([restored.code, restored.err]).toEqual([0, ''])
  expect(await exportedText(place)).toBe(await exportedText({ DATA_DIR: data }))
  expect(await daybook(place, 'verify')).toMatchObject({ code: 0 })
  await withDatabase(place.DATA_DIR, async query => {
    const taken = await query<{ name: string }>('select name from migration')
    expect(taken.map(row => row.name).toSorted()).toEqual(names.toSorted())
    // As with an update: what a step draws anew is drawn from the log by the next server.
    expect(await query(`select from follower where name = 'threads'`)).toEqual([])
  })
})

test('it needs a place that this version has not begun yet', { timeout: 240_000 }, async () => {
  const begun = places.empty()
  const sql = await openDatabase(begun)
  await updateSchema(sql)
  await sql.close()
  const told = await daybook({ DATA_DIR: begun }, 'restore', '--from', await madeWith(earlier))
  expect([told.code, told.err]).toEqual([1, expect.stringMatching(/earlier version.* new place/)])
})

test('a backup of a later version names what it has, and nothing is written', async () => {
  const target = join(places.empty(), 'fresh')
  const told = await daybook({ DATA_DIR: target }, 'restore', '--from', await madeWith([...names, 'contacts-99']))
  expect([told.code, told.err]).toEqual([1, expect.stringMatching(/newer version of Daybook.*contacts-99/)])
  expect(existsSync(target)).toBe(false)
})
