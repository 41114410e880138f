import type { Sql } from '../db/sql.ts'

export type Due = {
  readonly tenant: string
  readonly automation: string
  readonly conversation: string
  readonly at: number
  readonly since: number
}

/** When automations that go by time have to look at which conversation. */
export type Dues = {
  put(due: Due): Promise<void>
  drop(due: Pick<Due, 'tenant' | 'automation' | 'conversation'>): Promise<void>
  /** It may say another time now: all for whom it is to look are looked at by then. */
  lookAt(tenant: string, automation: string, at: number): Promise<void>
  by(now: number): Promise<readonly Due[]>
  next(): Promise<number | undefined>
}

const atOnce = 100

export function openDues(sql: Sql): Dues {
  return {
    async put({ tenant, automation, conversation, at, since }) {
      await sql.of(tenant).query(
        `insert into automation_due (tenant, automation, conversation, at, since) values ($1, $2, $3, $4, $5)
         on conflict (tenant, automation, conversation) do update set at = excluded.at, since = excluded.since`,
        [tenant, automation, conversation, at, since]
      )
    },
    async drop({ tenant, automation, conversation }) {
      await sql
        .of(tenant)
        .query('delete from automation_due where tenant = $1 and automation = $2 and conversation = $3', [
          tenant,
          automation,
          conversation
        ])
    },
    async lookAt(tenant, automation, at) {
      await sql
        .of(tenant)
        .query('update automation_due set at = $3 where tenant = $1 and automation = $2 and at > $3', [
          tenant,
          automation,
          at
        ])
    },
    by: now =>
      sql.everywhere.query<Due>(
        'select tenant, automation, conversation, at, since from automation_due where at <= $1 order by at limit $2',
        [now, atOnce]
      ),
    async next() {
      const [row] = await sql.everywhere.query<{ at: number | null }>('select min(at) as at from automation_due')
      return row?.at ?? undefined
    }
  }
}
