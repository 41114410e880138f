import * as v from 'valibot'
import { storedTenants, verifyTenant } from '../../log/verify-stored.ts'
import { openerOf } from '../opener.ts'
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
