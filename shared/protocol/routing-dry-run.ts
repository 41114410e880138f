import * as v from 'valibot'
import { id, time } from '../kernel/message.ts'
import { routingPolicy } from '../routing/content.ts'
import { compared } from '../routing/dry-run/compare.ts'

/** `POST /api/routing/dry-run`: what the past week would have been under this policy of this inbox. */
export const policyTried = v.object({ inbox: id, policy: routingPolicy })

/** `isCut`: the week had more events than can be played, and began later here. */
export const policyDryRun = v.object({
  ...compared.entries,
  from: time,
  until: time,
  events: v.pipe(v.number(), v.integer(), v.minValue(0)),
  isCut: v.boolean()
})
export type PolicyDryRun = v.InferOutput<typeof policyDryRun>
