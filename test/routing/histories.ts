import * as fc from 'fast-check'
import type { BusinessHours } from '../../shared/routing/content.ts'
import { agentNamed, minute, type Story } from './story.ts'

export const people = ['a1', 'a2', 'a3', 'a4', 'a5']
const conversations = Array.from({ length: 12 }, (_, i) => `c${i}`)
const labels = ['french', 'returns']
/** Often: only who was resolved comes back, and only who came back may be kept. */
const backs = ['comes back', 'comes back', 'comes back', 'comes back'] as const
/** Only who was snoozed wakes. */
const naps = ['snoozes', 'snoozes', 'wakes', 'wakes'] as const
const person = fc.constantFrom(...people)
const conversation = fc.constantFrom(...conversations)
const inbox = fc.constantFrom('shop', 'shop', 'mail')

/** Anything that may happen in a workspace, as one word and what it takes. `i`: the inbox. */
export type Happening =
  | {
      readonly is: 'opens' | 'labels' | 'claims' | 'releases' | 'resolves' | 'comes back' | 'snoozes' | 'wakes'
      c: string
      a: string
      l: string
      i: string
    }
  | { readonly is: 'limits'; a: string; limit: number | null }
  | { readonly is: 'is set'; a: string; availability: 'online' | 'busy' | 'away'; forMinutes: number | null }
  | { readonly is: 'learns'; a: string; skills: string[] }
  | { readonly is: 'leaves'; a: string }
  | { readonly is: 'begins in' | 'ends in'; a: string; i: string }
  | { readonly is: 'joins' | 'parts'; a: string; team: 'sales' | 'help' }
  | { readonly is: 'keeps hours'; i: string; hours: BusinessHours | null }
  | { readonly is: 'time goes by'; minutes: number }
  | {
      readonly is: 'publishes'
      i: string
      method: 'manual' | 'round-robin' | 'weighted' | 'least-busy'
      team: 'sales' | null
      limit: number | null
      sticky: boolean
      overflow: { team: string; afterMinutes: number } | null
    }

const often = fc.record({
  is: fc.constantFrom(
    ...(['opens', 'opens', 'labels', 'claims', 'releases', 'resolves', 'resolves', 'resolves'] as const),
    ...backs,
    ...naps
  ),
  c: conversation,
  a: person,
  l: fc.constantFrom(...labels),
  i: inbox
})
const limit = fc.option(fc.integer({ min: 0, max: 3 }))

/** Histories begin on a Friday noon, in UTC. */
const everyOther = Array.from({ length: 8 }, (_, i) => ({ from: (10 + i) * 60, to: (10 + i) * 60 + 30 }))
const office = [{ from: 9 * 60, to: 17 * 60 }]
const weeks = [
  ...Array.from({ length: 5 }, () => Array.from({ length: 7 }, () => everyOther)),
  [[], office, office, office, office, office, []],
  Array.from({ length: 7 }, () => [])
]
const hours = fc.option(
  fc.record({ zone: fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kathmandu'), week: fc.constantFrom(...weeks) }),
  { freq: 2 }
)

const inPeople = [
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
  {
    weight: 5,
    arbitrary: fc.record({ is: fc.constantFrom('begins in', 'begins in', 'ends in'), a: person, i: inbox })
  },
  {
    weight: 1,
    arbitrary: fc.record({
      is: fc.constantFrom('joins', 'joins', 'parts'),
      a: person,
      team: fc.constantFrom('sales', 'help')
    })
  }
]

const inTime = [
  { weight: 4, arbitrary: fc.record({ is: fc.constant('time goes by'), minutes: fc.integer({ min: 1, max: 20 }) }) },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('time goes by'), minutes: fc.integer({ min: 60, max: 4000 }) }) },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('keeps hours'), i: inbox, hours }) }
]

export const histories = fc.array(
  fc.oneof({ weight: 14, arbitrary: often }, ...inPeople, ...inTime, {
    weight: 2,
    arbitrary: fc.record({
      is: fc.constant('publishes'),
      i: inbox,
      method: fc.constantFrom('manual', 'round-robin', 'round-robin', 'weighted', 'weighted', 'least-busy'),
      team: fc.constantFrom(null, null, 'sales'),
      limit,
      sticky: fc.constantFrom(true, true, false),
      overflow: fc.option(fc.record({ team: fc.constant('help'), afterMinutes: fc.integer({ min: 1, max: 15 }) }))
    })
  }),
  { minLength: 60, maxLength: 160 }
) as fc.Arbitrary<Happening[]>

/** Two inboxes; most people work in both. */
export function begin(story: Story): void {
  story.hire(...people)
  for (const agent of ['a2', 'a3', 'a4']) story.tell('inbox/mail', { type: 'inbox.member-added', agent })
  story.team('sales', 'a1', 'a2').team('help', 'a3')
  for (const inbox of ['shop', 'mail']) story.publish({ method: 'least-busy', sticky: true }, inbox)
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
    case 'begins in':
      return void story.tell(`inbox/${one.i}`, { type: 'inbox.member-added', agent: one.a })
    case 'ends in':
      return void story.tell(`inbox/${one.i}`, { type: 'inbox.member-removed', agent: one.a })
    case 'joins':
      return void story.tell(`team/${one.team}`, { type: 'team.member-added', agent: one.a })
    case 'parts':
      return void story.tell(`team/${one.team}`, { type: 'team.member-removed', agent: one.a })
    case 'keeps hours':
      return void story.tell(`inbox/${one.i}`, { type: 'inbox.hours-set', hours: one.hours })
    case 'time goes by':
      return void story.later(one.minutes * minute)
    case 'publishes': {
      const { is: _is, i, ...policy } = one
      return void story.publish(policy, i)
    }
    default:
      return converse(story, one)
  }
}

function converse(story: Story, one: Extract<Happening, { c: string }>): void {
  const held = story.picture.conversations.get(one.c)
  const stream = `conversation/${one.c}` as const
  const by = agentNamed(one.a)
  if (one.is === 'opens') {
    const { i: inbox } = one
    if (!held) story.tell(stream, { type: 'conversation.opened', inbox, platform: 'whatsapp', contact: 'mia' })
    return
  }
  if (!held) return
  if (one.is === 'labels') story.tell(stream, { type: 'conversation.labelled', label: one.l })
  if (one.is === 'claims' && held.assignee === null) story.tell(stream, { type: 'conversation.claimed', by })
  if (one.is === 'releases' && held.assignee !== null) story.tell(stream, { type: 'conversation.unassigned', by })
  if (one.is === 'resolves' && held.status === 'open') story.resolves(one.c)
  if (one.is === 'comes back' && held.status !== 'open') story.comesBack(one.c)
  if (one.is === 'snoozes' && held.status === 'open')
    story.tell(stream, { type: 'conversation.snoozed', until: story.now + minute, by })
  if (one.is === 'wakes' && held.status === 'snoozed') story.tell(stream, { type: 'conversation.woken' })
}
