import * as v from 'valibot'
import { job } from './job.ts'
import { workspaces } from './workspace.ts'

export const days = job({
  input: v.object({ tenant: v.nullable(v.string()) }),
  async *run(core, { tenant: only }) {
    for (const tenant of await workspaces(core, only)) {
      for (const day of await core.days.of(tenant)) yield { item: { tenant, ...day } }
    }
  }
})
