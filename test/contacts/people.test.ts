import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contactDecider } from '../../shared/contacts/contact.ts'
import { personOf } from '../../shared/contacts/person.ts'
import { replay } from '../../shared/kernel/decider.ts'
import { all, names, People, statesOf, type Look, type Name, type States, type Wish } from './people.ts'

type Step =
  | { readonly does: 'push' | 'hear'; readonly who: string }
  | {
      readonly does: 'wish'
      readonly who: string
      readonly kind: Wish['type']
      readonly one: Name
      readonly other: Name
    }

const who = fc.constantFrom('ana', 'bo')
const name = fc.constantFrom(...names)
const kind = fc.constantFrom<Wish['type'][]>(
  'contact.merge',
  'contact.merge',
  'contact.unmerge',
  'contact.note',
  'contact.set-attribute',
  'contact.keep-apart'
)
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ does: fc.constant('wish' as const), who, kind, one: name, other: name }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constantFrom('push' as const, 'hear' as const), who }) }
)
const steps = fc.array(step, { minLength: 5, maxLength: 60 })

function wishOf(people: People, { who, kind, one, other }: Extract<Step, { does: 'wish' }>): Wish {
  const contact = one
  switch (kind) {
    case 'contact.merge':
      return { type: kind, contact, into: other }
    case 'contact.unmerge':
      return { type: kind, contact, from: people.drawn(who).get(one)?.merged?.into ?? other }
    case 'contact.note':
      return { type: kind, contact, text: `about ${one}` }
    case 'contact.set-attribute':
      return { type: kind, contact, key: 'City', value: other }
    default:
      return { type: 'contact.keep-apart', contact, from: other }
  }
}

function play(history: readonly Step[], look: Look, check: (people: People) => void): People {
  const people = new People(look)
  for (const step of history) {
    if (step.does === 'wish') people.wishes(step.who, wishOf(people, step))
    else if (step.does === 'push') people.push(step.who)
    else people.hear(step.who)
    check(people)
  }
  for (const agent of ['ana', 'bo', 'ana']) people.push(agent)
  check(people)
  return people
}

/** Read from the states alone: following the links from anybody ends with somebody who is a part of nobody. */
function circlesIn(states: States): string[] {
  return [...states.keys()].filter(contact => {
    let at: string | undefined = contact
    for (let step = 0; at !== undefined && step <= states.size; step++) at = states.get(at)?.merged?.into
    return at !== undefined
  })
}

const groupsIn = (states: States) => names.map(one => personOf(one, id => states.get(id)))

test('two agents merge and unmerge, offline and on: both end with the same people, and nobody is a part of themselves', () => {
  const told = new Map<string, number>()
  let ran = 0
  fc.assert(
    fc.property(steps, history => {
      const people = play(history, all, ({ log }) => expect(circlesIn(statesOf(log))).toEqual([]))
      const truth = groupsIn(statesOf(people.log))
      for (const agent of ['ana', 'bo']) expect(groupsIn(people.drawn(agent))).toEqual(truth)
      for (const one of people.told.map(word => word.split(' ')[1] ?? '')) told.set(one, (told.get(one) ?? 0) + 1)
      ran += 1
    }),
    { numRuns: 300, seed: 20_261_126, endOnFailure: true }
  )
  expect(ran).toBe(300)
  // Histories in which nothing is merged, taken back or refused would prove nothing.
  for (const what of ['contact.merged', 'contact.unmerged', 'nothing', 'refused'])
    expect([what, (told.get(what) ?? 0) > 30]).toEqual([what, true])
})

test('whatever was merged, what each contact has is what it would have had alone, byte for byte', () => {
  fc.assert(
    fc.property(steps, history => {
      const { log } = play(history, all, () => undefined)
      for (const facts of log.values()) {
        const { merged: _, ...now } = replay(contactDecider, facts)
        const links = new Set(['contact.merged', 'contact.unmerged'])
        const alone = replay(
          contactDecider,
          facts.filter(fact => !links.has(fact.type))
        )
        expect(JSON.stringify(now)).toBe(JSON.stringify(alone))
      }
    }),
    { numRuns: 200, seed: 7, endOnFailure: true }
  )
})

test('a merge that is taken back leaves the same people as before, byte for byte, also where whole groups were merged', () => {
  let ran = 0
  fc.assert(
    fc.property(steps, name, name, (history, one, other) => {
      const people = play(history, all, () => undefined)
      const before = JSON.stringify([...statesOf(people.log)])
      people.wishes('ana', { type: 'contact.merge', contact: one, into: other })
      people.push('ana')
      if (JSON.stringify([...statesOf(people.log)]) === before) return
      people.hear('bo')
      people.wishes('bo', { type: 'contact.unmerge', contact: one, from: other })
      people.push('bo')
      expect(JSON.stringify([...statesOf(people.log)])).toBe(before)
      ran += 1
    }),
    { numRuns: 300, seed: 11, endOnFailure: true }
  )
  expect(ran).toBeGreaterThan(50)
})

test('a judge that looks no further than the two ends lets them go round in a circle, and is found out', () => {
  // Sees of every other contact that it is there, and not whose part it is.
  const blind: Look = states => at => {
    const { merged: _, ...alone } = states.get(at.slice('contact/'.length)) ?? contactDecider.initial
    return alone
  }
  const found = fc.check(
    fc.property(steps, history => {
      play(history, blind, ({ log }) => expect(circlesIn(statesOf(log))).toEqual([]))
    }),
    { numRuns: 300, seed: 1, endOnFailure: true }
  )
  expect(found.failed).toBe(true)
})
