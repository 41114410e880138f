import { describe, expect, test } from 'vitest'
import { replay } from '../../shared/kernel/decider.ts'
import { cardDecider } from '../../shared/workflow/decide-card.ts'
import type { CardFact } from '../../shared/workflow/events.ts'
import { given } from '../support/given.ts'
import { ana, base, ben, closed, context, moved, now, placed, plan, workflow } from './story.ts'

const explain = (reason: string, more: { cycle?: number; outcome?: 'won' | 'lost' | 'done' } = {}) =>
  ({ ...base, type: 'card.explain', cycle: 1, outcome: 'lost', reason, ...more }) as const
const said = (reason: string, by = ana, cycle = 1): CardFact => {
  return { type: 'card.explained', at: now - 50, by, cause: `why-${reason}`, cycle, reason }
}
const opened = { at: now - 100, by: ben, cause: 'again', stage: 'new', rank: 'm' } as const
const wentOn: CardFact = { ...opened, type: 'card.reopened' }
const next: CardFact = { ...opened, type: 'card.cycle-opened', number: 2 }
const lost = [placed, closed('gone', 'lost')] as const

describe('why a card ended', () => {
  test('is said once it is over', () => {
    given(cardDecider, ...lost)
      .when(explain('Too dear'), context())
      .then({ type: 'card.explained', by: ana, cycle: 1, reason: 'Too dear' })
  })

  test('is changed, and taken away', () => {
    const dear = [placed, { ...closed('gone', 'lost'), reason: 'Too dear' } as CardFact] as const
    given(cardDecider, ...dear)
      .when(explain('Too late'), context())
      .then({ reason: 'Too late' })
    given(cardDecider, ...dear)
      .when(explain(''), context())
      .then({ reason: '' })
  })

  test('is not said again in the same words', () => {
    given(cardDecider, ...lost, said('Too dear'))
      .when(explain('Too dear'), context({ who: 'ben' }))
      .thenNothing()
  })

  test('is said by who may bring a card to that end', () => {
    given(cardDecider, placed, closed('sold', 'won'))
      .when(explain('Fair price', { outcome: 'won' }), context())
      .thenRefused({ reason: 'stage-not-yours', stage: 'sold', way: 'in', role: 'supervisor' })
    given(cardDecider, placed, closed('sold', 'won'))
      .when(explain('Fair price', { outcome: 'won' }), context({ role: 'supervisor' }))
      .then({ reason: 'Fair price' })
    given(cardDecider, ...lost)
      .when(explain('Too dear'), context({ inboxes: [] }))
      .thenRefused({ reason: 'no-such-card' })
  })

  test('is said where it ended in its stage by who may take it out of there', () => {
    const guarded = {
      ...plan,
      stages: plan.stages.map(one => (one.id === 'talk' ? { ...one, leave: 'admin' as const } : one))
    }
    const inPlace = [placed, moved('new', 'talk'), closed('talk', 'done')] as const
    const judged = (role: 'agent' | 'admin') =>
      context({ role, workflow: { ...workflow, now: { ...workflow.now!, plan: guarded } } })
    given(cardDecider, ...inPlace)
      .when(explain('She found it', { outcome: 'done' }), judged('agent'))
      .thenRefused({ reason: 'stage-not-yours', stage: 'talk', way: 'out', role: 'admin' })
    given(cardDecider, ...inPlace)
      .when(explain('She found it', { outcome: 'done' }), judged('admin'))
      .then({ reason: 'She found it' })
  })

  test('asks for no field that its stage does: the card is past it', () => {
    given(cardDecider, placed, moved('new', 'offer'), closed('offer', 'done'))
      .when(explain('She found it', { outcome: 'done' }), context())
      .then({ reason: 'She found it' })
  })
})

describe('there is no reason', () => {
  test('of what is under way, or goes on again', () => {
    given(cardDecider, placed).when(explain('Too dear'), context()).thenRefused({ reason: 'not-over' })
    given(cardDecider, ...lost, wentOn)
      .when(explain('Too dear'), context())
      .thenRefused({ reason: 'not-over' })
    given(cardDecider, ...lost, next)
      .when(explain('Too dear', { cycle: 2 }), context())
      .thenRefused({ reason: 'not-over' })
  })

  test('of a cycle that never was, or of no card', () => {
    given(cardDecider, ...lost)
      .when(explain('Too dear', { cycle: 7 }), context())
      .thenRefused({ reason: 'not-over' })
    given(cardDecider).when(explain('Too dear'), context()).thenRefused({ reason: 'no-such-card' })
    given(cardDecider, ...lost, { type: 'card.erased', at: now, by: ana, cause: 'e' })
      .when(explain('Too dear'), context())
      .thenRefused({ reason: 'no-such-card' })
    given(cardDecider, ...lost)
      .when(explain('Too dear'), context({ workflow: null }))
      .thenRefused({ reason: 'no-such-workflow' })
  })

  test('why it was lost, where a colleague won it after all meanwhile', () => {
    given(cardDecider, ...lost, closed('sold', 'won', now - 20))
      .when(explain('Too dear'), context())
      .thenRefused({ reason: 'ended-otherwise', at: now - 20, outcome: 'won' })
  })
})

describe('what was said without a network', () => {
  test('of a cycle that is over counts also when the customer has come back since', () => {
    given(cardDecider, ...lost, next)
      .when(explain('Too dear'), context())
      .then({ type: 'card.explained', cycle: 1, reason: 'Too dear' })
    const won = [placed, closed('sold', 'won'), next] as const
    given(cardDecider, ...won)
      .when(explain('Fair price', { outcome: 'won' }), context())
      .thenRefused({ reason: 'stage-not-yours', stage: 'sold', way: 'in', role: 'supervisor' })
  })

  test('by two is as the later one says, and tells whose words they are', () => {
    given(cardDecider, ...lost, said('Too late', ben))
      .when(explain('Too dear'), context())
      .then({ by: ana, reason: 'Too dear' })
    const { cycles } = replay(cardDecider, [...lost, said('Too late', ben), said('Too dear', ana)])
    expect(cycles[0]).toMatchObject({ outcome: 'lost', reason: 'Too dear', explainedBy: ana })
  })
})

describe('the history of cycles', () => {
  test('has the reason where it belongs, and nothing else is touched by it', () => {
    const before = replay(cardDecider, [...lost, next])
    const after = replay(cardDecider, [...lost, next, said('Too dear')])
    const [first, ...others] = before.cycles
    expect(after).toEqual({
      ...before,
      changedAt: now - 50,
      cycles: [{ ...first, reason: 'Too dear', explainedBy: ana }, ...others]
    })
  })

  test('says of one cycle what belongs to no other', () => {
    const twice = [...lost, next, closed('gone', 'lost', now - 60)]
    const reasons = (cycle: number) =>
      replay(cardDecider, [...twice, said('Too dear', ana, cycle)]).cycles.map(({ reason }) => reason)
    expect([reasons(1), reasons(2)]).toEqual([
      ['Too dear', ''],
      ['', 'Too dear']
    ])
  })

  test('forgets it with the end it was about', () => {
    for (const end of [wentOn, closed('sold', 'won', now)]) {
      const [cycle] = replay(cardDecider, [...lost, said('Too dear'), end]).cycles
      expect([cycle?.reason, cycle?.explainedBy]).toEqual(['', undefined])
    }
  })
})
