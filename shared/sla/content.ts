import * as v from 'valibot'

/** Whole minutes in which the inbox is open. `null`: no target. */
const minutes = v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(525_600)))

/** How soon customers of an inbox should have a first answer, each next one, and the end of it. */
export const slaTargets = v.object({ firstReply: minutes, nextReply: minutes, resolution: minutes })
export type SlaTargets = v.InferOutput<typeof slaTargets>

export const slaTarget = v.picklist(['first-reply', 'next-reply', 'resolution'])
export type SlaTarget = v.InferOutput<typeof slaTarget>

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
