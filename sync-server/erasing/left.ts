import type { Sql } from '../db/sql.ts'
import { clearAfter } from './clear-after.ts'
import type { ErasingParts } from './erase-person.ts'

/** An event of which not all could be done that follows: something of it cannot be read. */
export async function leaveForLater({ sql }: Pick<ErasingParts, 'sql'>, tenant: string, seq: number): Promise<void> {
  await sql
    .of(tenant)
    .query('insert into left_erasure (tenant, seq) values ($1, $2) on conflict do nothing', [tenant, seq])
}

/** Tries once more what was left for later. What cannot be done yet is reported, and stays. */
export async function finishErasures(parts: ErasingParts, report: (error: unknown) => void): Promise<void> {
  const { sql, log } = parts
  const left = await sql.everywhere.query<{ tenant: string; seq: number }>(
    'select tenant, seq from left_erasure order by tenant, seq'
  )
  for (const { tenant, seq } of left) {
    try {
      for (const event of await log.follow.since(tenant, seq - 1, 1)) await clearAfter(parts, tenant, event)
      await sql.of(tenant).query('delete from left_erasure where tenant = $1 and seq = $2', [tenant, seq])
    } catch (error) {
      report(error)
    }
  }
}

export async function unfinishedErasures({ everywhere }: Sql): Promise<number> {
  const [row] = await everywhere.query<{ n: number }>('select count(*) as n from left_erasure')
  return row?.n ?? 0
}
