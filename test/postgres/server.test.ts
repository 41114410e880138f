import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { freshDatabase } from '../support/postgres.ts'
import { startProxy } from '../support/proxy.ts'
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

test('while its database is away it says so to who sends people here, lives on, and serves again once it is back', async () => {
  const address = new URL(await freshDatabase(server))
  const line = await startProxy(Number(address.port))
  const database = new URL(address)
  database.port = String(line.port)
  const far = await startServer({ template: null, args: ['--empty'], env: { DATABASE_URL: database.href } })
  const says = async (path: string) => {
    const answer = await fetch(far.url + path)
    return { code: answer.status, ...((await answer.json()) as { status?: string }) }
  }
  try {
    expect(await says('/healthz')).toMatchObject({ code: 200, status: 'ok' })
    await line.stop()
    await expect.poll(() => says('/healthz')).toMatchObject({ code: 503, status: 'waiting-for-database' })
    expect(await says('/livez')).toMatchObject({ code: 200 })
    const again = await startProxy(Number(address.port), line.port)
    await expect.poll(() => says('/healthz')).toMatchObject({ code: 200, status: 'ok' })
    // Half open: bytes vanish, and nobody is told.
    again.deaden('up', 'down')
    await expect.poll(() => says('/healthz')).toMatchObject({ code: 503, status: 'waiting-for-database' })
    await again.stop()
  } finally {
    await far.stop()
  }
})
