import * as v from 'valibot'
import { line, rule, step } from '../automation/content.ts'
import { missing } from '../automation/said.ts'
import { id, time } from '../kernel/message.ts'
import { refusal } from '../shapes.ts'

/**
 * What became of one step. `already`: it was so. `missing`: what it would have been done to or said with was not there;
 * older runs do not say what.
 */
const outcome = v.variant('result', [
  /** `in-doubt`: it is on record, and may have gone before a backup was restored. */
  v.object({ result: v.picklist(['done', 'already', 'in-doubt']) }),
  v.object({ result: v.literal('missing'), what: v.optional(v.picklist(missing)) }),
  v.object({ result: v.literal('refused'), refusal }),
  /** An address was or is to be called. `words` say how the last try ended. */
  v.object({
    result: v.literal('call'),
    state: v.picklist(['waiting', 'called', 'given-up']),
    tries: v.number(),
    words: v.string()
  })
])
export type Outcome = v.InferOutput<typeof outcome>

/** Why it fired, or did not. */
const came = v.variant('as', [
  /** `outcomes` grows with the steps. */
  v.object({ as: v.literal('fired'), steps: v.array(step), outcomes: v.array(outcome) }),
  /** None of these was so. */
  v.object({ as: v.literal('condition'), line }),
  /** Automations had followed from each other too often. */
  v.object({ as: v.literal('loop') }),
  /** It had acted on this conversation too often within the hour. */
  v.object({ as: v.literal('too-often') }),
  v.object({ as: v.literal('too-late') })
])
export type Came = v.InferOutput<typeof came>

/** One time that an automation was to look at. `at` is when that was recorded. */
const run = v.object({
  cause: v.string(),
  at: time,
  conversation: v.nullable(id),
  /** Whose moves it looks at; older runs do not say it. */
  card: v.optional(v.nullable(id)),
  version: v.number(),
  came
})
export type Run = v.InferOutput<typeof run>

/** The newest first. */
export const runList = v.object({ runs: v.array(run) })

export const dryRunAsked = v.object({ rule })

/** What it would have done in the past week. `looked`: how often it would have begun; `runs`: the newest. */
export const dryRunAnswer = v.object({
  events: v.number(),
  looked: v.number(),
  fired: v.number(),
  runs: v.array(run)
})
export type DryRun = v.InferOutput<typeof dryRunAnswer>
