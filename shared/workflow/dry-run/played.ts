import * as v from 'valibot'
import { author, id, time } from '../../kernel/message.ts'
import { stageId } from '../plan.ts'
import { cardRefusal } from '../refusals.ts'

const count = v.pipe(v.number(), v.integer(), v.minValue(0))

/** `late`: so many stayed too long in that time. `lateNow`: so many of those that are there now have. */
const timed = v.object({ warned: count, late: count, lateNow: count })
export type Timed = v.InferOutput<typeof timed>

/** A move that was made, and would not have been. Stages are those that the cards would have been in. */
const stopped = v.object({
  card: id,
  at: time,
  by: author,
  /** `null`: it was put on the board. */
  from: v.nullable(stageId),
  to: stageId,
  refusal: cardRefusal
})
export type Stopped = v.InferOutput<typeof stopped>

/** What a version of a workflow that is not published does to the cards that are there, and would have done in the past. */
export const played = v.object({
  /** Whose stage goes, and where they go. `cards` are some of them. */
  goes: v.array(v.object({ from: stageId, to: stageId, count, cards: v.array(id) })),
  over: v.array(v.object({ stage: stageId, cards: count, limit: count, hard: v.boolean() })),
  /** So many moves were looked at. */
  moves: count,
  refused: count,
  because: v.array(v.object({ reason: v.string(), count })),
  /** The newest of them, the newest first. */
  stopped: v.array(stopped),
  /** Stages with a time limit, before or after. */
  times: v.array(v.object({ stage: stageId, was: timed, would: timed }))
})
export type Played = v.InferOutput<typeof played>
