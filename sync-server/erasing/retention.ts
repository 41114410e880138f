import { randomUUID } from 'node:crypto'
import { trustedContext } from '../../shared/identity/may.ts'
import { dayMs } from '../../shared/kernel/day.ts'
import { streamKey } from '../../shared/kernel/message.ts'
import type { Sql } from '../db/sql.ts'
import type { ErasingParts } from './erase-person.ts'

const atOnce = 200

type Parts = Pick<ErasingParts, 'sql' | 'actors' | 'roster'>

/**
 * Erases every conversation that its inbox has kept long enough after it was resolved. Answers how many. What cannot be
 * erased now is reported, is tried again with the next round, and keeps nothing else.
 */
export async function eraseKeptLongEnough(
  parts: Parts,
  now: number,
  report: (error: unknown) => void
): Promise<number> {
  let erased = 0
  for (const tenant of await parts.roster.tenants()) {
    try {
      for await (const command of due(parts, tenant, now)) {
        const told = await parts.actors
          .tell(tenant, command, at => trustedContext({ kind: 'system', id: 'retention' }, at))
          .catch(report)
        if (told?.result === 'accepted' && told.events.length > 0) erased += 1
      }
    } catch (error) {
      report(error)
    }
  }
  return erased
}

async function* due({ sql, actors, roster }: Parts, tenant: string, now: number) {
  const { streams } = await roster.of(tenant)
  for (const inbox of streams.filter(stream => stream.startsWith('inbox/')).map(streamKey)) {
    const { retentionDays } = await actors.state(tenant, 'inbox', inbox)
    if (retentionDays === null) continue
    const resolvedBy = now - retentionDays * dayMs
    for await (const conversation of resolvedBefore(sql, tenant, inbox, resolvedBy)) {
      // Judged on the truth once more: the customer may have written since.
      yield { type: 'conversation.erase', id: randomUUID(), at: Date.now(), conversation, resolvedBy } as const
    }
  }
}

async function* resolvedBefore(sql: Sql, tenant: string, inbox: string, resolvedBy: number): AsyncGenerator<string> {
  for (let after = ''; ;) {
    const rows = await sql.of(tenant).query<{ conversation: string }>(
      `select conversation from thread where tenant = $1 and inbox = $2 and status = 'resolved'
         and resolved_at <= $3 and conversation > $4 order by conversation limit $5`,
      [tenant, inbox, resolvedBy, after, atOnce]
    )
    for (const { conversation } of rows) yield conversation
    const last = rows.at(-1)
    if (!last) return
    after = last.conversation
  }
}
