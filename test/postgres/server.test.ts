import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { freshDatabase } from '../support/postgres.ts'
import { freePort, runServer, startServer, type RunningServer } from '../support/server.ts'
import { exported } from '../e2e/operator.ts'

const server = inject('postgresUrl') ?? ''
let daybook: RunningServer
let url = ''
const elsewhere = mkdtempSync(join(tmpdir(), 'daybook-test-'))

beforeAll(async () => {
  url = await freshDatabase(server)
  daybook = await startServer({ template: null, env: { DATABASE_URL: url } })
})
afterAll(async () => {
  await daybook.stop()
  rmSync(elsewhere, { recursive: true })
})

test('Daybook runs on a PostgreSQL server, and is killed and started again without losing anything', async () => {
  const all = () => exported(daybook.dataDir, { env: { DATABASE_URL: url } })
  const before = await all()
  expect(before.length).toBeGreaterThan(500)
  await daybook.kill('SIGKILL')
  await daybook.restart()
  // The sample's clock goes on: files are fetched, answers become late.
  expect((await all()).slice(0, before.length)).toEqual(before)
  expect(await daybook.kill('SIGTERM')).toBe(0)
  // The operator's way in reaches the database by itself when no server runs.
  expect((await all()).slice(0, before.length)).toEqual(before)
  await daybook.restart()
})

const sentence = async (env: Record<string, string>) => {
  const { code, output } = await runServer({ port: await freePort(), dataDir: elsewhere, env })
  expect(output.trim().split('\n')).toHaveLength(1)
  return { code, output: output.trim() }
}

test('a second process on the database, a superuser and a server that is not there are refused in one sentence', async () => {
  expect(await sentence({ DATABASE_URL: url })).toEqual({
    code: 1,
    output: 'Daybook: The database is already in use by another Daybook process.'
  })
  expect(await sentence({ DATABASE_URL: `postgres://nobody@127.0.0.1:${await freePort()}/nothing` })).toMatchObject({
    code: 1,
    output: expect.stringContaining('The database cannot be reached') as string
  })
  expect(await sentence({ DATABASE_URL: server })).toMatchObject({
    code: 1,
    output: expect.stringContaining('the role postgres is above row-level security') as string
  })
  expect(await sentence({ DATABASE_URL: 'mysql://here' })).toMatchObject({ code: 1 })
})
