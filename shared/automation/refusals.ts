import * as v from 'valibot'
import { author, time } from '../kernel/message.ts'

export const automationRefusal = v.variant('reason', [
  v.object({ reason: v.literal('not-allowed') }),
  v.object({ reason: v.literal('no-such-automation') }),
  v.object({ reason: v.literal('changed-meanwhile'), by: author, at: time })
])
export type AutomationRefusal = v.InferOutput<typeof automationRefusal>
