import { mostCandidates, type Candidate, type Why } from './content.ts'
import { lackedBy, standingOf } from './crew.ts'
import { ratioOf, type Choice } from './choose.ts'
import type { Desk, Person } from './picture.ts'

type Asked = {
  readonly needs: readonly string[]
  readonly people: readonly Person[]
  readonly waitedMs: number
  readonly overflow: boolean
  readonly now: number
}

/** Says why, as it was just before: whom it went to, who else might have had it, and what kept the others from it. */
export function reasonsFor(desk: Desk, { person, decidedBy }: Choice, asked: Asked): Why {
  const { needs, people, now } = asked
  const others = people.filter(one => one !== person)
  const isFree = (one: Person) => standingOf(desk, one, now) === 'free' && lackedBy(one, needs) === undefined
  const byNearness = [
    ...others.filter(isFree).toSorted((a, b) => nearness(desk, a, b)),
    ...others.filter(one => !isFree(one))
  ]
  const named = [person, ...byNearness].slice(0, mostCandidates)
  return {
    method: desk.policy.method,
    decidedBy,
    candidates: named.map(one => candidate(desk, one, asked)),
    others: people.length - named.length,
    waitedMs: Math.max(0, asked.waitedMs),
    ...(asked.overflow ? { overflow: true as const } : {}),
    decidedAt: now
  }
}

function nearness(desk: Desk, a: Person, b: Person): number {
  const ahead = desk.policy.method === 'weighted' ? ratioOf(desk, a) - ratioOf(desk, b) : a.open - b.open
  return ahead || a.lastTurn - b.lastTurn
}

/** How somebody stands at this moment to what takes these skills. */
export function candidate(desk: Desk, person: Person, { needs, now }: Pick<Asked, 'needs' | 'now'>): Candidate {
  const stands = standingOf(desk, person, now)
  const lacks = stands === 'free' ? lackedBy(person, needs) : undefined
  const ratio = desk.policy.method === 'weighted' ? { ratio: Math.round(ratioOf(desk, person) * 1000) / 1000 } : {}
  const { id: agent, open, limit } = person
  return lacks === undefined
    ? { agent, standing: stands, open, limit, ...ratio }
    : { agent, standing: 'lacks-skill', lacks, open, limit, ...ratio }
}
