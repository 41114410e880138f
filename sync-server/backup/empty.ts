import type { Sql } from '../db/sql.ts'

/** Has nobody a workspace, an event or a password here yet? Ask after the schema was made. */
export async function isEmpty({ everywhere }: Sql): Promise<boolean> {
  const [row] = await everywhere.query<{ empty: boolean }>(
    `select not exists (select from tenant_head where seq > 0) and not exists (select from event)
       and not exists (select from credential) as empty`
  )
  return row?.empty === true
}
