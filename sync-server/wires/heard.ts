import type { Logger } from 'pino'
import type { Sql } from '../db/sql.ts'
import type { InboxSecret } from '../platforms/secrets.ts'

/** When a platform called last. `provedAt`: when it asked whether the address is ours, and it was. */
export type LastHeard = { readonly provedAt: number | null; readonly heardAt: number | null }

/** Whether platforms find their way here: for whoever connects one, and wonders. */
export type Heard = {
  proved(inbox: InboxSecret): void
  came(inbox: InboxSecret): void
  of(tenant: string): Promise<ReadonlyMap<string, LastHeard>>
}

type Row = LastHeard & { readonly inbox: string }

/** Good enough for whoever looks after a start; what is not on disk yet is in memory. */
const keepEveryMs = 60_000

export function openHeard(sql: Sql, logger: Logger, now: () => number = Date.now): Heard {
  const known = new Map<string, LastHeard & { readonly tenant: string }>()
  const keptAt = new Map<string, number>()

  /** No platform waits for it, and what is lost of it is a time that is a minute old. */
  function note({ tenant, inbox }: InboxSecret, news: Partial<LastHeard>): void {
    const before = known.get(inbox) ?? { provedAt: null, heardAt: null }
    const heard = { ...before, ...news, tenant }
    known.set(inbox, heard)
    const isNew = before.heardAt === null || 'provedAt' in news
    if (!isNew && now() - (keptAt.get(inbox) ?? 0) < keepEveryMs) return
    keptAt.set(inbox, now())
    keep(sql, inbox, heard).catch((error: unknown) =>
      logger.warn({ err: error, tenant, inbox }, 'when an inbox was last called could not be kept')
    )
  }

  return {
    proved: inbox => note(inbox, { provedAt: now() }),
    came: inbox => note(inbox, { heardAt: now() }),
    async of(tenant) {
      const rows = await sql
        .of(tenant)
        .query<Row>('select inbox, proved_at as "provedAt", heard_at as "heardAt" from inbox_heard where tenant = $1', [
          tenant
        ])
      const all = new Map<string, LastHeard>(rows.map(({ inbox, ...heard }) => [inbox, heard]))
      for (const [inbox, heard] of known) {
        if (heard.tenant !== tenant) continue
        const kept = all.get(inbox)
        const provedAt = heard.provedAt ?? kept?.provedAt ?? null
        all.set(inbox, { provedAt, heardAt: heard.heardAt ?? kept?.heardAt ?? null })
      }
      return all
    }
  }
}

async function keep(sql: Sql, inbox: string, { tenant, provedAt, heardAt }: LastHeard & { tenant: string }) {
  await sql.of(tenant).query(
    `insert into inbox_heard (inbox, tenant, proved_at, heard_at) values ($1, $2, $3, $4)
     on conflict (inbox) do update set proved_at = coalesce(excluded.proved_at, inbox_heard.proved_at),
       heard_at = coalesce(excluded.heard_at, inbox_heard.heard_at)
     where inbox_heard.tenant = $2`,
    [inbox, tenant, provedAt, heardAt]
  )
}
