import { beforeAll, describe, expect, test } from 'vitest'
import { migrate } from '../../sync-server/db/migrate.ts'
import { unguardedSql } from '../../sync-server/db/tenancy.ts'
import { openLog } from '../../sync-server/log/log.ts'
import { logMigrations } from '../../sync-server/log/schema.ts'
import { migrations } from '../../sync-server/schema.ts'
import { note } from '../log/noted.ts'
import { database, freshTenant } from '../support/database.ts'

const db = database(migrations.slice(logMigrations.length))
const [ours, theirs] = [freshTenant(), freshTenant()]
const tenantsIn = async (door: 'everywhere' | readonly string[], table = 'event') => {
  const { query } = door === 'everywhere' ? db.sql.everywhere : db.sql.of(...door)
  return (await query<{ tenant: string }>(`select distinct tenant from ${table} order by 1`)).map(row => row.tenant)
}

beforeAll(async () => {
  const log = await openLog(db.sql)
  for (const tenant of [ours, theirs]) await log.commit.append(note(tenant, 'c', 0, 'k1'))
  await log.close()
})

describe('a door', () => {
  test('shows its own tenants to a query that forgot to ask for them, and nobody else', async () => {
    expect(await tenantsIn('everywhere')).toEqual([ours, theirs])
    expect(await tenantsIn([ours])).toEqual([ours])
    expect(await tenantsIn([theirs])).toEqual([theirs])
    expect(await tenantsIn([ours, theirs])).toEqual([ours, theirs])
    expect(await tenantsIn(['nobody-at-all'])).toEqual([])
  })

  test('shows no partition, no head and no cause of others', async () => {
    const [partition] = await db.sql.everywhere.query<{ name: string }>(
      'select tableoid::regclass::text as name from event'
    )
    for (const table of [partition?.name ?? '', 'head', 'heard', 'tenant_head', 'tenant_day']) {
      expect(await tenantsIn([ours], table)).toEqual([ours])
    }
  })

  test('writes for its own tenants only', async () => {
    const write = (tenant: string) =>
      db.sql
        .of(ours)
        .query(`insert into follower (name, tenant, seq) values ('f', $1, 1) on conflict do nothing`, [tenant])
    await write(ours)
    await expect(write(theirs)).rejects.toMatchObject({ code: '42501' })
    const moved = db.sql.of(ours).query('update tenant_head set seq = 0 where tenant = $1 returning tenant', [theirs])
    expect(await moved).toEqual([])
  })

  test('keeps its promise inside a transaction, and after one that failed', async () => {
    const { transaction } = db.sql.of(ours)
    expect(await transaction(query => query('select distinct tenant from event'))).toEqual([{ tenant: ours }])
    await expect(transaction(query => query('selec'))).rejects.toMatchObject({ code: '42601' })
    expect(await tenantsIn([theirs])).toEqual([theirs])
    expect(await tenantsIn([ours])).toEqual([ours])
  })

  test('opens for nothing that is no tenant', () => {
    for (const bad of ['*', '', 'a,b']) expect(() => db.sql.of(bad)).toThrow('not a tenant')
    expect(() => db.sql.of()).toThrow('not a tenant')
  })
})

test('every table with a tenant in it is guarded, and a new one is guarded by the step that makes it', async () => {
  expect(await db.sql.everywhere.query(unguardedSql)).toEqual([])
  await migrate(db.sql, [{ name: 'later', sql: 'create table later (tenant text, n integer)' }])
  expect(await db.sql.everywhere.query(unguardedSql)).toEqual([])
  await db.sql.everywhere.query('create table unseen (tenant text)')
  expect(await db.sql.everywhere.query(unguardedSql)).toEqual([{ name: 'unseen' }])
  await db.sql.everywhere.query('drop table unseen')
})

test('the everyday role is no superuser and owns what it uses', async () => {
  expect(
    await db.sql.everywhere.query(
      `select rolsuper, rolbypassrls, (select tableowner = current_user from pg_tables where tablename = 'head') as owns
       from pg_roles where rolname = current_user`
    )
  ).toEqual([{ rolsuper: false, rolbypassrls: false, owns: true }])
})
