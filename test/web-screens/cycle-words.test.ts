import { expect, test } from 'vitest'
import type { Cycle } from '../../shared/workflow/cycles.ts'
import { cycleWords, stagesWords, wentOnWords } from '../../web/workflow/cycle-words.ts'
import { dayMs, hourMs, plan } from '../workflow/story.ts'

const cycle: Cycle = { number: 1, openedAt: 0, closedAt: null, outcome: null, reason: '', stages: [] }

test('a passage says what came of it, and how long it took', () => {
  expect(cycleWords(cycle)).toBe('Under way')
  expect(cycleWords({ ...cycle, closedAt: 3 * dayMs, outcome: 'lost' })).toBe('Lost after 3 d')
  expect(cycleWords({ ...cycle, closedAt: 20_000, outcome: 'done' })).toBe('Done after less than a minute')
})

test('an end that was none is told with what was said of it', () => {
  const one = { at: 0, outcome: 'done', reason: 'Answered on the phone' } as const
  expect(wentOnWords(one, '14:02')).toBe('done, 14:02; then the customer wrote again')
})

test('where it was how long is told with the names of now', () => {
  const stages = [
    { stage: 'new', ms: 2 * hourMs },
    { stage: 'long-gone', ms: 3 * dayMs }
  ]
  const name = plan.stages.find(({ id }) => id === 'new')?.name
  expect(stagesWords({ ...cycle, stages }, plan)).toBe(`${name} 2 h, A removed stage 3 d`)
})
