import * as fc from 'fast-check'
import { agentNamed, minute, type Story } from './story.ts'

const people = ['a1', 'a2', 'a3', 'a4', 'a5']
const conversations = Array.from({ length: 12 }, (_, i) => `c${i}`)
const labels = ['french', 'returns']
/** Often: only who was resolved comes back, and only who came back may be kept. */
const backs = ['comes back', 'comes back', 'comes back', 'comes back'] as const
const person = fc.constantFrom(...people)
const conversation = fc.constantFrom(...conversations)

/** Anything that may happen in a workspace, as one word and what it takes. */
export type Happening =
  | {
      readonly is: 'opens' | 'labels' | 'claims' | 'releases' | 'resolves' | 'comes back'
      c: string
      a: string
      l: string
    }
  | { readonly is: 'limits'; a: string; limit: number | null }
  | { readonly is: 'is set'; a: string; availability: 'online' | 'busy' | 'away'; forMinutes: number | null }
  | { readonly is: 'learns'; a: string; skills: string[] }
  | { readonly is: 'leaves'; a: string }
  | { readonly is: 'time goes by'; minutes: number }
  | {
      readonly is: 'publishes'
      method: 'manual' | 'round-robin' | 'weighted' | 'least-busy'
      team: 'sales' | null
      limit: number | null
      sticky: boolean
      overflow: { team: string; afterMinutes: number } | null
    }

const often = fc.record({
  is: fc.constantFrom('opens', 'opens', 'labels', 'claims', 'releases', 'resolves', 'resolves', 'resolves', ...backs),
  c: conversation,
  a: person,
  l: fc.constantFrom(...labels)
})
const limit = fc.option(fc.integer({ min: 0, max: 3 }))

export const histories = fc.array(
  fc.oneof(
    { weight: 12, arbitrary: often },
    { weight: 2, arbitrary: fc.record({ is: fc.constant('limits'), a: person, limit }) },
    {
      weight: 4,
      arbitrary: fc.record({
        is: fc.constant('is set'),
        a: person,
        availability: fc.constantFrom('online', 'online', 'busy', 'away'),
        forMinutes: fc.option(fc.integer({ min: 1, max: 30 }))
      })
    },
    { weight: 2, arbitrary: fc.record({ is: fc.constant('learns'), a: person, skills: fc.subarray(labels) }) },
    { weight: 1, arbitrary: fc.record({ is: fc.constant('leaves'), a: fc.constantFrom('a4', 'a5') }) },
    { weight: 4, arbitrary: fc.record({ is: fc.constant('time goes by'), minutes: fc.integer({ min: 1, max: 20 }) }) },
    {
      weight: 2,
      arbitrary: fc.record({
        is: fc.constant('publishes'),
        method: fc.constantFrom('manual', 'round-robin', 'round-robin', 'weighted', 'weighted', 'least-busy'),
        team: fc.constantFrom(null, null, 'sales'),
        limit,
        sticky: fc.constantFrom(true, true, false),
        overflow: fc.option(fc.record({ team: fc.constant('help'), afterMinutes: fc.integer({ min: 1, max: 15 }) }))
      })
    }
  ),
  { minLength: 40, maxLength: 120 }
) as fc.Arbitrary<Happening[]>

export function begin(story: Story): void {
  story.hire(...people)
  story.team('sales', 'a1', 'a2').team('help', 'a3')
  story.publish({ method: 'least-busy', sticky: true })
}

/** Does it, where it can be. */
export function happen(story: Story, one: Happening): void {
  story.now += 1
  switch (one.is) {
    case 'limits':
      return void story.limit(one.a, one.limit)
    case 'is set': {
      const until = one.availability === 'away' && one.forMinutes !== null ? story.now + one.forMinutes * minute : null
      return void story.set(one.a, one.availability, until)
    }
    case 'learns':
      return void story.skills(one.a, ...one.skills)
    case 'leaves':
      return void story.tell(`agent/${one.a}`, { type: 'agent.left' })
    case 'time goes by':
      return void story.later(one.minutes * minute)
    case 'publishes':
      return void story.publish(one)
    default:
      return converse(story, one)
  }
}

function converse(story: Story, one: Extract<Happening, { c: string }>): void {
  const held = story.picture.conversations.get(one.c)
  const stream = `conversation/${one.c}` as const
  const by = agentNamed(one.a)
  if (one.is === 'opens') return void (held ?? story.opens(one.c))
  if (!held) return
  if (one.is === 'labels') story.tell(stream, { type: 'conversation.labelled', label: one.l })
  if (one.is === 'claims' && held.assignee === null) story.tell(stream, { type: 'conversation.claimed', by })
  if (one.is === 'releases' && held.assignee !== null) story.tell(stream, { type: 'conversation.unassigned', by })
  if (one.is === 'resolves' && held.status === 'open') story.resolves(one.c)
  if (one.is === 'comes back' && held.status === 'resolved') story.comesBack(one.c)
}
