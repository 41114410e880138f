import type { Sql } from '../db/sql.ts'
import { unsynced } from '../db/unsynced.ts'

export type Due = { readonly tenant: string; readonly conversation: string }
export type Clock = { readonly conversation: string; readonly inbox: string; readonly lookAt: number | null }

/** When to look at which conversation. What a crash forgets is written again, by the follower of the log or by who looks once more. */
export type Clocks = {
  set(tenant: string, clocks: readonly Clock[]): Promise<void>
  /** Nothing is waited for in them any more. */
  drop(tenant: string, conversations: readonly string[]): Promise<void>
  /** An inbox has other targets or hours now: all of its conversations are looked at. */
  lookAtAll(tenant: string, inboxes: readonly string[]): Promise<void>
  /** A workflow may aim for something else now, and its cards may be of any inbox. */
  lookEverywhere(tenant: string): Promise<void>
  dueBy(now: number): Promise<readonly Due[]>
  next(): Promise<number | null>
}

const atOnce = 500

export function openClocks(sql: Sql): Clocks {
  return {
    async set(tenant, clocks) {
      if (clocks.length === 0) return
      await sql.of(tenant).query(
        `insert into sla_clock (tenant, conversation, inbox, look_at)
         select $1, conversation, inbox, "lookAt"
         from ${unsynced}, jsonb_to_recordset($2::text::jsonb) as clock(conversation text, inbox text, "lookAt" bigint)
         on conflict (tenant, conversation) do update set inbox = excluded.inbox, look_at = excluded.look_at`,
        [tenant, JSON.stringify(clocks)]
      )
    },
    async drop(tenant, conversations) {
      if (conversations.length === 0) return
      await sql.of(tenant).query(
        `delete from sla_clock using ${unsynced}
         where tenant = $1 and conversation in (select jsonb_array_elements_text($2::text::jsonb))`,
        [tenant, JSON.stringify(conversations)]
      )
    },
    async lookAtAll(tenant, inboxes) {
      if (inboxes.length === 0) return
      await sql.of(tenant).query(
        `update sla_clock set look_at = 0 from ${unsynced}
         where tenant = $1 and inbox in (select jsonb_array_elements_text($2::text::jsonb))`,
        [tenant, JSON.stringify(inboxes)]
      )
    },
    async lookEverywhere(tenant) {
      await sql.of(tenant).query(`update sla_clock set look_at = 0 from ${unsynced} where tenant = $1`, [tenant])
    },
    dueBy(now) {
      return sql.everywhere.query<Due>(
        'select tenant, conversation from sla_clock where look_at <= $1 order by look_at limit $2',
        [now, atOnce]
      )
    },
    async next() {
      const [row] = await sql.everywhere.query<{ at: number | null }>('select min(look_at) as at from sla_clock')
      return row?.at ?? null
    }
  }
}
