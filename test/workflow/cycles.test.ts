import { describe, expect, test } from 'vitest'
import { replay } from '../../shared/kernel/decider.ts'
import type { Author } from '../../shared/kernel/message.ts'
import { cardDecider } from '../../shared/workflow/decide-card.ts'
import type { CardFact } from '../../shared/workflow/events.ts'
import { given } from '../support/given.ts'
import { ana, base, closed, context, dayMs, hourMs, moved, now, placed, plan, system, workflow } from './story.ts'

const close = (outcome: 'won' | 'lost' | 'done', from = 'new') =>
  ({ ...base, type: 'card.close', from, outcome, reason: 'Too dear', rank: 'n' }) as const
const comeBack = (at: number) => ({ ...base, at, type: 'card.come-back', rank: 'n' }) as const
const shut = [placed, closed('gone', 'lost', now - 10 * dayMs)] as const

describe('closing', () => {
  test('keeps the outcome and the reason, and goes to the stage that is for it', () => {
    given(cardDecider, placed)
      .when(close('lost'), context())
      .then({ type: 'card.closed', outcome: 'lost', reason: 'Too dear', stage: 'gone' })
  })

  test('as done ends where the card stands', () => {
    given(cardDecider, placed).when(close('done'), context()).then({ outcome: 'done', stage: 'new' })
  })

  test('is judged like the move it is', () => {
    given(cardDecider, placed)
      .when(close('won'), context())
      .thenRefused({ reason: 'stage-not-yours', stage: 'sold', way: 'in', role: 'supervisor' })
    given(cardDecider, placed, moved('new', 'offer'))
      .when(close('done', 'offer'), context())
      .thenRefused({ reason: 'missing-fields', stage: 'offer', fields: ['value', 'interest'] })
    given(cardDecider, placed, moved('new', 'talk'))
      .when(close('lost'), context())
      .thenRefused({ reason: 'moved-meanwhile', by: ana, at: now - 2 * dayMs, stage: 'talk', cycle: 1 })
  })

  test('ends the passage its author saw, and no later one', () => {
    const again = [
      ...shut,
      { type: 'card.cycle-opened', at: now - dayMs, by: ana, cause: 'k2', number: 2, stage: 'new', rank: 'm' }
    ] as const
    given(cardDecider, ...again)
      .when({ ...close('lost'), cycle: 1 }, context())
      .thenRefused({ reason: 'moved-meanwhile', by: ana, at: now - dayMs, stage: 'new', cycle: 2 })
    given(cardDecider, ...again)
      .when({ ...close('lost'), cycle: 2 }, context())
      .then({ outcome: 'lost', stage: 'gone' })
  })

  test('happens once: the second is told who closed it and how', () => {
    given(cardDecider, ...shut)
      .when(close('won'), context())
      .thenRefused({ reason: 'already-closed', by: ana, at: now - 10 * dayMs, outcome: 'lost', stage: 'gone' })
  })
})

describe('a customer who writes again', () => {
  test('within the days of the workflow goes on with the same cycle', () => {
    given(cardDecider, ...shut)
      .when(comeBack(now - 10 * dayMs + 7 * dayMs), system())
      .then({ type: 'card.reopened', stage: 'new' })
  })

  test('later begins a new one', () => {
    given(cardDecider, ...shut)
      .when(comeBack(now - 10 * dayMs + 7 * dayMs + 1), system())
      .then({ type: 'card.cycle-opened', number: 2, stage: 'new' })
  })

  test('while the card is open, or before it was closed, changes nothing', () => {
    given(cardDecider, placed).when(comeBack(now), system()).thenNothing()
    given(cardDecider, ...shut)
      .when(comeBack(now - 10 * dayMs - 1), system())
      .thenNothing()
  })

  test('changes nothing in a workflow that lets closed cards rest, or that is archived', () => {
    const resting = { ...workflow, now: { ...workflow.now!, plan: { ...plan, reopening: null } } }
    given(cardDecider, ...shut)
      .when(comeBack(now), system({ workflow: resting }))
      .thenNothing()
    given(cardDecider, ...shut)
      .when(comeBack(now), system({ workflow: { ...workflow, archived: true } }))
      .thenNothing()
  })

  test('is heard of from the server alone', () => {
    given(cardDecider, ...shut)
      .when(comeBack(now), context({ role: 'admin' }))
      .thenRefused({ reason: 'not-allowed' })
  })
})

describe('by hand', () => {
  const reopen = (as: 'same-cycle' | 'new-cycle', to: string | null = null) =>
    ({ ...base, type: 'card.reopen', as, to, rank: 'n' }) as const

  test('a closed card goes on, or begins anew, as for a renewal', () => {
    given(cardDecider, ...shut)
      .when(reopen('same-cycle'), context())
      .then({ type: 'card.reopened', stage: 'new' })
    given(cardDecider, ...shut)
      .when(reopen('new-cycle', 'talk'), context())
      .then({ type: 'card.cycle-opened', number: 2, stage: 'talk' })
  })

  test('an open one is open already, and the end is no beginning', () => {
    given(cardDecider, placed).when(reopen('new-cycle'), context()).thenNothing()
    given(cardDecider, ...shut)
      .when(reopen('new-cycle', 'gone'), context())
      .thenRefused({ reason: 'no-such-stage', stage: 'gone' })
  })

  test('a full stage takes no card back', () => {
    const board = new Map([
      ['x', 'talk'],
      ['y', 'talk']
    ])
    given(cardDecider, ...shut)
      .when(reopen('same-cycle', 'talk'), context({ board }))
      .thenRefused({ reason: 'stage-full', stage: 'talk', cards: 2, limit: 2 })
  })
})

describe('the history of cycles', () => {
  const at = (hours: number) => now + hours * hourMs
  const story: CardFact[] = [
    { ...placed, at: at(0) },
    moved('new', 'talk', at(2)),
    moved('talk', 'new', at(5)),
    moved('new', 'offer', at(6)),
    { ...closed('gone', 'lost', at(10)), reason: 'Too dear' } as CardFact,
    { type: 'card.cycle-opened', at: at(100), by: ana, cause: 'again', number: 2, stage: 'new', rank: 'm' },
    closed('sold', 'won', at(101))
  ]

  test('has every passage with its outcome and the time in each stage', () => {
    expect(replay(cardDecider, story).cycles).toEqual([
      {
        number: 1,
        openedAt: at(0),
        closedAt: at(10),
        outcome: 'lost',
        reason: 'Too dear',
        stages: [
          { stage: 'new', ms: 3 * hourMs },
          { stage: 'talk', ms: 3 * hourMs },
          { stage: 'offer', ms: 4 * hourMs }
        ]
      },
      {
        number: 2,
        openedAt: at(100),
        closedAt: at(101),
        outcome: 'won',
        reason: '',
        stages: [{ stage: 'new', ms: hourMs }]
      }
    ])
  })

  test('does not count the time a card was closed, and goes on with the same cycle', () => {
    const reopened: CardFact = { type: 'card.reopened', at: at(50), by: ana, cause: 'r', stage: 'new', rank: 'm' }
    const state = replay(cardDecider, [...story.slice(0, 5), reopened, moved('new', 'talk', at(51))])
    expect(state.cycles).toHaveLength(1)
    expect(state.cycles[0]).toMatchObject({ closedAt: null, outcome: null })
    expect(state.cycles[0]?.stages.find(one => one.stage === 'new')?.ms).toBe(4 * hourMs)
  })

  test('keeps what was said of an end after which the customer wrote again, and not what was taken back', () => {
    const back = (cause: string, hours: number, by: Author): CardFact => {
      return { type: 'card.reopened', at: at(hours), by, cause, stage: 'new', rank: 'm' }
    }
    const workflowItself = { kind: 'system', id: 'workflow' } as const
    const because = (reason: string, hours: number) => ({ ...closed('sold', 'won', at(hours)), reason }) as CardFact
    const written = [...story.slice(0, 5), back('r', 12, workflowItself)]
    const lost = { at: at(10), outcome: 'lost', reason: 'Too dear' }
    expect(replay(cardDecider, written).cycles[0]).toMatchObject({ closedAt: null, reason: '', wentOn: [lost] })
    const slip = [...written, because('A slip', 13), back('s', 14, ana), closed('sold', 'won', at(15))]
    expect(replay(cardDecider, slip).cycles[0]).toMatchObject({ outcome: 'won', reason: '', wentOn: [lost] })
    const said = [...slip, back('t', 16, workflowItself), because('Asked for two', 17), back('u', 18, workflowItself)]
    const won = { at: at(17), outcome: 'won', reason: 'Asked for two' }
    expect(replay(cardDecider, said).cycles[0]?.wentOn).toEqual([lost, won])
  })

  test('never overlaps, though the clocks of its authors do', () => {
    const early: CardFact = {
      type: 'card.cycle-opened',
      at: at(1),
      by: ana,
      cause: 'e',
      number: 2,
      stage: 'new',
      rank: 'm'
    }
    const state = replay(cardDecider, [...story.slice(0, 5), early, closed('gone', 'lost', at(3))])
    expect(state.cycles.map(one => [one.openedAt, one.closedAt])).toEqual([
      [at(0), at(10)],
      [at(10), at(10)]
    ])
    expect(state.cycles[1]?.stages).toEqual([{ stage: 'new', ms: 0 }])
  })
})

describe('a move names the cycle it was made in', () => {
  const move = (from: string, to: string, cycle?: number | null) =>
    ({ ...base, type: 'card.move', from, to, rank: 'n', ...(cycle !== undefined && { cycle }) }) as const
  const inPlace = [placed, moved('new', 'talk'), closed('talk', 'done')] as const
  const told = { reason: 'already-closed', by: ana, at: now - dayMs, outcome: 'done', stage: 'talk' } as const
  const again: CardFact = {
    type: 'card.cycle-opened',
    at: now - 5,
    by: ana,
    cause: 'o',
    number: 2,
    stage: 'talk',
    rank: 'm'
  }

  test('so that what was closed in its stage meanwhile stays closed, and its author is told', () => {
    for (const to of ['offer', 'new', 'gone']) {
      given(cardDecider, ...inPlace)
        .when(move('talk', to, 1), context())
        .thenRefused(told)
    }
    // Also where they were to bring it to just there.
    given(cardDecider, ...inPlace)
      .when(move('new', 'talk', 1), context())
      .thenRefused(told)
  })

  test('and who saw it closed opens it again', () => {
    given(cardDecider, ...inPlace)
      .when(move('talk', 'offer', null), context())
      .then({ type: 'card.reopened', stage: 'offer' })
    given(cardDecider, ...shut)
      .when(move('gone', 'talk', null), context())
      .then({ type: 'card.reopened', stage: 'talk' })
  })

  test('and a card that has begun anew since is not moved by who saw the cycle before', () => {
    given(cardDecider, ...inPlace, again)
      .when(move('talk', 'offer', 1), context())
      .thenRefused({ reason: 'moved-meanwhile', by: ana, at: now - 5, stage: 'talk', cycle: 2 })
    given(cardDecider, ...inPlace, again)
      .when(move('talk', 'offer', 2), context())
      .then({ type: 'card.moved', to: 'offer' })
  })

  test('two who bring it to the same end agree', () => {
    given(cardDecider, ...shut)
      .when(move('new', 'gone', 1), context())
      .thenNothing()
  })

  test('an older device says none, and is judged by the stage it saw', () => {
    given(cardDecider, ...inPlace)
      .when(move('talk', 'offer'), context())
      .then({ type: 'card.reopened' })
  })
})
