import * as v from 'valibot'
import { commandBase, id, time } from '../kernel/message.ts'
import { cycleNumber, fieldValue, itemText, money, moved, outcome, rank, reason, received, title } from './events.ts'
import { fieldKey, plan, stageId } from './plan.ts'

const workflowBase = { ...commandBase, workflow: id }
/** A card's commands name its workflow: those of one workflow are judged one after the other. */
const base = { ...commandBase, card: id, workflow: id }

export const workflowCommand = v.variant('type', [
  v.object({
    ...workflowBase,
    type: v.literal('workflow.publish'),
    /** The version its author edited, 0 for a new workflow. */
    onVersion: v.pipe(v.number(), v.integer(), v.minValue(0)),
    plan,
    moved: v.pipe(v.array(moved), v.maxLength(30), v.readonly())
  }),
  v.object({ ...workflowBase, type: v.literal('workflow.archive') }),
  v.object({ ...workflowBase, type: v.literal('workflow.restore') })
])
export type WorkflowCommand = v.InferOutput<typeof workflowCommand>

export const cardCommand = v.variant('type', [
  v.object({
    ...base,
    type: v.literal('card.place'),
    of: v.variant('kind', [
      v.object({ kind: v.literal('conversation'), conversation: id }),
      v.object({ kind: v.literal('contact'), contact: id })
    ]),
    title: v.nullable(title),
    /** `null`: where new cards come in. */
    stage: v.nullable(stageId),
    rank
  }),
  /**
   * `from` is the stage in which its author saw the card, `cycle` the passage that was under way then: whoever moves
   * what is over takes that back, and must have known. `null`: they saw it closed. Absent: they say nothing of it.
   */
  v.object({
    ...base,
    type: v.literal('card.move'),
    from: stageId,
    to: stageId,
    rank,
    cycle: v.optional(v.nullable(cycleNumber)),
    /** Of a move into an end: whoever takes back that something was over gives its reason back. */
    reason: v.optional(reason),
    received
  }),
  v.object({ ...base, type: v.literal('card.order'), stage: stageId, rank }),
  /** `from` and `cycle` as in a move. */
  v.object({
    ...base,
    type: v.literal('card.close'),
    from: stageId,
    outcome,
    reason,
    rank,
    cycle: v.optional(v.nullable(cycleNumber)),
    received
  }),
  /** Why a cycle that is over came to the end in which its author sees it; empty takes the reason away. */
  v.object({ ...base, type: v.literal('card.explain'), cycle: cycleNumber, outcome, reason }),
  v.object({
    ...base,
    type: v.literal('card.reopen'),
    as: v.picklist(['same-cycle', 'new-cycle']),
    to: v.nullable(stageId),
    rank
  }),
  v.object({ ...base, type: v.literal('card.rename'), title: v.nullable(title) }),
  v.object({ ...base, type: v.literal('card.set-value'), value: v.nullable(money) }),
  v.object({ ...base, type: v.literal('card.set-due'), due: v.nullable(time) }),
  v.object({ ...base, type: v.literal('card.set-field'), key: fieldKey, value: fieldValue }),
  v.object({ ...base, type: v.literal('card.give'), to: v.nullable(id) }),
  /** The item's id is the command's. */
  v.object({ ...base, type: v.literal('card.add-item'), text: itemText }),
  v.object({ ...base, type: v.literal('card.check-item'), item: id, done: v.boolean() }),
  v.object({ ...base, type: v.literal('card.remove-item'), item: id })
])

/** What only the server's reactions say. */
export const cardReport = v.variant('type', [
  /** The customer wrote; `at` is when, by the platform's clock. */
  v.object({ ...base, type: v.literal('card.come-back'), rank }),
  v.object({ ...base, type: v.literal('card.erase') })
])
export type CardCommand = v.InferOutput<typeof cardCommand> | v.InferOutput<typeof cardReport>
