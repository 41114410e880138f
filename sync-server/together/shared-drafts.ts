import type { Sql } from '../db/sql.ts'

export type SharedDrafts = {
  /** The Yjs state that was kept last, `undefined` when nobody has written anything. */
  read(tenant: string, conversation: string): Promise<Uint8Array | undefined>
  /** On disk when it resolves. The state is whole: what it says replaces what was kept, and so compacts it. */
  keep(tenant: string, conversation: string, state: Uint8Array): Promise<void>
  /** Nothing of it is kept any more. */
  drop(tenant: string, conversation: string): Promise<void>
}

export function sharedDrafts(sql: Sql, now: () => number = Date.now): SharedDrafts {
  return {
    async read(tenant, conversation) {
      const [row] = await sql
        .of(tenant)
        .query<{ state: Uint8Array }>('select state from shared_draft where tenant = $1 and conversation = $2', [
          tenant,
          conversation
        ])
      return row?.state
    },
    async keep(tenant, conversation, state) {
      await sql.of(tenant).query(
        `insert into shared_draft (tenant, conversation, state, changed_at) values ($1, $2, decode($3, 'hex'), $4)
         on conflict (tenant, conversation) do update set state = excluded.state, changed_at = excluded.changed_at`,
        [tenant, conversation, Buffer.from(state).toString('hex'), now()]
      )
    },
    async drop(tenant, conversation) {
      await sql
        .of(tenant)
        .query('delete from shared_draft where tenant = $1 and conversation = $2', [tenant, conversation])
    }
  }
}
