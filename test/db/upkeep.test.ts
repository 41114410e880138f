import { expect, test } from 'vitest'
import { demandNotMoved, markMoved } from '../../sync-server/backup/moved.ts'
import { takeCopy } from '../../sync-server/backup/take.ts'
import { withRoom } from '../../sync-server/db/room.ts'
import { rowAge } from '../../sync-server/db/row-age.ts'
import { unsynced } from '../../sync-server/db/unsynced.ts'
import { keepUp } from '../../sync-server/db/upkeep.ts'
import { openLog } from '../../sync-server/log/log.ts'
import { storedTenants, verifyTenant } from '../../sync-server/log/verify-stored.ts'
import { note } from '../log/noted.ts'
import { database } from '../support/database.ts'

const db = database()
const fail = (error: unknown) => {
  throw error
}

async function checkpointedAt(): Promise<string | undefined> {
  const [control] = await db.sql.everywhere.query<{ lsn: string }>(
    'select redo_lsn::text as lsn from pg_control_checkpoint()'
  )
  return control?.lsn
}

test('a checkpoint is made when much was written, or little a while ago, and else not', async () => {
  let clock = 1_000_000
  const upkeep = keepUp(db.sql, fail, { everyMs: 1e9, walBytes: 1_000_000, quietMs: 5000, now: () => clock })
  await upkeep.look()
  const atFirst = await checkpointedAt()

  await db.sql.everywhere.query('create table little as select 1 as n')
  await upkeep.look()
  expect(await checkpointedAt()).toBe(atFirst)

  clock += 5000
  await upkeep.look()
  const afterQuiet = await checkpointedAt()
  expect(afterQuiet).not.toBe(atFirst)

  await db.sql.everywhere.query(
    'create table much as select n, repeat(n::text, 100) as text from generate_series(1, 10000) as n'
  )
  await upkeep.look()
  expect(await checkpointedAt()).not.toBe(afterQuiet)
  await upkeep.stop()
})

test('a checkpoint waits for room, for without it PostgreSQL would stop', async () => {
  let isFull = true
  const demandRoom = () => {
    if (isFull) throw new Error('the disk is full')
  }
  const upkeep = keepUp(db.sql, fail, { everyMs: 1e9, walBytes: 1, demandRoom })
  await db.sql.everywhere.query('create table waiting as select 1 as n')
  const before = await checkpointedAt()
  await expect(upkeep.look()).rejects.toThrow('the disk is full')
  expect(await checkpointedAt()).toBe(before)
  isFull = false
  await upkeep.look()
  expect(await checkpointedAt()).not.toBe(before)
  await upkeep.stop()
})

test('a table of which much was changed is vacuumed', async () => {
  const dead = async () => {
    // PostgreSQL counts at its leisure, once a second.
    await db.sql.everywhere.query('select pg_stat_force_next_flush()')
    const [stats] = await db.sql.everywhere.query<{ dead: number }>(
      `select n_dead_tup as dead from pg_stat_user_tables where relname = 'worn "out"'`
    )
    return stats?.dead
  }
  await db.sql.everywhere.query('create table "worn ""out""" as select n, 0 as m from generate_series(1, 3000) as n')
  await db.sql.everywhere.query('update "worn ""out""" set m = 1')
  const upkeep = keepUp(db.sql, fail, { everyMs: 1e9 })
  expect(await dead()).toBe(3000)
  await upkeep.look()
  expect(await dead()).toBe(0)
  await upkeep.stop()
  await db.sql.everywhere.query('drop table "worn ""out"""')
})

test('rows that many transactions have gone by are frozen, in every table there is, before their numbers come round', async () => {
  await db.sql.everywhere.query(`create table event_of_long_ago as select n from generate_series(1, 100) as n`)
  for (let n = 0; n < 200; n++) await db.sql.everywhere.query('select pg_current_xact_id()')
  const upkeep = keepUp(db.sql, fail, { everyMs: 1e9, freezeAfter: 150 })
  const [tables] = await db.sql.everywhere.query<{ n: number }>(
    `select count(*) as n from pg_class where relkind = 'r'`
  )
  expect(await rowAge(db.sql)).toBeGreaterThan(200)
  for (let n = 0; n <= tables!.n; n++) await upkeep.look()
  expect(await rowAge(db.sql)).toBeLessThan(150)
  await upkeep.stop()
})

test('a disk that is almost full can be backed up, verified and moved away from', async () => {
  const sql = withRoom(db.sql, '/somewhere', { reserve: 500, freeBytes: () => 499 })
  const open = await openLog(db.sql)
  await open.commit.append(note('t', 'c', 0, 'k'))
  const lines: string[] = []
  const keyring = { workspaces: { of: () => Promise.resolve(Buffer.alloc(32)) } }
  for await (const line of takeCopy({ sql, log: open, keyring })) lines.push(line)
  expect(lines.at(-1)).toContain('"events":"t"')
  expect(await storedTenants(sql)).toEqual(['t'])
  expect(await verifyTenant(sql, 't')).toMatchObject({ events: 1, fault: null })
  await markMoved(sql, 'elsewhere')
  await expect(demandNotMoved(db.sql)).rejects.toThrow('moved to elsewhere')
  await open.close()
})

test('on a disk that is almost full nothing is written, everything is read, and it goes on when there is room', async () => {
  let free = 1000
  const sql = withRoom(db.sql, '/somewhere', { reserve: 500, freeBytes: () => free })
  await sql.everywhere.query('create table room (n int)')
  free = 499
  await new Promise(resolve => setTimeout(resolve, 600))
  await expect(sql.everywhere.query('insert into room values (1)')).rejects.toMatchObject({
    code: 'storage-full',
    message:
      'The disk of /somewhere is full: 0 MB are free, and Daybook needs 1 to go on writing. Make room there for 1 MB at least, better for a few hundred: until then nothing is written.'
  })
  const writes = ['insert into room values (1)', 'select n from room for update', 'lock table room']
  for (const text of writes)
    await expect(sql.everywhere.transaction(query => query(text))).rejects.toMatchObject({ code: 'storage-full' })
  await expect(
    sql.everywhere.query('with one as (select 1 as n) insert into room select n from one')
  ).rejects.toMatchObject({
    code: 'storage-full'
  })
  expect(await sql.everywhere.query('select n from room')).toEqual([])
  expect(await sql.everywhere.query('with all_of_it as (select n from room) select n from all_of_it')).toEqual([])
  // Rows that are drawn from what is in the log already are waited for by whoever reads.
  await sql.everywhere.query(`insert into room select 1 from ${unsynced}`)
  expect(await sql.everywhere.query('select n from room')).toEqual([{ n: 1 }])
  free = 1000
  await sql.everywhere.query('insert into room values (2)')
  expect(await sql.everywhere.query('select n from room order by n')).toEqual([{ n: 1 }, { n: 2 }])
})
