import type { StreamId } from '../../shared/kernel/message.ts'
import type { Sql } from '../db/sql.ts'
import type { Keyring } from '../sealing/keyring.ts'

export type SharedDrafts = {
  /** The Yjs state that was kept last, `undefined` when nobody has written anything. */
  read(tenant: string, conversation: string): Promise<Uint8Array | undefined>
  /** On disk when it resolves. The state is whole: what it says replaces what was kept, and so compacts it. */
  keep(tenant: string, conversation: string, state: Uint8Array): Promise<void>
  /** Nothing of it is kept any more. */
  drop(tenant: string, conversation: string): Promise<void>
}

/** Each is sealed with its conversation's key. In a conversation without one nobody has said anything yet: nothing is kept. */
export function sharedDrafts(
  sql: Sql,
  { ofStream }: Pick<Keyring, 'ofStream'>,
  now: () => number = Date.now
): SharedDrafts {
  const placeOf = (tenant: string, conversation: string) => {
    const stream: StreamId = `conversation/${conversation}`
    return { tenant, stream }
  }
  return {
    async read(tenant, conversation) {
      const [row] = await sql
        .of(tenant)
        .query<{ state: Uint8Array }>('select state from shared_draft where tenant = $1 and conversation = $2', [
          tenant,
          conversation
        ])
      return row && ((await ofStream.unseal(placeOf(tenant, conversation), Buffer.from(row.state))) ?? undefined)
    },
    async keep(tenant, conversation, state) {
      const sealed = await ofStream.seal(placeOf(tenant, conversation), state)
      if (!sealed) return
      await sql.of(tenant).query(
        `insert into shared_draft (tenant, conversation, state, changed_at) values ($1, $2, decode($3, 'hex'), $4)
         on conflict (tenant, conversation) do update set state = excluded.state, changed_at = excluded.changed_at`,
        [tenant, conversation, sealed.toString('hex'), now()]
      )
    },
    async drop(tenant, conversation) {
      await sql
        .of(tenant)
        .query('delete from shared_draft where tenant = $1 and conversation = $2', [tenant, conversation])
    }
  }
}
