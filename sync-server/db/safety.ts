import type { Sql } from './sql.ts'
import { unguardedSql } from './tenancy.ts'

/** The database would lose what it acknowledged, or would not keep tenants apart. */
export class UnsafeDatabase extends Error {
  constructor(faults: readonly string[]) {
    super(`The database is not safe to use: ${faults.join('; ')}.`)
    this.name = 'UnsafeDatabase'
  }
}

type Found = {
  role: string
  above: boolean
  fsync: string
  synchronous_commit: string
  full_page_writes: string
  encoding: string
}

/** What is wrong with how the database is set up, a clause each. Empty: it keeps its word. Ask after the schema was made. */
export async function faultsOfDatabase({ everywhere }: Sql): Promise<readonly string[]> {
  const [found] = await everywhere.query<Found>(
    `select current_user as role, rolsuper or rolbypassrls as above,
       current_setting('fsync') as fsync, current_setting('synchronous_commit') as synchronous_commit,
       current_setting('full_page_writes') as full_page_writes, current_setting('server_encoding') as encoding
     from pg_roles where rolname = current_user`
  )
  if (!found) throw new Error('the database does not know its own role')
  const unguarded = await everywhere.query<{ name: string }>(unguardedSql)
  return [
    found.above && `the role ${found.role} is above row-level security: use one that is no superuser`,
    found.fsync !== 'on' && 'fsync is off: a power cut loses acknowledged messages',
    // `local` and stronger wait for this server's own disk.
    found.synchronous_commit === 'off' && 'synchronous_commit is off: a crash loses acknowledged messages',
    found.full_page_writes !== 'on' && 'full_page_writes is off: a power cut may leave torn pages',
    found.encoding !== 'UTF8' && `its encoding is ${found.encoding} and must be UTF8`,
    unguarded.length > 0 && `row-level security is not on for ${unguarded.map(table => table.name).join(', ')}`
  ].filter(fault => fault !== false)
}
