import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Role } from '../../shared/identity/events.ts'
import { noCard, type Card } from '../../shared/workflow/card.ts'
import { cardDecider } from '../../shared/workflow/decide-card.ts'
import type { Course, Moment } from '../../shared/workflow/dry-run/course.ts'
import { dryRun } from '../../shared/workflow/dry-run/dry-run.ts'
import type { Played } from '../../shared/workflow/dry-run/played.ts'
import type { CardFact } from '../../shared/workflow/events.ts'
import type { Plan } from '../../shared/workflow/plan.ts'
import { stageNow, workflowDecider, type Workflow } from '../../shared/workflow/workflow.ts'
import { began, play, truth, wishes, type Wish } from './model.ts'
import { ana, ben, closed, hourMs, moved, now, placed, plan, published, stage, withStages, workflow } from './story.ts'

const hour = (count: number) => now + count * hourMs
const put = (at: number, more: Partial<Extract<CardFact, { type: 'card.placed' }>> = {}): CardFact => ({
  ...(placed as Extract<CardFact, { type: 'card.placed' }>),
  at,
  ...more
})

/** Facts of some cards, in their order, as a log has them: each with what its card was before. */
function lived(...facts: (readonly [card: string, fact: CardFact])[]): Moment[] {
  const cards = new Map<string, Card>()
  return facts.map(([card, fact]) => {
    const before = cards.get(card) ?? noCard
    cards.set(card, cardDecider.evolve(before, fact))
    return { at: fact.at, card, before, fact }
  })
}

function course(moments: readonly Moment[], more: Partial<Course> = {}): Course {
  return { workflow: 'w', from: now, until: hour(168), board: new Map(), still: [], moments, ...more }
}

function tried(on: Course, next: Plan, moves: { from: string; to: string }[] = [], roles: Record<string, Role> = {}) {
  return playedBy(
    on,
    workflow,
    workflowDecider.evolve(workflow, published(2, next, moves)),
    agent => roles[agent] ?? 'agent'
  )
}

function playedBy(on: Course, was: Workflow, would: Workflow, roleOf: (agent: string) => Role): Played {
  const run = dryRun(on, { was, would, roleOf })
  for (let next = run.next(); ; next = run.next()) if (next.done) return next.value
}

const two = lived(
  ['w:a', put(hour(0), { conversation: 'a' })],
  ['w:b', put(hour(1), { conversation: 'b' })],
  ['w:a', moved('new', 'talk', hour(2))],
  ['w:b', moved('new', 'talk', hour(3), ben)],
  ['w:a', moved('talk', 'gone', hour(4))]
)

describe('a move of the past week', () => {
  test('is refused where the stage had as many as it may have now', () => {
    const full = withStages(one => (one.id === 'talk' ? { ...one, limit: { cards: 1, hard: true } } : one))
    const { moves, refused, because, stopped } = tried(course(two), full)
    expect({ moves, refused, because }).toEqual({ moves: 5, refused: 1, because: [{ reason: 'stage-full', count: 1 }] })
    expect(stopped).toEqual([
      {
        card: 'w:b',
        at: hour(3),
        by: ben,
        from: 'new',
        to: 'talk',
        refusal: { reason: 'stage-full', stage: 'talk', cards: 1, limit: 1 }
      }
    ])
  })

  test('is refused to who may not make it now, and not to who may', () => {
    const guarded = withStages(one => (one.id === 'talk' ? { ...one, enter: 'supervisor' } : one))
    const { stopped } = tried(course(two), guarded, [], { ana: 'supervisor' })
    expect(stopped).toMatchObject([{ by: ben, refusal: { reason: 'stage-not-yours', way: 'in', role: 'supervisor' } }])
  })

  test('is refused where no path leads now, and where something is not filled in', () => {
    const narrow = { ...plan, transitions: [{ from: 'new', to: 'talk' }] }
    expect(tried(course(two), narrow).stopped).toMatchObject([
      { card: 'w:a', refusal: { reason: 'transition-not-allowed', from: 'talk', to: 'gone' } }
    ])
    const asking = withStages(one => (one.id === 'new' ? { ...one, required: ['value'] } : one))
    expect(tried(course(two), asking).stopped.map(one => one.refusal.reason)).toEqual([
      'missing-fields',
      'missing-fields'
    ])
    const valued: CardFact = {
      type: 'card.valued',
      at: hour(2),
      by: ana,
      cause: 'v',
      value: { minor: 1, currency: 'EUR' }
    }
    const filled = lived(['w:a', put(hour(0))], ['w:a', valued], ['w:a', moved('new', 'talk', hour(2))])
    expect(tried(course(filled), asking).refused).toBe(0)
  })

  test('goes to the heir of a stage that goes, and is none where both have become one', () => {
    const without = { ...plan, stages: plan.stages.filter(one => one.id !== 'talk') }
    const toOffer = tried(course(two), without, [{ from: 'talk', to: 'offer' }])
    expect(toOffer.moves).toBe(5)
    // Out of the heir nobody goes without what it asks for.
    expect(toOffer.stopped).toMatchObject([{ from: 'offer', to: 'gone', refusal: { reason: 'missing-fields' } }])
    expect(tried(course(two), without, [{ from: 'talk', to: 'new' }])).toMatchObject({ moves: 3, refused: 0 })
  })

  test('counts as made, whatever would have been said: the log goes on as it did', () => {
    const none = withStages(one => (one.id === 'talk' ? { ...one, limit: { cards: 1, hard: true } } : one))
    const more = lived(
      ...(['a', 'b', 'c'] as const).flatMap(
        (one, at) =>
          [
            [`w:${one}`, put(hour(at), { conversation: one })],
            [`w:${one}`, moved('new', 'talk', hour(at + 0.5))]
          ] as const
      )
    )
    expect(tried(course(more), none).stopped.map(one => one.refusal)).toMatchObject([{ cards: 2 }, { cards: 1 }])
  })

  test('that a customer or a reaction made is refused by nothing', () => {
    const by = { kind: 'system', id: 'workflow' } as const
    const back = lived(
      ['w:a', put(hour(0), { by, conversation: 'a' })],
      ['w:a', closed('gone', 'lost', hour(1))],
      ['w:a', { type: 'card.reopened', at: hour(2), by, cause: 'b', stage: 'new', rank: 'm' }]
    )
    const guarded = withStages(one => (one.id === 'new' ? { ...one, enter: 'admin' } : one))
    expect(tried(course(back), guarded)).toMatchObject({ moves: 1, refused: 0 })
  })
})

describe('the cards that are there', () => {
  const board = new Map([
    ['w:x', 'talk'],
    ['w:y', 'talk'],
    ['w:z', 'new']
  ])

  test('go where their stage’s heir is, and stand above a limit', () => {
    const without = {
      ...plan,
      stages: plan.stages
        .filter(one => one.id !== 'talk')
        .map(one => (one.id === 'new' ? { ...one, limit: { cards: 2, hard: false } } : one))
    }
    const { goes, over } = tried(course([], { board }), without, [{ from: 'talk', to: 'new' }])
    expect(goes).toEqual([{ from: 'talk', to: 'new', count: 2, cards: ['w:x', 'w:y'] }])
    expect(over).toEqual([{ stage: 'new', cards: 3, limit: 2, hard: false }])
    expect(tried(course([], { board }), plan)).toMatchObject({ goes: [], over: [], times: [] })
  })
})

describe('a time limit', () => {
  const timed = (minutes: number, warnMinutes: number) =>
    withStages(one => (one.id === 'talk' ? { ...one, time: { minutes, warnMinutes } } : one))

  test('would have warned, and been passed, by how long cards really stayed', () => {
    const week = lived(
      // 30 minutes, 50 minutes, two hours, and one that is there still.
      ...(['a', 'b', 'c', 'd'] as const).flatMap(
        (one, at) =>
          [
            [`w:${one}`, put(hour(at), { conversation: one })],
            [`w:${one}`, moved('new', 'talk', hour(at))]
          ] as const
      ),
      ['w:a', moved('talk', 'offer', hour(0.5))],
      ['w:b', moved('talk', 'offer', hour(1) + (hourMs * 5) / 6)],
      ['w:c', moved('talk', 'offer', hour(4))]
    )
    expect(tried(course(week), timed(60, 20)).times).toEqual([
      { stage: 'talk', was: { warned: 0, late: 0, lateNow: 0 }, would: { warned: 3, late: 2, lateNow: 1 } }
    ])
  })

  test('counts what is there since before, and says in the week what it says in the week', () => {
    const since = (at: number): Card => ({ ...noCard, status: 'open', workflow: 'w', stage: 'talk', enteredAt: at })
    const still = [since(hour(-48)), since(hour(-1)), since(hour(167))]
    expect(tried(course([], { still }), timed(240, 60)).times).toMatchObject([
      { would: { warned: 1, late: 1, lateNow: 2 } }
    ])
  })
})

const quiet = (history: readonly Wish[]) => history.filter(wish => wish.does !== 'publish')
const ofModel = (history: readonly Wish[]) => {
  const { workflow: inForce, moments, clock } = play(quiet(history), truth, () => undefined)
  return { inForce, on: course(moments, { from: began, until: clock }) }
}
const asCalled = (agent: string) => agent as Role

test('the plan in force refuses nothing of what was done under it, whatever that was', () => {
  let [ran, moves] = [0, 0]
  fc.assert(
    fc.property(wishes, history => {
      const { inForce, on } = ofModel(history)
      const same = playedBy(on, inForce, inForce, asCalled)
      expect({ refused: same.refused, stopped: same.stopped, goes: same.goes }).toEqual({
        refused: 0,
        stopped: [],
        goes: []
      })
      ran += 1
      moves += same.moves
    }),
    { numRuns: 200, seed: 5 }
  )
  expect(ran).toBe(200)
  expect(moves).toBeGreaterThan(1000)
})

/** Who comes into a stage that has so many others, read from the facts alone. */
function arrivals(moments: readonly Moment[], id: string, limit: number): number {
  const places = new Map<string, string>()
  let count = 0
  for (const { card, fact } of moments) {
    const to = fact.type === 'card.moved' ? fact.to : 'stage' in fact ? fact.stage : undefined
    if (to === undefined) continue
    const others = [...places].filter(([other, at]) => other !== card && at === id).length
    const byPerson = fact.by.kind === 'agent'
    if (fact.type !== 'card.closed' && to === id && byPerson && others >= limit) count += 1
    if (fact.type === 'card.closed') places.delete(card)
    else places.set(card, to)
  }
  return count
}

test('a hard limit stops exactly those who came when it was reached, on any history', () => {
  let stops = 0
  fc.assert(
    fc.property(wishes, fc.constantFrom('one', 'two', 'two', 'two'), (history, id) => {
      const open = quiet(history).map((wish, at) => (at === 0 ? { ...wish, stage: 0 } : wish))
      const { inForce, on } = ofModel(open)
      const loose = { ...inForce.now!.plan, stages: inForce.now!.plan.stages.map(one => ({ ...one, limit: null })) }
      const tight = {
        ...loose,
        stages: loose.stages.map(one => (one.id === id ? { ...one, limit: { cards: 1, hard: true } } : one))
      }
      const would = workflowDecider.evolve(inForce, published(2, tight))
      expect(stageNow(would, id)?.limit).toEqual({ cards: 1, hard: true })
      const { because } = playedBy(on, inForce, would, () => 'admin')
      const full = because.find(one => one.reason === 'stage-full')?.count ?? 0
      expect(full).toBe(arrivals(on.moments, id, 1))
      stops += full
    }),
    { numRuns: 400, seed: 7 }
  )
  expect(stops).toBeGreaterThan(20)
})

test('a new stage is nobody’s yet', () => {
  const more = { ...plan, stages: [...plan.stages, stage('later', 'waiting')] }
  expect(tried(course(two), more)).toMatchObject({ refused: 0, goes: [], over: [] })
})
