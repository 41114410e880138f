import * as v from 'valibot'
import { id, time } from '../kernel/message.ts'

/** Whole minutes in which the inbox is open. `null`: no target. */
const minutes = v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(525_600)))

/** How soon customers should have a first answer, each next one, and the end of it. */
export const slaTargets = v.object({ firstReply: minutes, nextReply: minutes, resolution: minutes })
export type SlaTargets = v.InferOutput<typeof slaTargets>

/** What a workflow aims for, since when. `null`: nothing any more. */
export type Aim = { readonly since: number; readonly targets: SlaTargets | null }

/** A while in which a card was open. `null`: it still is. */
export type Stretch = readonly [from: number, to: number | null]

export const slaTarget = v.picklist(['first-reply', 'next-reply', 'resolution'])
export type SlaTarget = v.InferOutput<typeof slaTarget>

/** Which wait is too long, and since when it is. `workflow`: whose target it is; absent: the inbox's. */
export const slaOf = v.object({ target: slaTarget, since: time, due: time, workflow: v.optional(id) })

/**
 * One wait of a customer's for one of these, with no word of how soon: that may be changed while it runs.
 * Times are epoch milliseconds.
 */
export type Run = {
  readonly target: SlaTarget
  /** When the customer wrote what it began with. With the target, it is its name. */
  readonly since: number
  /** When it ran, in stretches that are over; it stood still in between. */
  readonly ran: readonly (readonly [from: number, to: number])[]
  /** Since when it runs. `null`: it stands still, or it is over. */
  readonly from: number | null
  readonly ended: number | null
  readonly warned?: true
  /** The log says that it was missed: when it had been due. */
  readonly missed?: number
}

/** What runs, begins or ends after these; after every other fact a customer waits for what they waited for before. */
export const movesRuns: ReadonlySet<string> = new Set([
  'conversation.message-received',
  'conversation.replied',
  'conversation.replied-elsewhere',
  'conversation.reply-withdrawn',
  'conversation.snoozed',
  'conversation.woken',
  'conversation.reopened',
  'conversation.resolved',
  'conversation.sla-warned',
  'conversation.sla-missed',
  'conversation.erased'
])
