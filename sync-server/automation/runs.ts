import type { Came, Run } from '../../shared/protocol/automations.ts'
import type { Sql } from '../db/sql.ts'

/** What automations looked at and what came of it. It holds no words of a customer's. */
export type Runs = {
  find(tenant: string, automation: string, cause: string): Promise<{ came: Came; ended: boolean } | undefined>
  /** Durable when it resolves. */
  keep(tenant: string, automation: string, run: Run, ended: boolean): Promise<void>
  /** How often it acted on this conversation after `since`. */
  acted(tenant: string, automation: string, conversation: string, since: number): Promise<number>
  /** How it acted on this conversation for a cause that begins like this, if it did. */
  actedOn(
    tenant: string,
    automation: string,
    conversation: string,
    cause: string
  ): Promise<{ cause: string; ended: boolean } | undefined>
  /** The newest first. */
  newest(tenant: string, automation: string, limit: number): Promise<readonly Run[]>
}

/** Of each automation. Nobody reads on further, and a busy inbox makes thousands a day. */
const runsKept = 500
const prunedEvery = 50

export function openRuns(sql: Sql): Runs {
  let kept = 0

  async function prune(tenant: string, automation: string): Promise<void> {
    await sql.of(tenant).query(
      `delete from automation_run where tenant = $1 and automation = $2 and ended and at <
         (select at from automation_run where tenant = $1 and automation = $2 order by at desc offset $3 limit 1)`,
      [tenant, automation, runsKept]
    )
  }

  return {
    async find(tenant, automation, cause) {
      const [row] = await sql
        .of(tenant)
        .query<{ came: string; ended: boolean }>(
          'select came, ended from automation_run where tenant = $1 and automation = $2 and cause = $3',
          [tenant, automation, cause]
        )
      return row && { came: JSON.parse(row.came) as Came, ended: row.ended }
    },
    async keep(tenant, automation, { cause, at, conversation, card = null, version, came }, ended) {
      await sql.of(tenant).query(
        `insert into automation_run (tenant, automation, cause, at, conversation, card, version, came, fired, ended)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         on conflict (tenant, automation, cause) do update set came = excluded.came, ended = excluded.ended`,
        [tenant, automation, cause, at, conversation, card, version, JSON.stringify(came), came.as === 'fired', ended]
      )
      if (++kept % prunedEvery === 0) await prune(tenant, automation)
    },
    async acted(tenant, automation, conversation, since) {
      const [row] = await sql.of(tenant).query<{ count: number }>(
        `select count(*)::integer as count from automation_run
         where tenant = $1 and automation = $2 and conversation = $3 and fired and at > $4`,
        [tenant, automation, conversation, since]
      )
      return row?.count ?? 0
    },
    async actedOn(tenant, automation, conversation, cause) {
      const [row] = await sql.of(tenant).query<{ cause: string; ended: boolean }>(
        `select cause, ended from automation_run
         where tenant = $1 and automation = $2 and conversation = $3 and fired and starts_with(cause, $4) limit 1`,
        [tenant, automation, conversation, cause]
      )
      return row
    },
    async newest(tenant, automation, limit) {
      const rows = await sql.of(tenant).query<Omit<Run, 'came'> & { came: string }>(
        `select cause, at, conversation, card, version, came from automation_run
         where tenant = $1 and automation = $2 order by at desc, cause limit $3`,
        [tenant, automation, limit]
      )
      return rows.map(row => ({ ...row, came: JSON.parse(row.came) as Came }))
    }
  }
}
