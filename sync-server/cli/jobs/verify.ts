import * as v from 'valibot'
import type { Core } from '../../core.ts'
import { storedTenants, verifyTenant } from '../../log/verify-stored.ts'
import type { KeyRow } from '../../log/verify-keys.ts'
import { isKeyOf } from '../../sealing/stream-keys.ts'
import { Refused } from '../refused.ts'
import { job } from './job.ts'
import { working } from './working.ts'

export const verify = job({
  input: v.object({ tenant: v.nullable(v.string()) }),
  async *run(core, { tenant: only }) {
    const { sql, log, days } = core
    const tenants = (await storedTenants(sql)).filter(tenant => only === null || tenant === only)
    if (only !== null && tenants.length === 0) {
      throw new Refused(`There is no workspace ${only}. See: npm run daybook -- tenants`)
    }
    for (const tenant of tenants) {
      const of = await log.follow.head(tenant)
      // Before, for in the middle of verifying nobody else is heard by the database.
      const opens = await openerOf(core, tenant)
      yield* working(tell =>
        verifyTenant(sql, tenant, {
          cold: days.anew(),
          opens,
          progress: done => tell({ what: `verify ${tenant}`, done, of })
        })
      )
    }
  }
})

/** What says of a stream's key whether the workspace's opens it. */
async function openerOf({ sql, keyring }: Core, tenant: string): Promise<(key: KeyRow) => boolean> {
  const sealed = await sql.of(tenant).query('select from sealing_key where tenant = $1 limit 1', [tenant])
  // Where there is nothing to open, to look must not make a key.
  if (sealed.length === 0) return () => true
  const workspace = await keyring.workspaces.of(tenant).catch(() => null)
  return key => workspace !== null && isKeyOf(workspace, key)
}
