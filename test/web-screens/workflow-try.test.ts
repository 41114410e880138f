import { expect, test } from 'vitest'
import type { WorkflowDryRun } from '../../shared/protocol/workflow-dry-run.ts'
import type { Stopped } from '../../shared/workflow/dry-run/played.ts'
import { plan } from '../workflow/story.ts'
import {
  becauseWords,
  goesWords,
  overWords,
  playedWords,
  stoppedWords,
  timeLines
} from '../../web/workflow/edit/try-words.ts'

const run: WorkflowDryRun = {
  goes: [],
  over: [],
  moves: 40,
  refused: 3,
  because: [
    { reason: 'stage-full', count: 2 },
    { reason: 'missing-fields', count: 1 }
  ],
  stopped: [],
  times: [
    { stage: 'talk', was: { warned: 0, late: 1, lateNow: 0 }, would: { warned: 4, late: 3, lateNow: 2 } },
    { stage: 'offer', was: { warned: 0, late: 0, lateNow: 0 }, would: { warned: 0, late: 0, lateNow: 0 } }
  ],
  from: Date.UTC(2026, 10, 19, 12),
  until: Date.UTC(2026, 10, 26, 12),
  events: 1200,
  isCut: false
}
const names: Record<string, string> = { talk: 'In talks', offer: 'Offer sent', new: 'New' }
const nameOf = (stage: string) => names[stage] ?? stage
const stopped = (refusal: Stopped['refusal'], from: string | null = 'talk'): Stopped => ({
  card: 'c',
  at: 0,
  by: { kind: 'agent', id: 'ana' },
  from,
  to: 'offer',
  refusal
})

test('what was played is said in a sentence, also where nothing was moved or the week was too long', () => {
  expect(playedWords(run)).toMatch(/^Played since .+\. Of 40 moves, 3 would have been refused\. Nothing was done\.$/)
  expect(playedWords({ ...run, moves: 1, refused: 0 })).toContain('Of the one move, none would have been refused.')
  expect(playedWords({ ...run, moves: 0, refused: 0 })).toContain('No card was moved.')
  expect(playedWords({ ...run, isCut: true })).toMatch(/^The last 1,200 events were played, since/)
  expect(becauseWords(run)).toBe('2 into a full stage, 1 with something not filled in')
})

test('each refusal says its rule, with the names of its stages and fields', () => {
  const said = (refusal: Stopped['refusal'], from?: string | null) => stoppedWords(stopped(refusal, from), plan, nameOf)
  expect(said({ reason: 'stage-full', stage: 'offer', cards: 5, limit: 4 })).toBe(
    'Offer sent would have been full: it had 5 of at most 4.'
  )
  expect(said({ reason: 'missing-fields', stage: 'talk', fields: ['value', 'interest'] })).toBe(
    'Not filled in before leaving In talks: Value, Interested in.'
  )
  expect(said({ reason: 'stage-not-yours', stage: 'offer', way: 'in', role: 'supervisor' })).toBe(
    'May bring cards into Offer sent: supervisors and admins.'
  )
  expect(said({ reason: 'transition-not-allowed', from: 'talk', to: 'offer' })).toBe(
    'No path leads from In talks to Offer sent.'
  )
})

test('time limits are counted stage by stage, and what never was is left out', () => {
  expect(timeLines(run, nameOf)).toEqual([
    { name: 'In talks: warned of', was: 0, would: 4 },
    { name: 'In talks: too long there', was: 1, would: 3 },
    { name: 'In talks: too long there, now', was: 0, would: 2 }
  ])
})

test('what becomes of the cards that are there is said with where they go', () => {
  expect(goesWords({ from: 'talk', to: 'offer', count: 2, cards: ['a', 'b'] }, nameOf)).toBe(
    '2 cards of In talks would go to Offer sent'
  )
  expect(goesWords({ from: 'talk', to: 'offer', count: 0, cards: [] }, nameOf)).toContain('no open card is in it')
  expect(overWords({ stage: 'talk', cards: 5, limit: 4, hard: false }, nameOf)).toContain('5 of 4')
  expect(overWords({ stage: 'talk', cards: 5, limit: 4, hard: true }, nameOf)).toContain('cannot be published')
})
