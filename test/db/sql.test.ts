import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { DatabaseError } from '../../sync-server/db/database-error.ts'
import type { Query } from '../../sync-server/db/sql.ts'
import { database } from '../support/database.ts'

const db = database()

let tables = 0
async function table(): Promise<string> {
  const name = `numbers_${++tables}`
  await db.sql.everywhere.query(`create table ${name} (n integer primary key)`)
  return name
}
async function numbers(name: string): Promise<number[]> {
  return (await db.sql.everywhere.query<{ n: number }>(`select n from ${name} order by n`)).map(row => row.n)
}

test('values are bound and come back as what they are', async () => {
  const [row] = await db.sql.everywhere.query(
    'select $1::text as text, $2::bigint as big, $3::boolean as yes, $4::text as nothing, $5::text::jsonb as json',
    ["'; drop table event; --", 8_640_000_000_000_000, true, null, JSON.stringify({ a: [1] })]
  )
  expect(row).toEqual({
    text: "'; drop table event; --",
    big: 8_640_000_000_000_000,
    yes: true,
    nothing: null,
    json: { a: [1] }
  })
})

test('what a transaction did is all there or not at all', async () => {
  const name = await table()
  const failed = db.sql.everywhere.transaction(async query => {
    await query(`insert into ${name} values (1)`)
    throw new Error('changed my mind')
  })
  await expect(failed).rejects.toThrow('changed my mind')
  expect(await numbers(name)).toEqual([])
  expect(
    await db.sql.everywhere.transaction(async query => (await query(`insert into ${name} values (2) returning n`))[0])
  ).toEqual({ n: 2 })
  expect(await numbers(name)).toEqual([2])
})

test('a transaction in which a statement failed is not committed, even if nobody looked at the failure', async () => {
  const name = await table()
  const careless = db.sql.everywhere.transaction(async query => {
    await query(`insert into ${name} values (1)`)
    await query('select 1 / 0').catch(() => {})
  })
  await expect(careless).rejects.toMatchObject({ code: '25P02' })
  expect(await numbers(name)).toEqual([])
})

test('queries of others never land inside a transaction', async () => {
  const name = await table()
  const inside = db.sql.everywhere.transaction(async query => {
    await query(`insert into ${name} values (1)`)
    await pause(30)
    await query(`insert into ${name} values (2)`)
    throw new Error('rolled back')
  })
  const seen = numbers(name)
  const outside = db.sql.everywhere.query(`insert into ${name} values (3)`)
  await expect(inside).rejects.toThrow('rolled back')
  await outside
  // Before or after the one who inserts beside it, but never the two that were rolled back.
  expect((await seen).filter(n => n !== 3)).toEqual([])
  expect(await numbers(name)).toEqual([3])
})

test('the query of a transaction is of no use after it', async () => {
  let kept: Query | undefined
  await db.sql.everywhere.transaction(async query => {
    kept = query
    await query('select 1')
  })
  await expect(async () => kept?.('select 1')).rejects.toThrow('the transaction is over')
})

test('what PostgreSQL refuses is an error with its code, and the next statement works', async () => {
  const name = await table()
  await db.sql.everywhere.query(`insert into ${name} values (1)`)
  const again = db.sql.everywhere.query(`insert into ${name} values ($1)`, [1])
  await expect(again).rejects.toBeInstanceOf(DatabaseError)
  await expect(again).rejects.toMatchObject({ code: '23505' })
  await expect(db.sql.everywhere.query('selec')).rejects.toMatchObject({ code: '42601' })
  expect(await numbers(name)).toEqual([1])
})

test('a statement that comes again and again is the same each time: with values, without, refused, and after the table changed', async () => {
  const name = await table()
  const add = (n: number | null) => db.sql.everywhere.query(`insert into ${name} (n) values ($1) returning *`, [n])
  for (const n of [1, 2, 3]) expect(await add(n)).toEqual([{ n }])
  await expect(add(3)).rejects.toMatchObject({ code: '23505' })
  await expect(add(null)).rejects.toMatchObject({ code: '23502' })
  expect(await add(4)).toEqual([{ n: 4 }])
  await db.sql.everywhere.query(`alter table ${name} add column word text`)
  // PostgreSQL will not run the old plan once more; whoever asks again is answered.
  await add(5).catch(() => {})
  expect(await add(6)).toEqual([{ n: 6, word: null }])
})

test('hundreds of different statements, each of which comes again, all go on working', async () => {
  for (let round = 0; round < 3; round++) {
    for (let n = 0; n < 250; n++) {
      expect(await db.sql.everywhere.query(`select $1::integer + ${n} as sum`, [round])).toEqual([{ sum: round + n }])
    }
  }
})
