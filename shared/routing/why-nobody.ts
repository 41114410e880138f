import { unreachable } from '../kernel/unreachable.ts'
import { mostCandidates, type Candidate, type Standing } from './content.ts'
import { crewOf } from './crew.ts'
import { isOpen } from './hours.ts'
import { nextOpening } from './open-time.ts'
import { deskOf, type Desk, type Person, type Picture } from './picture.ts'
import { candidate } from './reasons.ts'
import { overflowAt } from './route.ts'
import type { Waiting } from './queue.ts'
import type { Wait, WaitingLine } from './wait.ts'

/** Why nobody has this one at this moment, by what the router itself goes by. `null`: somebody has it, or it is closed. */
export function whyNobody(picture: Picture, conversation: string, now: number): Wait | null {
  const held = picture.conversations.get(conversation)
  if (held?.status !== 'open') return null
  if (held.promised !== null) return { because: 'soon', to: held.promised }
  return held.waiting && whyWaits(picture, deskOf(picture, held.inbox), held.waiting, now)
}

/** The lines of all inboxes that give anything out, with what holds up the first of each: the rest needs the same. */
export function waitingLines(picture: Picture, inboxes: readonly string[], now: number): WaitingLine[] {
  return inboxes.flatMap(inbox => {
    const desk = picture.desks.get(inbox)
    if (!desk || desk.policy.method === 'manual') return []
    return [...desk.queue.values()].flatMap(({ needs, waiting }) => {
      const [first] = waiting
      if (!first) return []
      const wait = whyWaits(picture, desk, first, now)
      return { inbox, needs: [...needs], waiting: waiting.length, since: first.since, wait }
    })
  })
}

function whyWaits(picture: Picture, desk: Desk, one: Waiting, now: number): Wait {
  if (desk.policy.method === 'manual') return { because: 'by-hand' }
  if (desk.hours && !isOpen(desk.hours, now)) return { because: 'closed', opensAt: nextOpening(desk.hours, now) }
  const { first, help } = crewOf(picture, desk)
  const helpAt = overflowAt(desk, one)
  const people = helpAt <= now ? [...first, ...help] : first
  const asked = people.map(person => candidate(desk, person, { needs: one.needs, now }))
  if (asked.some(({ standing }) => standing === 'free')) return { because: 'soon', to: null }
  const nearest = asked.toSorted((a, b) => nearness[a.standing] - nearness[b.standing] || a.open - b.open)
  const named = nearest.slice(0, mostCandidates)
  const { overflow } = desk.policy
  return {
    because: becauseOf(asked),
    candidates: named.map(one => ({ ...one, inInbox: desk.open.get(one.agent) ?? 0 })),
    inboxLimit: desk.policy.limit,
    others: asked.length - named.length,
    standings: standingsOf(asked),
    backAt: backOf(people, now),
    overflow: overflow && helpAt > now ? { team: overflow.team, at: helpAt } : null
  }
}

/** Who has to finish only one is nearer than who has to come back. */
const nearness: Record<Standing, number> = {
  free: 0,
  full: 1,
  'inbox-full': 1,
  busy: 2,
  away: 3,
  'lacks-skill': 4,
  'not-in-inbox': 5
}

function becauseOf(asked: readonly Candidate[]): Exclude<Wait['because'], 'by-hand' | 'closed' | 'soon'> {
  const there = asked.filter(({ standing }) => standing !== 'not-in-inbox')
  if (there.length === 0) return 'nobody-there'
  const kinds = new Set(there.map(({ standing }) => kindOf(standing)))
  return kinds.size === 1 ? [...kinds][0]! : 'none-free'
}

function kindOf(standing: Standing) {
  switch (standing) {
    case 'full':
    case 'inbox-full':
      return 'all-full'
    case 'busy':
    case 'away':
      return 'none-available'
    case 'lacks-skill':
      return 'none-able'
    case 'free':
    case 'not-in-inbox':
      return 'none-free'
    default:
      return unreachable(standing)
  }
}

function standingsOf(asked: readonly Candidate[]): { standing: Standing; people: number }[] {
  const counts = Map.groupBy(asked, ({ standing }) => standing)
  return Array.from(counts, ([standing, people]) => ({ standing, people: people.length }))
}

function backOf(people: readonly Person[], now: number): number | null {
  const times = people.flatMap(({ availability, until }) =>
    availability === 'away' && until !== null && until > now ? [until] : []
  )
  return times.length === 0 ? null : Math.min(...times)
}
