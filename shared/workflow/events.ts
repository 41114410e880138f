import * as v from 'valibot'
import { factBase, id, time } from '../kernel/message.ts'
import { fieldKey, plan, stageId } from './plan.ts'

/** Where the cards of a stage go that a new version no longer has. */
export const moved = v.object({ from: stageId, to: stageId })

/** What can be true of a workflow. Stored for years: the rules of `conversations/events.ts` hold here too. */
export const workflowFact = v.variant('type', [
  v.object({
    ...factBase,
    type: v.literal('workflow.published'),
    version: v.pipe(v.number(), v.integer(), v.minValue(1)),
    plan,
    moved: v.pipe(v.array(moved), v.readonly())
  }),
  v.object({ ...factBase, type: v.literal('workflow.archived') }),
  v.object({ ...factBase, type: v.literal('workflow.restored') })
])
export type WorkflowFact = v.InferOutput<typeof workflowFact>

export const title = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(120))
export const itemText = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200))
export const reason = v.pipe(v.string(), v.trim(), v.maxLength(500))
export const fieldValue = v.pipe(v.string(), v.trim(), v.maxLength(500))
export const outcome = v.picklist(['won', 'lost', 'done'])
export type Outcome = v.InferOutput<typeof outcome>

/** Cycles are counted from one. */
export const cycleNumber = v.pipe(v.number(), v.integer(), v.minValue(1))

/** Of an end: how many of the customer's messages had come to whoever closed the card. Absent: they say nothing of it. */
export const received = v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)))

/** Money in the currency's smallest unit: whole numbers, never fractions. */
export const money = v.object({
  minor: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER)),
  currency: v.pipe(v.string(), v.regex(/^[A-Z]{3}$/))
})
export type Money = v.InferOutput<typeof money>

/** A card's place among those of its stage: ranks are compared as text, and between two there is always another. */
export const rank = v.pipe(v.string(), v.regex(/^[0-9A-Za-z]{1,120}$/))

/** What can be true of a card. */
export const cardFact = v.variant('type', [
  v.object({
    ...factBase,
    type: v.literal('card.placed'),
    workflow: id,
    inbox: id,
    /** `null`: it stands for the contact alone. */
    conversation: v.nullable(id),
    contact: id,
    /** `null`: it is called as its customer is. */
    title: v.nullable(title),
    stage: stageId,
    rank
  }),
  v.object({ ...factBase, type: v.literal('card.moved'), from: stageId, to: stageId, rank }),
  v.object({ ...factBase, type: v.literal('card.ordered'), rank }),
  v.object({ ...factBase, type: v.literal('card.closed'), outcome, reason, stage: stageId, rank, received }),
  /** Why a cycle ended as it did, said once it was over: instead of what was said before. */
  v.object({ ...factBase, type: v.literal('card.explained'), cycle: cycleNumber, reason }),
  /** The cycle goes on that was closed. */
  v.object({ ...factBase, type: v.literal('card.reopened'), stage: stageId, rank }),
  v.object({
    ...factBase,
    type: v.literal('card.cycle-opened'),
    number: v.pipe(v.number(), v.integer(), v.minValue(2)),
    stage: stageId,
    rank
  }),

  v.object({ ...factBase, type: v.literal('card.titled'), title: v.nullable(title) }),
  v.object({ ...factBase, type: v.literal('card.valued'), value: v.nullable(money) }),
  v.object({ ...factBase, type: v.literal('card.due-set'), due: v.nullable(time) }),
  /** Empty: taken away. */
  v.object({ ...factBase, type: v.literal('card.field-set'), key: fieldKey, value: fieldValue }),
  v.object({ ...factBase, type: v.literal('card.given'), to: v.nullable(id) }),
  v.object({
    ...factBase,
    type: v.literal('card.item-added'),
    item: id,
    text: v.pipe(v.string(), v.maxLength(200))
  }),
  v.object({ ...factBase, type: v.literal('card.item-checked'), item: id, done: v.boolean() }),
  v.object({ ...factBase, type: v.literal('card.item-removed'), item: id }),
  /** What it was about can no longer be read: it leaves every board. */
  v.object({ ...factBase, type: v.literal('card.erased') })
])
export type CardFact = v.InferOutput<typeof cardFact>
