import type { Why } from './content.ts'
import type { Desk, Person } from './picture.ts'

export type Choice = { readonly person: Person; readonly decidedBy: Why['decidedBy'] }

/** One of those who may take it; they come by id, and there is at least one. `last`: who answered before. */
export function choose(desk: Desk, free: readonly Person[], last: string | null): Choice {
  const { method, sticky } = desk.policy
  const before = sticky ? free.find(person => person.id === last) : undefined
  if (before) return { person: before, decidedBy: 'last-agent' }
  const [first] = free
  if (!first) throw new Error('there is nobody to choose from')
  if (free.length === 1) return { person: first, decidedBy: 'only-one' }
  switch (method) {
    case 'round-robin':
      return { person: free.find(({ id }) => id > (desk.ring ?? '')) ?? first, decidedBy: 'next-in-ring' }
    case 'weighted':
      return least(free, person => ratioOf(desk, person), 'lowest-ratio')
    case 'least-busy':
      return least(free, ({ open }) => open, 'fewest-open')
    case 'manual':
      throw new Error('nobody is chosen where people choose themselves')
  }
}

/** The lowest; of several, whoever was assigned longest ago; of several who never were, the first by id. */
function least(free: readonly Person[], of: (person: Person) => number, decidedBy: Why['decidedBy']): Choice {
  const lowest = free.reduce((so, person) => Math.min(so, of(person)), Infinity)
  const [first, ...rest] = free.filter(person => of(person) === lowest)
  const person = rest.reduce((so, one) => (one.lastTurn < so.lastTurn ? one : so), first!)
  return { person, decidedBy: rest.length > 0 ? 'longest-ago' : decidedBy }
}

/** Of what is theirs, how much they got: one assignment counts 1 / limit. */
export function ratioOf(desk: Desk, person: Person): number {
  const { paces } = desk
  const pace = paces.of.get(person.id)
  // Half a turn: who begins gets their first neither at once nor as late as can be.
  if (!pace) return paces.floor + 0.5 / weightOf(desk, person)
  return pace.deal === paces.deals ? pace.ratio : paces.floor + pace.ahead
}

/** Notes who got it, and where everybody who was there stands. `free`: whatever it took. */
export function noteDeal(desk: Desk, { person }: Choice, free: readonly Person[]): void {
  desk.ring = person.id
  if (desk.policy.method !== 'weighted') return
  const { paces } = desk
  const standing = free.map(one => ({ one, ratio: ratioOf(desk, one) }))
  paces.deals += 1
  paces.floor = Math.max(paces.floor, ratioIn(standing, person))
  for (const { one, ratio } of standing) {
    const now = one === person ? ratio + 1 / weightOf(desk, one) : ratio
    paces.of.set(one.id, { ratio: now, ahead: Math.max(0, now - paces.floor), deal: paces.deals })
  }
}

function ratioIn(standing: readonly { one: Person; ratio: number }[], person: Person): number {
  return standing.find(({ one }) => one === person)?.ratio ?? 0
}

/** Who is free has a limit above 0, or none. */
function weightOf({ policy }: Desk, { limit }: Person): number {
  return Math.max(1, limit ?? policy.limit ?? 1)
}
