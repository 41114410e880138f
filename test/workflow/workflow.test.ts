import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { replay } from '../../shared/kernel/decider.ts'
import { faultOf } from '../../shared/workflow/plan-rules.ts'
import { plan as planSchema } from '../../shared/workflow/plan.ts'
import { templates } from '../../shared/workflow/templates.ts'
import { landing, stageNow, workflowDecider } from '../../shared/workflow/workflow.ts'
import { given } from '../support/given.ts'
import { ana, context, now, plan, published, stage, withStages } from './story.ts'

const base = { id: 'k', at: now, workflow: 'w' } as const
const publish = { ...base, type: 'workflow.publish', onVersion: 0, plan, moved: [] } as const
const admin = context({ role: 'admin' })
const without = (id: string) => ({ ...plan, stages: plan.stages.filter(one => one.id !== id) })

describe('a workflow', () => {
  test('is published by an admin, as its first version', () => {
    given(workflowDecider).when(publish, admin).then({ type: 'workflow.published', version: 1, plan })
    given(workflowDecider)
      .when(publish, context({ role: 'supervisor' }))
      .thenRefused({ reason: 'not-allowed' })
  })

  test('is published again as the next version, by whoever edited the one in force', () => {
    const next = { ...publish, onVersion: 1, plan: { ...plan, name: 'Selling' } }
    given(workflowDecider, published(1, plan)).when(next, admin).then({ version: 2 })
    given(workflowDecider, published(1, plan), published(2, plan))
      .when(next, admin)
      .thenRefused({ reason: 'published-meanwhile', by: ana, at: published(2, plan).at, version: 2 })
  })

  test('keeps its earlier versions, so that one of them can be published again', () => {
    const renamed = { ...plan, name: 'Selling' }
    const state = replay(workflowDecider, [published(1, plan), published(2, renamed), published(3, plan)])
    expect(state.now).toMatchObject({ version: 3, plan: { name: 'Sales' } })
    expect(state.earlier.map(one => [one.version, one.plan.name])).toEqual([
      [2, 'Selling'],
      [1, 'Sales']
    ])
  })

  test('that was archived can be brought back', () => {
    const archived = { ...base, type: 'workflow.archived', by: ana, cause: 'a' } as const
    given(workflowDecider)
      .when({ ...base, type: 'workflow.archive' }, admin)
      .thenRefused({ reason: 'no-such-workflow' })
    given(workflowDecider, published(1, plan))
      .when({ ...base, type: 'workflow.archive' }, admin)
      .then({ type: 'workflow.archived' })
    given(workflowDecider, published(1, plan), archived)
      .when({ ...base, type: 'workflow.archive' }, admin)
      .thenNothing()
    given(workflowDecider, published(1, plan), archived)
      .when({ ...base, type: 'workflow.restore' }, admin)
      .then({ type: 'workflow.restored' })
  })
})

describe('a stage that a new version no longer has', () => {
  const next = { ...publish, onVersion: 1, plan: without('talk') }

  test('must name where its cards go, and that must be a stage there is', () => {
    const refused = { reason: 'stage-without-heir', stage: 'talk' } as const
    given(workflowDecider, published(1, plan)).when(next, admin).thenRefused(refused)
    given(workflowDecider, published(1, plan))
      .when({ ...next, moved: [{ from: 'talk', to: 'talk' }] }, admin)
      .thenRefused(refused)
    given(workflowDecider, published(1, plan))
      .when({ ...next, moved: [{ from: 'talk', to: 'new' }] }, admin)
      .then({ moved: [{ from: 'talk', to: 'new' }] })
  })

  test('leaves its cards to its heir, and its heir’s heir', () => {
    const second = published(2, without('talk'), [{ from: 'talk', to: 'offer' }])
    const third = published(
      3,
      { ...plan, stages: plan.stages.filter(one => one.id !== 'talk' && one.id !== 'offer') },
      [{ from: 'offer', to: 'new' }]
    )
    const at = (...facts: (typeof second)[]) => stageNow(replay(workflowDecider, facts), 'talk')?.id
    expect(at(published(1, plan))).toBe('talk')
    expect(at(published(1, plan), second)).toBe('offer')
    expect(at(published(1, plan), second, third)).toBe('new')
    expect(stageNow(replay(workflowDecider, [published(1, plan)]), 'never')).toBeUndefined()
  })

  test('has its own cards again when the workflow is rolled back', () => {
    const state = replay(workflowDecider, [
      published(1, plan),
      published(2, without('talk'), [{ from: 'talk', to: 'new' }]),
      published(3, plan)
    ])
    expect(stageNow(state, 'talk')?.id).toBe('talk')
    expect(state.heirs).toEqual({})
  })
})

describe('a hard limit', () => {
  const board = new Map([
    ['a', 'talk'],
    ['b', 'talk'],
    ['c', 'offer']
  ])
  const limited = (cards: number, hard: boolean) =>
    withStages(one => (one.id === 'talk' ? { ...one, limit: { cards, hard } } : one))

  test('that is broken already is not published; a soft one is', () => {
    const look = context({ role: 'admin', board })
    given(workflowDecider, published(1, plan))
      .when({ ...publish, onVersion: 1, plan: limited(1, true) }, look)
      .thenRefused({ reason: 'stage-full', stage: 'talk', cards: 2, limit: 1 })
    given(workflowDecider, published(1, plan))
      .when({ ...publish, onVersion: 1, plan: limited(1, false) }, look)
      .then({ version: 2 })
  })

  test('counts what a removed stage leaves to its heir', () => {
    given(workflowDecider, published(1, plan))
      .when(
        { ...publish, onVersion: 1, plan: without('offer'), moved: [{ from: 'offer', to: 'talk' }] },
        context({ role: 'admin', board })
      )
      .thenRefused({ reason: 'stage-full', stage: 'talk', cards: 3, limit: 2 })
  })
})

describe('a plan', () => {
  const faulty = (stages: (typeof plan)['stages'], more: Partial<typeof plan> = {}) =>
    faultOf({ ...plan, stages, ...more })

  test('says what is wrong with it', () => {
    expect(faulty([stage('a', 'working')])).toEqual({ fault: 'no-incoming-stage' })
    expect(faulty([stage('a', 'incoming'), stage('a', 'won')])).toEqual({ fault: 'named-twice', name: 'a' })
    expect(faulty([stage('a', 'incoming'), stage('b', 'won', { name: 'A' })])).toEqual({
      fault: 'named-twice',
      name: 'A'
    })
    expect(faulty(plan.stages, { fields: [{ key: 'value', name: 'Value' }] })).toEqual({
      fault: 'named-twice',
      name: 'value'
    })
    expect(faulty(plan.stages, { transitions: [{ from: 'new', to: 'moon' }] })).toEqual({
      fault: 'unknown-stage',
      stage: 'moon'
    })
    expect(faulty(plan.stages, { fields: [] })).toEqual({ fault: 'unknown-field', field: 'interest' })
    expect(faulty(plan.stages)).toBeUndefined()
  })

  test('has no limit that could not be kept: customers come in, and cards end, whether there is room or not', () => {
    const limit = { cards: 3, hard: true }
    const soft = { cards: 3, hard: false }
    const fault = (one: ReturnType<typeof stage>) => faulty([stage('in', 'incoming'), one])
    expect(fault(stage('x', 'incoming', { limit }))).toEqual({ fault: 'limit-cannot-hold', stage: 'X' })
    expect(fault(stage('x', 'won', { limit: soft }))).toEqual({ fault: 'limit-cannot-hold', stage: 'X' })
    expect(fault(stage('x', 'incoming', { limit: soft }))).toBeUndefined()
    given(workflowDecider)
      .when({ ...publish, plan: { ...plan, stages: [stage('in', 'incoming', { limit })], fields: [] } }, admin)
      .thenRefused({ reason: 'unsound-plan', fault: { fault: 'limit-cannot-hold', stage: 'IN' } })
  })

  test('comes in a few templates, each sound and whole', () => {
    expect(templates.map(one => one.id)).toEqual(['support', 'sales', 'onboarding', 'simple'])
    for (const { id, plan } of templates) {
      expect([id, faultOf(plan), v.is(planSchema, plan)]).toEqual([id, undefined, true])
      expect(landing(plan)?.kind).toBe('incoming')
    }
  })
})
