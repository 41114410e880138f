import type { InboxHealth } from '../../shared/protocol/inboxes.ts'
import type { Sql } from '../db/sql.ts'
import type { LineHealth } from '../platforms/pulling.ts'
import type { Worry } from '../platforms/rounds.ts'
import type { TemplateSync } from '../platforms/template-sync.ts'
import { platformOf } from '../platforms/registry.ts'
import type { Heard } from './heard.ts'
import type { KeptNews } from './news.ts'

export type HealthParts = {
  readonly sql: Sql
  readonly heard: Pick<Heard, 'of'>
  readonly news: Pick<KeptNews, 'of'>
  lines(): readonly LineHealth[]
  worries(): readonly Worry[]
  readonly templates: Pick<TemplateSync, 'of' | 'now'>
}

/** How the wires of a workspace are, one for each inbox that is connected. `origin`: where platforms call this server. */
export async function healthOf(
  { sql, heard, news, lines, worries, templates }: HealthParts,
  tenant: string,
  origin: string
): Promise<InboxHealth[]> {
  const here = sql.of(tenant)
  const [connected, calls, told, waiting, letters] = await Promise.all([
    here.query<{ inbox: string; platform: string }>(
      'select inbox, platform from inbox_secret where tenant = $1 order by inbox',
      [tenant]
    ),
    heard.of(tenant),
    news.of(tenant),
    here.query<Counted & { since: number }>(
      `select inbox, count(*)::int as count, min(since) as since from unfinished_send join thread using (tenant, conversation)
       where tenant = $1 group by inbox`,
      [tenant]
    ),
    here.query<Counted>('select inbox, count(*)::int as count from dead_letter where tenant = $1 group by inbox', [
      tenant
    ])
  ])
  const faults = new Map(lines().map(({ inbox, fault }) => [inbox, fault]))
  const worried = Map.groupBy(worries(), ({ inbox }) => inbox)
  return connected.map(({ inbox, platform }) => ({
    inbox,
    platform,
    address: hookOf(origin, platform, inbox),
    provedAt: calls.get(inbox)?.provedAt ?? null,
    heardAt: calls.get(inbox)?.heardAt ?? null,
    fault: faults.get(inbox) ?? null,
    // There is a line, and nothing is wrong with it.
    answers: platformOf(platform)?.pull ? faults.get(inbox) === null : null,
    worries: (worried.get(inbox) ?? []).map(({ worry }) => worry),
    waiting: countOf(waiting, inbox),
    waitingSince: waiting.find(one => one.inbox === inbox)?.since ?? null,
    letters: countOf(letters, inbox),
    templates: templates.of(inbox) ?? null,
    news: [...(told.get(inbox) ?? [])]
  }))
}

/** Where a platform calls about an inbox; `null`: it does not. */
export function hookOf(origin: string, platform: string, inbox: string): string | null {
  return platformOf(platform)?.hook ? `${origin}/hooks/${platform}/${encodeURIComponent(inbox)}` : null
}

type Counted = { readonly inbox: string; readonly count: number }

function countOf(counted: readonly Counted[], inbox: string): number {
  return counted.find(one => one.inbox === inbox)?.count ?? 0
}
