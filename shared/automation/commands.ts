import * as v from 'valibot'
import { commandBase, id } from '../kernel/message.ts'
import { rule } from './content.ts'

const base = { ...commandBase, automation: id }

export const automationCommand = v.variant('type', [
  v.object({
    ...base,
    type: v.literal('automation.publish'),
    /** The version its author edited, 0 for a new one. */
    onVersion: v.pipe(v.number(), v.integer(), v.minValue(0)),
    rule
  }),
  v.object({ ...base, type: v.literal('automation.turn-on') }),
  v.object({ ...base, type: v.literal('automation.turn-off') }),
  v.object({ ...base, type: v.literal('automation.remove') })
])
export type AutomationCommand = v.InferOutput<typeof automationCommand>
