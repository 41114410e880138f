import * as v from 'valibot'
import { job } from './job.ts'

export const tenants = job({
  input: v.object({}),
  async *run({ roster, log }) {
    for (const tenant of await roster.tenants()) {
      const { name } = await roster.of(tenant)
      yield { item: { tenant, name, events: await log.follow.head(tenant) } }
    }
  }
})
