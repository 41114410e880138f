import { randomUUID } from 'node:crypto'
import { trustedContext } from '../../shared/identity/may.ts'
import { dayMs } from '../../shared/kernel/day.ts'
import { streamKey } from '../../shared/kernel/message.ts'
import type { ErasingParts } from './erase-person.ts'

const atOnce = 200

/** Erases every conversation that its inbox has kept long enough after it was resolved. Answers how many. */
export async function eraseKeptLongEnough(parts: Pick<ErasingParts, 'sql' | 'actors' | 'roster'>, now: number) {
  let erased = 0
  for (const tenant of await parts.roster.tenants()) {
    const { streams } = await parts.roster.of(tenant)
    for (const inbox of streams.filter(stream => stream.startsWith('inbox/')).map(streamKey)) {
      const { retentionDays } = await parts.actors.state(tenant, 'inbox', inbox)
      if (retentionDays !== null) erased += await eraseResolvedBy(parts, tenant, inbox, now - retentionDays * dayMs)
    }
  }
  return erased
}

async function eraseResolvedBy(
  { sql, actors }: Pick<ErasingParts, 'sql' | 'actors'>,
  tenant: string,
  inbox: string,
  resolvedBy: number
): Promise<number> {
  let erased = 0
  for (let after = ''; ;) {
    const rows = await sql.of(tenant).query<{ conversation: string }>(
      `select conversation from thread where tenant = $1 and inbox = $2 and status = 'resolved'
         and resolved_at <= $3 and conversation > $4 order by conversation limit $5`,
      [tenant, inbox, resolvedBy, after, atOnce]
    )
    for (const { conversation } of rows) {
      // Judged on the truth once more: the customer may have written since.
      const command = {
        type: 'conversation.erase',
        id: randomUUID(),
        at: Date.now(),
        conversation,
        resolvedBy
      } as const
      const told = await actors.tell(tenant, command, at => trustedContext({ kind: 'system', id: 'retention' }, at))
      if (told.result === 'accepted' && told.events.length > 0) erased += 1
    }
    const last = rows.at(-1)
    if (!last) return erased
    after = last.conversation
  }
}
