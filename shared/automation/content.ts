import * as v from 'valibot'
import { chosenTemplate } from '../conversations/content.ts'
import { label, priority } from '../conversations/events.ts'
import { id } from '../kernel/message.ts'
import { money } from '../workflow/events.ts'

/** A month is the longest that anything waits here. */
const minutes = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(43_200))
const stage = { workflow: id, stage: id }
const words = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(4000))

/** What an automation begins with. `by-hand` makes it a macro: an agent says when. */
export const when = v.variant('on', [
  v.object({ on: v.literal('message-received') }),
  /** For the first time, or again because the customer wrote. */
  v.object({ on: v.literal('opened') }),
  v.object({ on: v.literal('resolved') }),
  /** The time of a snooze has come. */
  v.object({ on: v.literal('woken') }),
  v.object({ on: v.literal('labelled'), label }),
  v.object({ on: v.literal('card-entered'), ...stage }),
  v.object({ on: v.literal('card-left'), ...stage }),
  /** It was not above before. */
  v.object({ on: v.literal('value-above'), workflow: id, value: money }),
  /** The customer has waited so long for an answer. */
  v.object({ on: v.literal('waited'), minutes }),
  v.object({ on: v.literal('window-closes'), minutes }),
  v.object({ on: v.literal('by-hand') })
])
export type When = v.InferOutput<typeof when>

/** `not`: it must not be so. */
const not = { not: v.optional(v.literal(true)) }

export const condition = v.variant('is', [
  v.object({ ...not, is: v.literal('inbox'), inbox: id }),
  v.object({ ...not, is: v.literal('platform'), platform: id }),
  v.object({ ...not, is: v.literal('label'), label }),
  /** In the message it began with, else in the last words. Upper or lower case is the same. */
  v.object({ ...not, is: v.literal('text'), words: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200)) }),
  v.object({ ...not, is: v.literal('priority'), priority }),
  /** `null`: nobody. */
  v.object({ ...not, is: v.literal('assignee'), agent: v.nullable(id) }),
  v.object({ ...not, is: v.literal('open-hours') }),
  v.object({ ...not, is: v.literal('in-stage'), ...stage }),
  v.object({ ...not, is: v.literal('value-above'), workflow: id, value: money })
])
export type Condition = v.InferOutput<typeof condition>

/** One of these must hold. */
export const line = v.pipe(v.array(condition), v.minLength(1), v.maxLength(10), v.readonly())
export type Line = v.InferOutput<typeof line>

/** What it does, one after the other. */
export const step = v.variant('do', [
  v.object({ do: v.literal('assign'), to: id }),
  /** To nobody: where the inbox is routed, it goes to whoever may take it. */
  v.object({ do: v.literal('hand-back') }),
  v.object({ do: v.literal('label'), label }),
  v.object({ do: v.literal('unlabel'), label }),
  v.object({ do: v.literal('prioritise'), priority }),
  v.object({ do: v.literal('snooze'), minutes }),
  v.object({ do: v.literal('resolve') }),
  v.object({ do: v.literal('reply'), text: words }),
  v.object({ do: v.literal('note'), text: words }),
  v.object({ do: v.literal('send-phrase'), phrase: id }),
  /** What stands in its blanks may leave gaps, as a phrase does. */
  v.object({ do: v.literal('send-template'), ...chosenTemplate }),
  /** Where new cards of the workflow come in. */
  v.object({ do: v.literal('place-card'), workflow: id }),
  v.object({ do: v.literal('move-card'), ...stage }),
  /** Of a server of the business's own. */
  v.object({ do: v.literal('call'), url: v.pipe(v.string(), v.trim(), v.regex(/^https?:\/\/\S+$/), v.maxLength(2000)) })
])
export type Step = v.InferOutput<typeof step>

const parts = v.object({
  name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80)),
  /** Of those that begin with the same, the lower goes first. */
  order: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(999)),
  when,
  if: v.pipe(v.array(line), v.maxLength(10), v.readonly()),
  then: v.pipe(v.array(step), v.minLength(1), v.maxLength(10), v.readonly())
})
/** A macro is done on the device of whoever asks for it, and a device calls nobody. */
const isDoable = ({ when, then }: v.InferOutput<typeof parts>) =>
  when.on !== 'by-hand' || then.every(one => one.do !== 'call')

/** One version of an automation, as a whole: an edit publishes the next one. Of `if`, every line must hold. */
export const rule = v.pipe(parts, v.check(isDoable, 'a macro calls nobody'))
export type Rule = v.InferOutput<typeof rule>
