import * as v from 'valibot'
import { role } from '../identity/events.ts'
import { author, time } from '../kernel/message.ts'
import { cycleNumber, outcome } from './events.ts'
import { fieldKey, planFault, stageId } from './plan.ts'

const count = v.pipe(v.number(), v.integer(), v.minValue(0))
const stageFull = v.object({ reason: v.literal('stage-full'), stage: stageId, cards: count, limit: count })

export const workflowRefusal = v.variant('reason', [
  v.object({ reason: v.literal('not-allowed') }),
  v.object({ reason: v.literal('no-such-workflow') }),
  v.object({ reason: v.literal('published-meanwhile'), by: author, at: time, version: count }),
  v.object({ reason: v.literal('unsound-plan'), fault: planFault }),
  /** It has cards, or had, and nobody said where they go. */
  v.object({ reason: v.literal('stage-without-heir'), stage: stageId }),
  stageFull
])
export type WorkflowRefusal = v.InferOutput<typeof workflowRefusal>

export const cardRefusal = v.variant('reason', [
  v.object({ reason: v.literal('not-allowed') }),
  v.object({ reason: v.literal('no-such-card') }),
  v.object({ reason: v.literal('no-such-workflow') }),
  v.object({ reason: v.literal('no-such-conversation') }),
  v.object({ reason: v.literal('no-such-contact') }),
  v.object({ reason: v.literal('no-such-agent') }),
  v.object({ reason: v.literal('no-such-stage'), stage: stageId }),
  v.object({ reason: v.literal('no-such-field'), field: fieldKey }),
  v.object({ reason: v.literal('already-placed') }),
  /** `stage` is where it stands closed. */
  v.object({ reason: v.literal('already-closed'), by: author, at: time, outcome, stage: v.optional(stageId) }),
  /** It is no longer where the author saw it, or has begun anew since. `stage` and `cycle` are those of now; `null`: it is closed. */
  v.object({
    reason: v.literal('moved-meanwhile'),
    by: author,
    at: time,
    stage: stageId,
    cycle: v.optional(v.nullable(cycleNumber))
  }),
  /** The cycle whose end is explained has none: it goes on again, or never ended. */
  v.object({ reason: v.literal('not-over') }),
  /** What is explained is not how the cycle ended after all. */
  v.object({ reason: v.literal('ended-otherwise'), at: time, outcome }),
  v.object({ reason: v.literal('transition-not-allowed'), from: stageId, to: stageId }),
  v.object({ reason: v.literal('missing-fields'), stage: stageId, fields: v.array(fieldKey) }),
  v.object({ reason: v.literal('stage-not-yours'), stage: stageId, way: v.picklist(['in', 'out']), role }),
  v.object({ reason: v.literal('too-many-items'), limit: count }),
  stageFull
])
export type CardRefusal = v.InferOutput<typeof cardRefusal>

export type StageFull = v.InferOutput<typeof stageFull>
