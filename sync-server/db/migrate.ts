import type { Sql } from './sql.ts'
import { guardSql, unguardedSql } from './tenancy.ts'

/** One step of the schema. A step that has ever been released is never edited: the next change is the next step. */
export type Migration = { readonly name: string; readonly sql: string }

/**
 * Takes the steps this database has not taken yet, in order, each whole or not at all.
 * Every new table with a tenant in it is guarded in the same step: nobody can forget it.
 */
export async function migrate(sql: Sql, migrations: readonly Migration[]): Promise<void> {
  const { everywhere } = sql
  // Looked for first: a start on a full disk, with nothing to migrate, must not need to write.
  if (!(await hasSteps(sql)))
    await everywhere.query(
      'create table migration (name text primary key, at timestamptz not null default clock_timestamp())'
    )
  const taken = await stepsTaken(sql)
  const seen = new Set<string>()
  for (const { name, sql: step } of migrations) {
    if (seen.has(name)) throw new Error(`two migrations are called ${name}`)
    seen.add(name)
    if (taken.has(name)) continue
    await everywhere.transaction(async query => {
      await query(step)
      for (const { name: table } of await query<{ name: string }>(unguardedSql)) await query(guardSql(table))
      await query('insert into migration (name) values ($1)', [name])
    })
  }
}

/** The names of the steps this database has taken, of whatever version of Daybook. */
export async function stepsTaken(sql: Sql): Promise<ReadonlySet<string>> {
  if (!(await hasSteps(sql))) return new Set()
  const rows = await sql.everywhere.query<{ name: string }>('select name from migration', [])
  return new Set(rows.map(row => row.name))
}

async function hasSteps({ everywhere }: Sql): Promise<boolean> {
  const [found] = await everywhere.query<{ there: boolean }>(`select to_regclass('migration') is not null as there`)
  return found?.there === true
}
