import type { Header } from '../backup/record.ts'
import type { Sql } from '../db/sql.ts'
import { verifyTenant } from '../log/verify-stored.ts'
import type { Progress } from './jobs/job.ts'

/** What was written is read again, from the first event to the last. */
export async function demandSound(sql: Sql, header: Header, tell: (progress: Progress) => void): Promise<void> {
  for (const { tenant, seq } of header.tenants) {
    const progress = (done: number) => tell({ what: `verify ${tenant}`, done, of: seq })
    const { events, fault } = await verifyTenant(sql, tenant, { progress })
    if (fault || events !== seq) {
      throw new Error(`the copy of ${tenant} is not what was copied: ${fault?.what ?? `it ends at ${events}`}`)
    }
  }
}
