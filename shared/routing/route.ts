import type { Assignment } from './assignment.ts'
import { choose, noteDeal } from './choose.ts'
import { crewOf, lackedBy, standingOf } from './crew.ts'
import { isOpen } from './hours.ts'
import type { Desk, Person, Picture } from './picture.ts'
import { promise, promiseId } from './promise.ts'
import { isBefore, type Line, type Waiting } from './queue.ts'
import { reasonsFor } from './reasons.ts'

/**
 * Gives everything that waits and that somebody may take, the longest-waiting first, and draws it into the picture
 * at once. `now` is a moment of the log or of a clock, epoch milliseconds; the same picture and moment give the same.
 */
export function route(picture: Picture, now: number): Assignment[] {
  picture.now = Math.max(picture.now, now)
  picture.look = undefined
  const made: Assignment[] = []
  for (let next = nextMatch(picture); next; next = nextMatch(picture)) made.push(assign(picture, next))
  return made
}

type Match = {
  readonly desk: Desk
  readonly first: Waiting
  readonly free: readonly Person[]
  readonly overflow: boolean
}

function nextMatch(picture: Picture): Match | null {
  let longest: Match | null = null
  for (const desk of picture.desks.values()) {
    if (desk.policy.method === 'manual' || desk.queue.size === 0 || !isOpen(desk.hours, picture.now)) continue
    const match = matchAt(picture, desk)
    if (match && (!longest || isBefore(match.first, longest.first))) longest = match
  }
  return longest
}

function matchAt(picture: Picture, desk: Desk): Match | null {
  const { first, help } = crewOf(picture, desk)
  const free = freeOf(desk, first, picture.now)
  const helping = freeOf(desk, help, picture.now)
  if (free.length + helping.length === 0) return null
  let longest: Match | null = null
  for (const line of desk.queue.values()) {
    const [head] = line.waiting
    if (!head || (longest && isBefore(longest.first, head))) continue
    const match = matchIn(picture, desk, line, { free, helping })
    if (match) longest = match
  }
  return longest
}

type Free = { readonly free: readonly Person[]; readonly helping: readonly Person[] }

/** If nobody is free for the first in the line, nobody is for the others: they need the same and waited less. */
function matchIn({ now }: Picture, desk: Desk, { needs, waiting }: Line, { free, helping }: Free): Match | null {
  const first = waiting[0]!
  const able = free.filter(person => lackedBy(person, needs) === undefined)
  if (able.length > 0) return { desk, first, free: able, overflow: false }
  if (now < overflowAt(desk, first)) return null
  const help = helping.filter(person => lackedBy(person, needs) === undefined)
  return help.length > 0 ? { desk, first, free: help, overflow: true } : null
}

/** From when on the other team may be asked. */
export function overflowAt({ policy }: Desk, { since }: Waiting): number {
  return policy.overflow ? since + policy.overflow.afterMinutes * 60_000 : Infinity
}

function freeOf(desk: Desk, people: readonly Person[], now: number): Person[] {
  return people.filter(person => standingOf(desk, person, now) === 'free')
}

function assign(picture: Picture, { desk, first, free, overflow }: Match): Assignment {
  const { now, conversations } = picture
  const held = conversations.get(first.conversation)!
  const crew = crewOf(picture, desk)
  const people = overflow ? [...crew.first, ...crew.help] : crew.first
  const choice = choose(desk, free, held.assignee)
  const { id: to } = choice.person
  const asked = { needs: first.needs, people, waitedMs: now - first.since, overflow, now }
  const made: Assignment = {
    id: promiseId(held),
    at: now,
    conversation: held.id,
    inbox: held.inbox,
    to,
    why: reasonsFor(desk, choice, asked),
    held: { by: held.assignee, at: held.assignedAt }
  }
  noteDeal(desk, choice, freeOf(desk, people, now))
  promise(picture, held, choice.person)
  return made
}
