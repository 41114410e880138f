import postgres from 'postgres'
import { beforeAll, expect, inject, onTestFinished, test } from 'vitest'
import { migrate } from '../../sync-server/db/migrate.ts'
import { openPostgres } from '../../sync-server/db/postgres.ts'
import { faultsOfDatabase } from '../../sync-server/db/safety.ts'
import type { Sql } from '../../sync-server/db/sql.ts'
import { migrations } from '../../sync-server/schema.ts'
import { freePort } from '../support/server.ts'
import { freshDatabase, startPostgres } from '../support/postgres.ts'

const server = inject('postgresUrl') ?? ''
let url = ''
let sql: Sql
let superuser: postgres.Sql

beforeAll(async () => {
  url = await freshDatabase(server)
  sql = await openPostgres(url)
  await migrate(sql, migrations)
  superuser = postgres(server, { max: 1, onnotice: () => undefined })
  return async () => {
    await sql.close()
    await superuser.end()
  }
})

/** Cuts every connection of Daybook's, as a restart of the server or a broken cable does. */
async function cut(): Promise<number> {
  const database = new URL(url).pathname.slice(1)
  const rows = await superuser`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${database}`
  return rows.length
}

test('a database that is in use is refused with a sentence, and is free again when its user has gone', async () => {
  await expect(openPostgres(url)).rejects.toMatchObject({
    reason: 'in-use',
    message: 'The database is already in use by another Daybook process.'
  })
  const other = await freshDatabase(server)
  await (await openPostgres(other)).close()
  const again = await openPostgres(other)
  expect(await again.everywhere.query('select 1 as one')).toEqual([{ one: 1 }])
  await again.close()
})

test('a server that is not there is refused with a sentence', async () => {
  const nowhere = `postgres://nobody@127.0.0.1:${await freePort()}/nothing`
  await expect(openPostgres(nowhere)).rejects.toMatchObject({ reason: 'unreachable' })
})

test('after a cut connection the next statement is answered, and never as nobody', async () => {
  await sql.everywhere.query(`insert into follower (name, tenant, seq) values ('f', 'one', 1)`)
  expect(await cut()).toBeGreaterThan(1)
  const names = async () =>
    (await sql.of('one').query<{ name: string }>('select name from follower')).map(row => row.name)
  // What meets the broken connection may fail; it may not be answered with nothing.
  const answers = await Promise.allSettled(Array.from({ length: 12 }, names))
  const said = answers.filter(answer => answer.status === 'fulfilled').map(answer => answer.value)
  expect(said).toEqual(said.map(() => ['f']))
  await expect.poll(names, { timeout: 10_000 }).toEqual(['f'])
})

test('a transaction whose connection is cut in the middle leaves nothing, and does not go on elsewhere', async () => {
  await sql.everywhere.query('create table step (n integer)')
  const broken = sql.everywhere.transaction(async query => {
    await query('insert into step values (1)')
    await cut()
    await query('insert into step values (2)').catch(() => undefined)
    await query('insert into step values (3)').catch(() => undefined)
  })
  await expect(broken).rejects.toMatchObject({ code: expect.stringMatching(/^(08006|57P01)$/) as string })
  const left = () => sql.everywhere.query('select n from step').catch(() => 'cut')
  await expect.poll(left, { timeout: 10_000 }).toEqual([])
})

test('the lock is taken again after a cut, and whoever lost it to another process hears of it', async () => {
  const mine = await freshDatabase(server)
  const gone: Error[] = []
  const first = await openPostgres(mine, { onGone: error => gone.push(error) })
  const lock = () => superuser`
    select pid from pg_locks join pg_database on pg_database.oid = pg_locks.database
    where locktype = 'advisory' and datname = ${new URL(mine).pathname.slice(1)}`
  const [held] = await lock()
  await superuser`select pg_terminate_backend(${held?.['pid'] as number})`
  const isHeldAgain = async () => {
    const pid = (await lock())[0]?.['pid'] as number | undefined
    return pid !== undefined && pid !== held?.['pid']
  }
  await expect.poll(isHeldAgain, { timeout: 10_000 }).toBe(true)
  await expect(openPostgres(mine)).rejects.toMatchObject({ reason: 'in-use' })
  expect(gone).toEqual([])
  await first.close()
})

test('a database that would lose or leak is named as such, fault by fault', { tags: 'long' }, async () => {
  expect(await faultsOfDatabase(sql)).toEqual([])
  const careless = await startPostgres(['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'])
  onTestFinished(() => careless.stop())
  const unsafe = await openPostgres(careless.url)
  await migrate(unsafe, migrations)
  await unsafe.everywhere.query('create table forgotten (tenant text)')
  expect(await faultsOfDatabase(unsafe)).toEqual([
    expect.stringContaining('the role postgres is above row-level security'),
    expect.stringContaining('fsync is off'),
    expect.stringContaining('synchronous_commit is off'),
    expect.stringContaining('full_page_writes is off'),
    'row-level security is not on for forgotten'
  ])
  await unsafe.close()
})
