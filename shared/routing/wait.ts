import * as v from 'valibot'
import { id, time } from '../kernel/message.ts'
import { candidate, mostCandidates, openLimit, standing } from './content.ts'

const count = v.pipe(v.number(), v.integer(), v.minValue(0))

/** `inInbox`: of what they have open, what is of this inbox. */
const inTheWay = v.object({ ...candidate.entries, inInbox: count })
export type InTheWay = v.InferOutput<typeof inTheWay>

/** Why a conversation that waits has nobody at this moment. */
export const wait = v.variant('because', [
  /** No policy gives anything out here: it waits until somebody takes it. */
  v.object({ because: v.literal('by-hand') }),
  /** `opensAt`, `null`: never. */
  v.object({ because: v.literal('closed'), opensAt: v.nullable(time) }),
  /** Somebody has it as good as already. `to`, `null`: whoever it will be. */
  v.object({ because: v.literal('soon'), to: v.nullable(id) }),
  v.object({
    /** Nobody is there whom the policy could ask; or those who are there are all this, or each something else. */
    because: v.picklist(['nobody-there', 'none-available', 'all-full', 'none-able', 'none-free']),
    /** The nearest to having room; `others` counts who is not named. */
    candidates: v.pipe(v.array(inTheWay), v.maxLength(mostCandidates)),
    others: count,
    /** The most that anybody may have of this inbox. */
    inboxLimit: openLimit,
    /** How many stand how, of all of them. */
    standings: v.array(v.object({ standing, people: count })),
    /** When the first of those who are away is back, where they said so. */
    backAt: v.nullable(time),
    /** When another team is asked too, if nobody was free before. `null`: none is, or it was asked already. */
    overflow: v.nullable(v.object({ team: id, at: time }))
  })
])
export type Wait = v.InferOutput<typeof wait>

/** Everybody who waits in one inbox and needs the same. `since` is the first one's, epoch milliseconds. */
export const waitingLine = v.object({ inbox: id, needs: v.array(v.string()), waiting: count, since: time, wait })
export type WaitingLine = v.InferOutput<typeof waitingLine>
