import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Card } from '../../shared/workflow/card.ts'
import { stageNow } from '../../shared/workflow/workflow.ts'
import { play, truth, wishes, type Model, type Wish } from './model.ts'

/** Read from the states alone: nothing here asks a decider whether it was right. */
function faultsOf({ workflow, cards }: Model): string[] {
  const faults: string[] = []
  for (const stage of workflow.now?.plan.stages ?? []) {
    const here = [...cards.values()].filter(
      card => card.status === 'open' && stageNow(workflow, card.stage)?.id === stage.id
    )
    if (stage.limit?.hard && here.length > stage.limit.cards)
      faults.push(`${stage.id} has ${here.length} of ${stage.limit.cards}`)
  }
  for (const [id, card] of cards) {
    if (card.status === 'unknown') continue
    const stages = (workflow.now?.plan.stages ?? []).filter(one => stageNow(workflow, card.stage)?.id === one.id)
    if (stages.length !== 1) faults.push(`${id} is in ${stages.length} stages`)
    faults.push(...cycleFaults(id, card))
  }
  return faults
}

function cycleFaults(id: string, { status, cycles }: Pick<Card, 'status' | 'cycles'>): string[] {
  const faults: string[] = []
  for (const [at, cycle] of cycles.entries()) {
    const isLast = at === cycles.length - 1
    if (cycle.number !== at + 1) faults.push(`${id} calls cycle ${at + 1} ${cycle.number}`)
    if (cycle.openedAt < (cycles[at - 1]?.closedAt ?? 0)) faults.push(`${id} cycle ${at + 1} overlaps the one before`)
    if ((cycle.closedAt === null) !== (isLast && status === 'open')) faults.push(`${id} cycle ${at + 1} is open`)
    if (cycle.closedAt !== null && cycle.closedAt < cycle.openedAt) faults.push(`${id} cycle ${at + 1} ends first`)
    if (cycle.closedAt === null && cycle.reason !== '') faults.push(`${id} cycle ${at + 1} is explained and not over`)
    if (cycle.stages.some(one => one.ms < 0)) faults.push(`${id} was somewhere for less than no time`)
  }
  return faults
}

test('whatever is wanted, in whatever order: limits hold, a card is in one stage, no cycle overlaps another', () => {
  const told = new Map<string, number>()
  let ran = 0
  fc.assert(
    fc.property(wishes, history => {
      const model = play(history, truth, at => expect(faultsOf(at)).toEqual([]))
      for (const what of model.told) told.set(what, (told.get(what) ?? 0) + 1)
      ran += 1
    }),
    { numRuns: 300, seed: 20_261_125, endOnFailure: true }
  )
  expect(ran).toBe(300)
  // Histories in which nothing is ever full, closed or changed would prove nothing.
  const seldom = [
    'workflow.published',
    'card.placed',
    'card.moved',
    'card.closed',
    'card.explained',
    'card.reopened',
    'card.cycle-opened'
  ]
  for (const what of [...seldom, 'stage-full', 'moved-meanwhile', 'not-over', 'ended-otherwise'])
    expect([what, told.get(what)]).toEqual([what, expect.any(Number)])
  expect(told.get('stage-full')).toBeGreaterThan(50)
})

test('a judge that counts wrongly is found out', () => {
  const miscounts = fc.check(
    fc.property(wishes, (history: Wish[]) => {
      play(
        history,
        () => new Map(),
        at => expect(faultsOf(at)).toEqual([])
      )
    }),
    { numRuns: 300, seed: 1, endOnFailure: true }
  )
  expect(miscounts.failed).toBe(true)
})

test('cycles that overlap are found out', () => {
  const cycle = { openedAt: 5, closedAt: 9, outcome: 'won', reason: '', stages: [] } as const
  const two = [
    { ...cycle, number: 1 },
    { ...cycle, number: 2, openedAt: 8 }
  ]
  expect(cycleFaults('x', { status: 'closed', cycles: two })).toEqual(['x cycle 2 overlaps the one before'])
})

test('a reason of what goes on is found out', () => {
  const cycle = { number: 1, openedAt: 5, closedAt: null, outcome: null, reason: 'Too dear', stages: [] }
  expect(cycleFaults('x', { status: 'open', cycles: [cycle] })).toEqual(['x cycle 1 is explained and not over'])
})
