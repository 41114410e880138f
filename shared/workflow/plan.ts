import * as v from 'valibot'
import { role } from '../identity/events.ts'
import { id } from '../kernel/message.ts'
import { slaTargets } from '../sla/content.ts'

export const stageId = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,39}$/))
export const fieldKey = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,39}$/))
const name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(60))
const count = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000))

const stageKind = v.picklist(['incoming', 'working', 'waiting', 'won', 'lost'])

const stageColour = v.picklist(['grey', 'blue', 'teal', 'green', 'amber', 'orange', 'red', 'pink', 'violet'])

export const stage = v.object({
  id: stageId,
  name,
  colour: stageColour,
  kind: stageKind,
  /** WIP limit: a hard one refuses who comes next, a soft one is only shown. */
  limit: v.nullable(v.object({ cards: count, hard: v.boolean() })),
  /** How long a card should stay at most, and how long before that the board warns. */
  time: v.nullable(
    v.object({ minutes: count, warnMinutes: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100_000)) })
  ),
  /** What must be filled in before a card leaves: the workflow's own fields, or `value`, `due`, `owner`. */
  required: v.pipe(v.array(fieldKey), v.maxLength(40)),
  /** The least role that may move cards in, and out. */
  enter: role,
  leave: role
})
export type Stage = v.InferOutput<typeof stage>

/** One version of a workflow, as a whole: an edit publishes the next one. Stages stand in their order. */
export const plan = v.object({
  name,
  stages: v.pipe(v.array(stage), v.minLength(1), v.maxLength(30)),
  /** `null`: from everywhere to everywhere. */
  transitions: v.nullable(v.pipe(v.array(v.object({ from: stageId, to: stageId })), v.maxLength(900))),
  fields: v.pipe(v.array(v.object({ key: fieldKey, name })), v.maxLength(40)),
  /** ISO 4217: what a new card's value is in. */
  currency: v.pipe(v.string(), v.regex(/^[A-Z]{3}$/)),
  /** A customer who writes within so many days after their card was closed goes on with the same cycle, later begins a new one. `null`: the card stays closed. */
  reopening: v.nullable(v.object({ sameCycleDays: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(3650)) })),
  /** Whose conversations get a card by themselves. */
  takes: v.variant('from', [
    v.object({ from: v.literal('nobody') }),
    v.object({ from: v.literal('every-inbox') }),
    v.object({ from: v.literal('inboxes'), inboxes: v.pipe(v.array(id), v.maxLength(200)) })
  ]),
  /** How soon customers with a card here should have answers, in the hours of their inbox. What stands here counts instead of the inbox's. */
  sla: v.optional(slaTargets)
})
export type Plan = v.InferOutput<typeof plan>

export const planFault = v.variant('fault', [
  v.object({ fault: v.literal('no-incoming-stage') }),
  v.object({ fault: v.literal('named-twice'), name: v.string() }),
  /** Customers come in and cards are closed whether there is room or not: a limit there could not be kept. */
  v.object({ fault: v.literal('limit-cannot-hold'), stage: v.string() }),
  v.object({ fault: v.literal('unknown-stage'), stage: v.string() }),
  v.object({ fault: v.literal('unknown-field'), field: v.string() })
])
export type PlanFault = v.InferOutput<typeof planFault>
