import type { Sql } from '../db/sql.ts'

/** How far each pulled account was read. A place is kept when everything before it is on disk. */
export type Places = {
  of(tenant: string, inbox: string): Promise<string | null>
  keep(tenant: string, inbox: string, place: string): Promise<void>
}

export function pulledAccounts(sql: Sql): Places {
  return {
    async of(tenant, inbox) {
      const [row] = await sql
        .of(tenant)
        .query<{ place: string }>('select place from pulled_place where tenant = $1 and inbox = $2', [tenant, inbox])
      return row?.place ?? null
    },
    async keep(tenant, inbox, place) {
      await sql.of(tenant).query(
        `insert into pulled_place (inbox, tenant, place) values ($2, $1, $3)
         on conflict (inbox) do update set place = $3 where pulled_place.tenant = $1`,
        [tenant, inbox, place]
      )
    }
  }
}
