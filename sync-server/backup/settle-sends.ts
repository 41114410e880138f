import { trustedContext } from '../../shared/identity/may.ts'
import type { Core } from '../core.ts'
import type { Query } from '../db/sql.ts'
import { unfinishedSends } from '../platforms/unfinished.ts'

const eventsAtOnce = 500

const unsettled = 'sends-unsettled:'

/** Written with the copy itself, in one transaction: whatever its command dies of, nothing is sent before it is settled. */
export async function noteUnsettled(query: Query, tenants: readonly string[]): Promise<void> {
  await query(
    `insert into meta (key, value) select '${unsettled}' || tenant, '' from jsonb_array_elements_text($1::text::jsonb) as tenant
     on conflict (key) do nothing`,
    [JSON.stringify(tenants)]
  )
}

/**
 * What was about to be sent when the copy was made may have been sent since: nobody knows. Each such reply is put
 * on record as begun, so that the next start finds it as one that never came to its end and never sends it again by itself.
 * Before anything is sent from these data. Answers how many there were.
 */
export async function settleSends(core: Core): Promise<number> {
  const { query } = core.sql.everywhere
  const rows = await query<{ tenant: string }>(
    `select substr(key, ${unsettled.length + 1}) as tenant from meta where key like '${unsettled}%' order by key`
  )
  let settled = 0
  for (const { tenant } of rows) {
    settled += await settleSendsOf(core, tenant)
    await query('delete from meta where key = $1', [unsettled + tenant])
  }
  return settled
}

async function settleSendsOf({ sql, log, actors }: Core, only: string): Promise<number> {
  const unfinished = unfinishedSends(sql)
  await noteAll(only)
  let settled = 0
  for (const { tenant, conversation, message, seq } of (await unfinished.all()).filter(job => job.tenant === only)) {
    const command = {
      type: 'conversation.start-sending',
      // A reply that was sent once more is another job, also in a copy of a copy.
      id: `restored:${message}:${seq}`,
      at: Date.now(),
      conversation,
      message
    } as const
    const told = await actors.tell(tenant, command, now => trustedContext({ kind: 'system', id: 'operator' }, now))
    if (told.result === 'accepted' && told.events.length > 0) settled += 1
  }
  return settled

  /** The sender may have been behind its log: it shall not find these as new. */
  async function noteAll(tenant: string): Promise<void> {
    const [place] = await sql
      .of(tenant)
      .query<{ seq: number }>(`select seq from follower where tenant = $1 and name = 'sending'`, [tenant])
    for (let seq = place?.seq ?? 0; ;) {
      const events = await log.follow.since(tenant, seq, eventsAtOnce)
      const last = events.at(-1)
      if (!last) break
      await unfinished.note({ tenant, from: seq + 1, to: last.seq, events })
      seq = last.seq
      await sql.of(tenant).query(
        `insert into follower (name, tenant, seq) values ('sending', $1, $2)
         on conflict (name, tenant) do update set seq = excluded.seq`,
        [tenant, seq]
      )
    }
  }
}
