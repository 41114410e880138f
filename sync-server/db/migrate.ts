import type { Sql } from './sql.ts'

/** One step of the schema. A step that has ever been released is never edited: the next change is the next step. */
export type Migration = { readonly name: string; readonly sql: string }

/** Takes the steps this database has not taken yet, in order, each whole or not at all. */
export async function migrate(sql: Sql, migrations: readonly Migration[]): Promise<void> {
  await sql.query(
    'create table if not exists migration (name text primary key, at timestamptz not null default clock_timestamp())'
  )
  const taken = new Set((await sql.query<{ name: string }>('select name from migration', [])).map(row => row.name))
  const seen = new Set<string>()
  for (const { name, sql: step } of migrations) {
    if (seen.has(name)) throw new Error(`two migrations are called ${name}`)
    seen.add(name)
    if (taken.has(name)) continue
    await sql.transaction(async query => {
      await query(step)
      await query('insert into migration (name) values ($1)', [name])
    })
  }
}
