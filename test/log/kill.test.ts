import { rmSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { migrate } from '../../sync-server/db/migrate.ts'
import { openDatabase } from '../../sync-server/db/open.ts'
import { openLog } from '../../sync-server/log/log.ts'
import { logMigrations } from '../../sync-server/log/schema.ts'
import { child } from '../support/child.ts'
import { databaseDirectory } from '../support/database.ts'
import { faultsOf } from './chain.ts'
import { note } from './noted.ts'

let directory = ''
beforeEach(async () => {
  directory = await databaseDirectory()
}, 240_000)
afterEach(() => rmSync(directory, { recursive: true }))

async function reopen() {
  const sql = await openDatabase(directory)
  await migrate(sql, logMigrations)
  return { sql, log: await openLog(sql) }
}

test('a log that was closed and opened again has everything, and its name', async () => {
  const first = await reopen()
  for (const n of [0, 1, 2]) await first.log.commit.append(note('one', 'c', n, `k${n}`))
  const kept = await first.log.follow.since('one', 0, 10)
  expect(kept).toHaveLength(3)
  await first.log.close()
  await first.sql.close()

  const second = await reopen()
  expect(await second.log.follow.since('one', 0, 10)).toEqual(kept)
  expect(second.log.incarnation).toBe(first.log.incarnation)
  expect(await second.log.commit.append(note('one', 'c', 3, 'k3'))).toMatchObject({ result: 'appended', seq: 4 })
  expect(await faultsOf(second.sql, 'one')).toEqual([])
  await second.log.close()
  await second.sql.close()
})

test(
  'what was acknowledged before a SIGKILL is there after it, whole, however often',
  { timeout: 120_000 },
  async () => {
    const acknowledged: string[] = []
    for (const [round, atLeast] of [20, 1, 77].entries()) {
      const writer = child('log/append-forever.ts', [directory, `${round}`])
      for (let n = 0; n < atLeast; n++) await writer.line()
      acknowledged.push(...(await writer.kill()))

      const { sql, log } = await reopen()
      for (const tenant of ['one', 'two']) {
        const events = await log.follow.since(tenant, 0, 1_000_000)
        const stored = new Set(events.map(({ fact }) => `${tenant} ${fact.cause}`))
        expect(acknowledged.filter(line => line.startsWith(`${tenant} `) && !stored.has(line))).toEqual([])
        expect(stored.size).toBe(events.length)
        expect(await faultsOf(sql, tenant)).toEqual([])
        // The answer is kept with the event or neither is.
        for (const key of ['a', 'b']) {
          const mine = events.filter(({ fact }) => fact.cause.startsWith(`${round}:${key}:`))
          expect(await log.acks.highest(tenant, `${round}:${key}`)).toBe(mine.length)
        }
      }
      await log.close()
      await sql.close()
    }
    expect(acknowledged.length).toBeGreaterThanOrEqual(98)
  }
)
