import * as v from 'valibot'
import { id, time } from '../kernel/message.ts'

/** Away may say until when; from then on it is as if they were online. Busy: at work, and wants nothing new. */
export const availability = v.picklist(['online', 'busy', 'away'])
export type Availability = v.InferOutput<typeof availability>

/** A label that only some can answer for. */
export const skill = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(40))
export const skills = v.pipe(v.array(skill), v.maxLength(50))

/** The most open conversations at once. `null`: no limit; 0: none at all. */
export const openLimit = v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1000)))

export const method = v.picklist(['manual', 'round-robin', 'weighted', 'least-busy'])
export type Method = v.InferOutput<typeof method>

/** How an inbox gives its conversations to people. */
export const routingPolicy = v.object({
  method,
  /** Whose members it goes to. `null`: everybody who works in the inbox. */
  team: v.nullable(id),
  /** The most open conversations of this inbox that one person has. Their own limit holds besides. */
  limit: openLimit,
  /** Who comes back goes to whoever answered them last, if that one may. */
  sticky: v.boolean(),
  /** Whoever has waited so long may go to this team too. */
  overflow: v.nullable(
    v.object({ team: id, afterMinutes: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_080)) })
  )
})
export type RoutingPolicy = v.InferOutput<typeof routingPolicy>

export const manual: RoutingPolicy = { method: 'manual', team: null, limit: null, sticky: false, overflow: null }

const minuteOfDay = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1440))
const span = v.pipe(
  v.object({ from: minuteOfDay, to: minuteOfDay }),
  v.check(({ from, to }) => from < to)
)

/** `2026-12-25`. */
const day = v.pipe(v.string(), v.isoDate(), v.check(isDay))

/** When an inbox is open: for each weekday, Sunday first, minutes of the day in the zone. A night is two days' spans. */
export const businessHours = v.object({
  zone: v.pipe(v.string(), v.maxLength(64), v.check(isZone)),
  week: v.pipe(v.array(v.pipe(v.array(span), v.maxLength(8))), v.length(7)),
  /** Days of the zone's calendar on which it is closed, whatever the week says. */
  closed: v.optional(v.pipe(v.array(day), v.maxLength(200), v.readonly()))
})
export type BusinessHours = v.InferOutput<typeof businessHours>

function isDay(day: string): boolean {
  const at = Date.parse(day)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day)
}

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** What spoke for or against somebody. */
export const standing = v.picklist(['free', 'away', 'busy', 'full', 'inbox-full', 'lacks-skill', 'not-in-inbox'])
export type Standing = v.InferOutput<typeof standing>

const count = v.pipe(v.number(), v.integer(), v.minValue(0))

export const candidate = v.object({
  agent: id,
  standing,
  open: count,
  limit: openLimit,
  /** Of the conversation's labels, one they have no skill for. */
  lacks: v.optional(skill),
  /** How much they got of what is theirs, where that decided. */
  ratio: v.optional(v.number())
})
export type Candidate = v.InferOutput<typeof candidate>

export const mostCandidates = 12

/** Why a conversation went to whom it went to. The nearest candidates; `others` counts who is not named. */
export const why = v.object({
  method,
  decidedBy: v.picklist(['last-agent', 'only-one', 'next-in-ring', 'lowest-ratio', 'fewest-open', 'longest-ago']),
  candidates: v.pipe(v.array(candidate), v.maxLength(mostCandidates)),
  others: count,
  /** How long the customer had waited, in milliseconds. */
  waitedMs: count,
  /** The other team was asked too, because it took so long. */
  overflow: v.optional(v.literal(true)),
  decidedAt: time
})
export type Why = v.InferOutput<typeof why>
