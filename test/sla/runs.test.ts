import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { conversationDecider } from '../../shared/conversations/decide.ts'
import { conversationFact, type ConversationFact } from '../../shared/conversations/events.ts'
import { runsAfter } from '../../shared/conversations/runs.ts'
import { movesRuns, type Run } from '../../shared/sla/content.ts'
import { judge } from '../../shared/sla/judge.ts'
import { given } from '../support/given.ts'
import { agent, command, customer, fact, opened, platform } from '../conversations/story.ts'
import * as story from './story.ts'

const { after, answers, at, reopens, resolves, snoozes, terms, wakes, writes } = story

type Step = (minutes: number) => ConversationFact[]
const step = fc.constantFrom<Step[]>(
  // What is written to a conversation that sleeps or is over opens it.
  minutes => [writes(minutes), reopens(minutes, customer)],
  minutes => [answers(minutes)],
  minutes => [answers(minutes, { kind: 'system', id: 'automation' })],
  minutes => [story.answersElsewhere(minutes)],
  minutes => [snoozes(minutes)],
  minutes => [wakes(minutes)],
  minutes => [resolves(minutes)],
  minutes => [reopens(minutes)]
)
const steps = fc.array(fc.tuple(step, fc.integer({ min: -3, max: 40 })), { minLength: 10, maxLength: 60 })

const isSound = ({ ran, from, ended }: Run) =>
  ran.every(([began, until]) => until >= began) && (ended === null || from === null)

test('whatever happens, at most one answer and one end are waited for, and nothing runs while nobody waits', () => {
  let seen = 0
  fc.assert(
    fc.property(steps, history => {
      let minutes = 100
      const { runs = [], status } = after(...history.flatMap(([make, by]) => make((minutes += by))))
      const open = runs.filter(run => run.ended === null)
      expect(open.filter(run => run.target === 'resolution').length).toBeLessThanOrEqual(1)
      expect(open.filter(run => run.target !== 'resolution').length).toBeLessThanOrEqual(1)
      expect(runs.filter(run => !isSound(run))).toEqual([])
      expect(runs.length).toBeLessThanOrEqual(9)
      expect({ status, running: runs.some(run => run.from !== null) }).not.toEqual({ status: 'snoozed', running: true })
      expect({ status, open: open.length > 0 }).not.toEqual({ status: 'resolved', open: true })
      seen += runs.length
    }),
    { numRuns: 500 }
  )
  expect(seen).toBeGreaterThan(1000)
})

const waiting = [opened, writes(0)] as const
const of = { target: 'first-reply', since: at(0), due: at(30) } as const
const missed = fact('conversation.sla-missed', { at: at(30), ...of })

test('who writes twice within one tick of their platform’s clock waits twice, and both waits can be missed', () => {
  // Resolved before the second message came: WhatsApp's clock counts whole seconds.
  const twice = [opened, writes(0), resolves(1), writes(0), reopens(2, customer)] as const
  const { runs = [] } = after(...twice.slice(1))
  expect(new Set(runs.map(({ target, since }) => `${target} ${since}`)).size).toBe(4)
  const { judged } = judge(runs, terms(), at(400))
  expect(judged.map(({ target }) => target)).toEqual(['resolution', 'first-reply'])
  for (const { target, since, due } of judged)
    given(conversationDecider, ...twice)
      .when(command('conversation.miss-sla', { target, since, due, at: due }), platform(at(400)))
      .then({ type: 'conversation.sla-missed', target, since, due })
})

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
    .when({ ...miss, since: at(7) }, platform(at(31)))
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

test('what is not said to move what runs moves nothing of it', () => {
  const waits = after(writes(0))
  const still = conversationFact.options.map(one => one.entries.type.literal).filter(type => !movesRuns.has(type))
  for (const type of still) {
    const said = { ...writes(5), type } as unknown as ConversationFact
    expect([type, runsAfter(waits, waits, said)]).toEqual([type, waits.runs])
  }
  expect(still.length).toBeGreaterThan(20)
  expect(movesRuns.size + still.length).toBe(conversationFact.options.length)
})
