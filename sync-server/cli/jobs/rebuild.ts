import * as v from 'valibot'
import { comparePicture } from '../../routing/compare-picture.ts'
import { projectionsOf } from '../../rebuild/projections.ts'
import { rebuildTenant } from '../../rebuild/rebuild.ts'
import { job } from './job.ts'
import { working } from './working.ts'
import { workspaces } from './workspace.ts'

export const rebuild = job({
  input: v.object({ tenant: v.nullable(v.string()), replace: v.boolean() }),
  async *run(core, { tenant: only, replace }) {
    for (const tenant of await workspaces(core, only)) {
      yield* working(async tell => {
        const began = performance.now()
        const progress = (done: number, of: number) => tell({ what: `rebuild ${tenant}`, done, of })
        const projections = projectionsOf(await core.keyring.workspaces.markerOf(tenant))
        const { events, tables } = await rebuildTenant(core, projections, tenant, { replace, progress })
        const all = [...tables, await comparePicture(core, tenant, { replace })]
        return { tenant, events, ms: Math.round(performance.now() - began), tables: all, replaced: replace }
      })
    }
  }
})
