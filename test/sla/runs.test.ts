import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { conversationDecider } from '../../shared/conversations/decide.ts'
import { given } from '../support/given.ts'
import { agent, command, customer, fact, opened, platform } from '../conversations/story.ts'
import * as story from './story.ts'

const { after, answers, at, reopens, resolves, snoozes, wakes, writes } = story

const step = fc.constantFrom(
  // What is written to a conversation that sleeps or is over opens it.
  (minutes: number) => [writes(minutes), reopens(minutes, customer)],
  (minutes: number) => answers(minutes),
  (minutes: number) => answers(minutes, { kind: 'system', id: 'automation' }),
  (minutes: number) => story.answersElsewhere(minutes),
  snoozes,
  wakes,
  resolves,
  (minutes: number) => reopens(minutes)
)
const steps = fc.array(fc.tuple(step, fc.integer({ min: -3, max: 40 })), { maxLength: 60 })

test('whatever happens, at most one answer and one end are waited for, and no time counts twice', () => {
  let runs = 0
  fc.assert(
    fc.property(steps, history => {
      let minutes = 100
      const facts = history.flatMap(([make, by]) => make((minutes += by)))
      const state = after(...facts)
      for (const kind of [true, false]) {
        const open = state.runs?.filter(run => run.ended === null && (run.target === 'resolution') === kind) ?? []
        expect(open.length).toBeLessThanOrEqual(1)
      }
      for (const { ran, from, ended } of state.runs ?? []) {
        runs++
        for (const [began, until] of ran) expect(until).toBeGreaterThanOrEqual(began)
        if (ended !== null) expect(from).toBeNull()
        if (state.status !== 'open') expect(from).toBeNull()
      }
      expect(state.runs?.length ?? 0).toBeLessThanOrEqual(9)
      if (state.status === 'resolved') expect(state.runs?.every(run => run.ended !== null) ?? true).toBe(true)
    }),
    { numRuns: 500 }
  )
  expect(runs).toBeGreaterThan(1000)
})

const waiting = [opened, writes(0, 'm0')] as const
const of = { target: 'first-reply', of: 'm0', due: at(30) } as const
const missed = fact('conversation.sla-missed', { at: at(30), ...of })

test('that it was missed is said once, and not where the answer was there in time', () => {
  const miss = command('conversation.miss-sla', { ...of, at: at(30) })
  given(conversationDecider, ...waiting)
    .when(miss, platform(at(31)))
    .then({ type: 'conversation.sla-missed', at: at(30), due: at(30) })
  given(conversationDecider, ...waiting, missed)
    .when(miss, platform(at(31)))
    .thenNothing()
  given(conversationDecider, ...waiting, answers(29))
    .when(miss, platform(at(31)))
    .thenNothing()
  given(conversationDecider, ...waiting, answers(40))
    .when(miss, platform(at(41)))
    .then({ type: 'conversation.sla-missed' })
  given(conversationDecider, ...waiting)
    .when({ ...miss, of: 'another' }, platform(at(31)))
    .thenNothing()
})

test('that it will be is said once, and only while it runs', () => {
  const warn = command('conversation.warn-of-sla', { ...of, at: at(22) })
  const warned = fact('conversation.sla-warned', { at: at(22), ...of })
  given(conversationDecider, ...waiting)
    .when(warn, platform(at(23)))
    .then({ type: 'conversation.sla-warned' })
  for (const more of [warned, missed, answers(21), snoozes(21)]) {
    given(conversationDecider, ...waiting, more)
      .when(warn, platform(at(23)))
      .thenNothing()
  }
})

test('no agent can say either', () => {
  const miss = command('conversation.miss-sla', { ...of, at: at(30) })
  given(conversationDecider, ...waiting)
    .when(miss, agent('ada', at(31), 'admin'))
    .thenRefused({ reason: 'not-allowed' })
})
