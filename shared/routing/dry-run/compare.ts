import * as v from 'valibot'
import { id, time } from '../../kernel/message.ts'
import { why } from '../content.ts'
import { crewOf } from '../crew.ts'
import { deskOf, type Picture } from '../picture.ts'
import type { Course, Gets } from './course.ts'
import type { Getting, Played } from './play.ts'

const count = v.pipe(v.number(), v.integer(), v.minValue(0))

const figures = v.object({
  /** How often somebody got one of this inbox that had waited, from the router or by hand. */
  given: count,
  /** How many waited at the end. */
  waiting: count,
  /** How long they waited, in milliseconds; who waits still, until the end. `null`: nobody did. */
  waits: v.nullable(v.object({ median: count, p90: count, longest: count })),
  /** How many those got who got fewest and most. `null`: there is nobody. */
  spread: v.nullable(v.object({ least: count, most: count }))
})
export type Figures = v.InferOutput<typeof figures>

const got = v.object({ to: id, waitedMs: count })
const moved = v.object({
  conversation: id,
  inbox: id,
  at: time,
  /** `null`: nobody got it. */
  was: v.nullable(got),
  /** `why`, `null`: somebody took it by hand, or gave it. */
  would: v.nullable(v.object({ ...got.entries, why: v.nullable(why) }))
})
export type Moved = v.InferOutput<typeof moved>

export const mostMoved = 100

/** What a policy would have changed. Figures are of the inbox it is for; what goes elsewhere may be of others too. */
export const compared = v.object({
  was: figures,
  would: figures,
  people: v.array(v.object({ agent: id, was: count, would: count })),
  elsewhere: count,
  /** The newest first. */
  moved: v.pipe(v.array(moved), v.maxLength(mostMoved))
})
export type Compared = v.InferOutput<typeof compared>

export function compare(course: Course, { gettings, pairs, picture }: Played, inbox: string): Compared {
  const were = [...course.steps].flatMap(([conversation, steps]) =>
    steps.flatMap(step => (step.step === 'gets' ? [{ conversation, step }] : []))
  )
  const was = were.flatMap(({ step }) =>
    step.inbox === inbox && step.since !== null ? [waited(step, step.since)] : []
  )
  const would = gettings.flatMap(one => (one.inbox === inbox && one.since !== null ? [waited(one, one.since)] : []))
  const crew = [course.ends, picture].flatMap(so => crewOf(so, deskOf(so, inbox)).first.map(person => person.id))
  const ids = [...new Set([...crew, ...was.map(one => one.to), ...would.map(one => one.to)])].toSorted()
  const [shares, others] = [was, would].map(some => Map.groupBy(some, ({ to }) => to))
  const people = ids.map(agent => ({
    agent,
    was: shares?.get(agent)?.length ?? 0,
    would: others?.get(agent)?.length ?? 0
  }))
  const all = [...movedOf(were, pairs), ...newly(gettings, pairs)].toSorted((a, b) => b.at - a.at)
  return {
    was: figuresOf(
      was,
      waitingIn(course.ends, inbox, course.until),
      people.map(one => one.was)
    ),
    would: figuresOf(
      would,
      waitingIn(picture, inbox, course.until),
      people.map(one => one.would)
    ),
    people,
    elsewhere: all.length,
    moved: all.slice(0, mostMoved)
  }
}

type Waited = { readonly to: string; readonly waitedMs: number }

function waited({ to, at }: { readonly to: string; readonly at: number }, since: number): Waited {
  return { to, waitedMs: Math.max(0, at - since) }
}

/** How long those have waited who wait still. */
function waitingIn(picture: Picture, inbox: string, until: number): number[] {
  return [...deskOf(picture, inbox).queue.values()].flatMap(({ waiting }) =>
    waiting.map(({ since }) => Math.max(0, until - since))
  )
}

function figuresOf(given: readonly Waited[], waiting: readonly number[], shares: readonly number[]): Figures {
  const sorted = [...given.map(one => one.waitedMs), ...waiting].toSorted((a, b) => a - b)
  // Of an even number the lower one: it was somebody's.
  const at = (part: number) => sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? 0
  return {
    given: given.length,
    waiting: waiting.length,
    waits: sorted.length === 0 ? null : { median: at(0.5), p90: at(0.9), longest: at(1) },
    spread: shares.length === 0 ? null : { least: Math.min(...shares), most: Math.max(...shares) }
  }
}

/** What somebody got in the log and somebody else, or nobody, in the play. */
function movedOf(were: readonly { conversation: string; step: Gets }[], pairs: Played['pairs']): Moved[] {
  return were.flatMap(({ conversation, step }) => {
    const { inbox, at, since, to } = step
    const would = pairs.get(step) ?? null
    // Whoever it only came back to had it all the time; who is not heard of any more had it longer.
    if (would?.to === to || (since === null && would?.since === null) || (since === null && !would)) return []
    const was = waited(step, since ?? at)
    return { conversation, inbox, at, was, would: would && gotOf(would) }
  })
}

/** What nobody had in the log. */
function newly(gettings: readonly Getting[], pairs: Played['pairs']): Moved[] {
  const known = new Set(pairs.values())
  return gettings.flatMap(one => {
    if (known.has(one)) return []
    const { conversation, inbox, at } = one
    return { conversation, inbox, at, was: null, would: gotOf(one) }
  })
}

function gotOf(one: Getting) {
  return { ...waited(one, one.since ?? one.at), why: one.why }
}
