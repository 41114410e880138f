import * as v from 'valibot'
import { factBase } from '../kernel/message.ts'
import { rule } from './content.ts'

/** What can be true of an automation. Stored for years: the rules of `conversations/events.ts` hold here too. */
export const automationFact = v.variant('type', [
  v.object({
    ...factBase,
    type: v.literal('automation.published'),
    version: v.pipe(v.number(), v.integer(), v.minValue(1)),
    rule
  }),
  v.object({ ...factBase, type: v.literal('automation.turned-on') }),
  v.object({ ...factBase, type: v.literal('automation.turned-off') }),
  v.object({ ...factBase, type: v.literal('automation.removed') })
])
export type AutomationFact = v.InferOutput<typeof automationFact>
