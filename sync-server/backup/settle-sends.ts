import { trustedContext } from '../../shared/identity/may.ts'
import type { Core } from '../core.ts'
import { unfinishedSends } from '../platforms/unfinished.ts'

const eventsAtOnce = 500

/**
 * What was about to be sent when the copy was made may have been sent since: nobody knows. Each such reply is put
 * on record as begun, so that the next start finds it as one that never came to its end and never sends it again by itself.
 */
export async function settleSends({ sql, log, actors, roster }: Core, only?: string): Promise<number> {
  const unfinished = unfinishedSends(sql)
  const isMeant = (tenant: string) => only === undefined || tenant === only
  for (const tenant of await roster.tenants()) if (isMeant(tenant)) await noteAll(tenant)
  let settled = 0
  for (const { tenant, conversation, message } of (await unfinished.all()).filter(job => isMeant(job.tenant))) {
    const command = {
      type: 'conversation.start-sending',
      id: `restored:${message}`,
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
