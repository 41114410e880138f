import type { Sql } from '../../sync-server/db/sql.ts'
import { verifyTenant } from '../../sync-server/log/verify-stored.ts'

/** Reads a tenant's whole log as the tables have it and says what is wrong with it, or nothing. */
export async function faultsOf(sql: Sql, tenant: string): Promise<string[]> {
  const { fault } = await verifyTenant(sql, tenant)
  return fault ? [`${fault.seq ?? 'tables'}: ${fault.what}`] : []
}
