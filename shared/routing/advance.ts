import type { Event } from '../kernel/message.ts'
import type { Assignment } from './assignment.ts'
import { isOpen } from './hours.ts'
import { nextOpening } from './open-time.ts'
import type { Desk, Picture } from './picture.ts'
import { overflowAt, route } from './route.ts'
import { take } from './take.ts'

/**
 * One event further: first what came due before it, then itself, and what follows. A whole log taken so, from an empty
 * picture, tells every assignment there was to make in it: nothing else goes in, no clock and no chance.
 */
export function advance(picture: Picture, event: Event): Assignment[] {
  const made = passTime(picture, event.recordedAt)
  if (!take(picture, event)) return made
  return [...made, ...route(picture, event.recordedAt)]
}

/** What comes due up to a moment though nothing happens: an inbox opens, somebody is back, a wait grew too long. */
export function passTime(picture: Picture, until: number): Assignment[] {
  const made: Assignment[] = []
  for (let look = nextLook(picture); look !== null && look <= until; look = nextLook(picture)) {
    made.push(...route(picture, look))
  }
  return made
}

/** When to look again if nothing happens. `null`: there is nothing to wait for. */
export function nextLook(picture: Picture): number | null {
  if (picture.look === undefined) {
    const looks = [...picture.desks.values()].flatMap(desk => looksAt(picture, desk))
    picture.look = looks.length === 0 ? null : Math.min(...looks)
  }
  return picture.look
}

function looksAt({ now, people, teams }: Picture, desk: Desk): number[] {
  if (desk.policy.method === 'manual' || desk.queue.size === 0) return []
  if (desk.hours && !isOpen(desk.hours, now)) {
    const opening = nextOpening(desk.hours, now)
    return opening === null ? [] : [opening]
  }
  const looks: number[] = []
  for (const { until, isActive } of people.values()) if (isActive && until !== null && until > now) looks.push(until)
  if (!desk.policy.overflow || !teams.has(desk.policy.overflow.team)) return looks
  for (const { waiting } of desk.queue.values()) {
    const next = waiting.find(one => overflowAt(desk, one) > now)
    if (next) looks.push(overflowAt(desk, next))
  }
  return looks
}
