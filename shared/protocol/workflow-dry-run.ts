import * as v from 'valibot'
import { id, time } from '../kernel/message.ts'
import { played } from '../workflow/dry-run/played.ts'
import { moved } from '../workflow/events.ts'
import { plan } from '../workflow/plan.ts'

/** `POST /api/workflows/dry-run`: what this version of the workflow would do, and would have done in the past week. */
export const workflowTried = v.object({
  workflow: id,
  plan,
  moved: v.pipe(v.array(moved), v.maxLength(30), v.readonly())
})
export type WorkflowTried = v.InferOutput<typeof workflowTried>

/** `isCut`: the week had more events than can be played, and began later here. */
export const workflowDryRun = v.object({
  ...played.entries,
  from: time,
  until: time,
  events: v.pipe(v.number(), v.integer(), v.minValue(0)),
  isCut: v.boolean()
})
export type WorkflowDryRun = v.InferOutput<typeof workflowDryRun>
