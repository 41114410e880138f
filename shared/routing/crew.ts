import type { Standing } from './content.ts'
import { personOf, type Crew, type Desk, type Person, type Picture } from './picture.ts'

/** Who may be asked to take something from this inbox, by id. */
export function crewOf(picture: Picture, desk: Desk): Crew {
  if (desk.crew) return desk.crew
  const { team, overflow } = desk.policy
  const first = peopleOf(picture, team === null ? desk.members : (picture.teams.get(team) ?? []))
  const help = overflow ? peopleOf(picture, picture.teams.get(overflow.team) ?? []) : []
  desk.crew = { first, help: help.filter(person => !first.includes(person)) }
  return desk.crew
}

function peopleOf(picture: Picture, ids: Iterable<string>): Person[] {
  return [...ids]
    .toSorted()
    .map(id => personOf(picture, id))
    .filter(person => person.isActive)
}

/** What speaks against giving this person anything from this inbox now, apart from what it takes. */
export function standingOf(desk: Desk, person: Person, now: number): Exclude<Standing, 'lacks-skill'> {
  // Whoever cannot open it must not be made to answer for it.
  if (!person.isAdmin && !desk.members.has(person.id)) return 'not-in-inbox'
  if (person.availability === 'busy') return 'busy'
  if (person.availability === 'away' && (person.until === null || person.until > now)) return 'away'
  if (person.limit !== null && person.open >= person.limit) return 'full'
  const { limit } = desk.policy
  return limit !== null && (desk.open.get(person.id) ?? 0) >= limit ? 'inbox-full' : 'free'
}

/** A skill they would need, and have not. */
export function lackedBy(person: Person, needs: readonly string[]): string | undefined {
  return needs.find(skill => !person.skills.has(skill))
}
