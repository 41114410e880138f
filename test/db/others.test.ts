import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { lockDirectory } from '../../sync-server/db/lock.ts'
import { openDatabase } from '../../sync-server/db/open.ts'
import { databaseDirectory } from '../support/database.ts'

const made: string[] = []
afterAll(() => made.forEach(directory => rmSync(directory, { recursive: true })))

/** What somebody else on this machine may do there. */
const othersIn = (path: string) => statSync(path).mode & 0o077

test('passwords and tokens are in the database, so nobody else on the machine gets at its files', async () => {
  const directory = await databaseDirectory()
  made.push(directory)
  const place = join(directory, 'db')
  // As versions made it that left it to the account's umask.
  chmodSync(place, 0o755)
  const sql = await openDatabase(directory)
  expect(othersIn(place)).toBe(0)
  await sql.close()
})

test('a data directory that is made is for its owner alone; one that is there stays as it is', () => {
  const parent = mkdtempSync(join(tmpdir(), 'daybook-test-'))
  made.push(parent)
  chmodSync(parent, 0o755)
  lockDirectory(join(parent, 'above', 'data'))()
  expect(othersIn(join(parent, 'above', 'data'))).toBe(0)
  expect(othersIn(parent)).toBe(0o055)
})
