import { expect, test } from 'vitest'
import { migrate, type Migration } from '../../sync-server/db/migrate.ts'
import { database } from '../support/database.ts'

const db = database()

async function has(table: string): Promise<boolean> {
  const [found] = await db.sql.everywhere.query<{ there: boolean }>('select to_regclass($1) is not null as there', [
    table
  ])
  return found?.there ?? false
}

test('each step is taken once, in order, also when later ones are added', async () => {
  const first: Migration = { name: 'first', sql: 'create table steps (n int); insert into steps values (1);' }
  const second: Migration = { name: 'second', sql: 'insert into steps values (2)' }
  await migrate(db.sql, [first])
  await migrate(db.sql, [first, second])
  await migrate(db.sql, [first, second])
  expect(await db.sql.everywhere.query('select n from steps order by n')).toEqual([{ n: 1 }, { n: 2 }])
})

test('a step that fails leaves nothing of itself, and the ones before it stay', async () => {
  const good: Migration = { name: 'good', sql: 'create table good (n int)' }
  const bad: Migration = { name: 'bad', sql: 'create table half (n int); select 1 / 0;' }
  await expect(migrate(db.sql, [good, bad])).rejects.toThrow('division by zero')
  expect(await has('good')).toBe(true)
  expect(await has('half')).toBe(false)
  await migrate(db.sql, [good, { ...bad, sql: 'create table half (n int)' }])
  expect(await has('half')).toBe(true)
})

test('two steps with one name are a mistake that is found', async () => {
  const step: Migration = { name: 'twice', sql: 'select 1' }
  await expect(migrate(db.sql, [step, step])).rejects.toThrow('twice')
})
