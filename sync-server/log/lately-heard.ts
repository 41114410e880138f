import { keyOf } from './arrange.ts'
import { latelyUsed } from './lately-used.ts'
import type { Batch } from './recorded.ts'

/** Some 10 MB of ids. Who says a thing twice mostly does so within minutes. */
const mostCauses = 50_000

export type LatelyHeard = {
  hear(batch: Batch): void
  /** Where the tenant's log stood after it; `undefined` says nothing: it may have been long ago, or to another process. */
  at(tenant: string, cause: string): number | undefined
}

/** What this process saw becoming durable. What was heard once stays heard, so nobody need look it up. */
export function latelyHeard(): LatelyHeard {
  const causes = latelyUsed<number>(mostCauses)
  return {
    hear({ tenant, events }) {
      for (const { fact, seq } of events) causes.keep(keyOf(tenant, fact.cause), seq, 1)
    },
    at: (tenant, cause) => causes.recall(keyOf(tenant, cause))
  }
}
