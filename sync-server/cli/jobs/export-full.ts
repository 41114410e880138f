import * as v from 'valibot'
import { tenantLines } from '../../backup/tenant-file.ts'
import { job } from './job.ts'
import { demandWorkspace } from './workspace.ts'

export const exportFull = job({
  input: v.object({ tenant: v.string() }),
  async *run(core, { tenant }) {
    await demandWorkspace(core, tenant)
    for await (const item of tenantLines(core, tenant)) yield { item }
  }
})
