import { describe, expect, test, vi } from 'vitest'
import type { Moment } from '../../shared/conversations/page-item.ts'
import { manual, type Candidate, type RoutingPolicy, type Why } from '../../shared/routing/content.ts'
import { inOneBreath, momentWords } from '../../web/conversations/moment-words.ts'
import {
  availabilityOf,
  awayWords,
  becauseWords,
  shareWords,
  standingWords,
  waitedWords
} from '../../web/routing/content-words.ts'
import { hour, minute, Story } from '../routing/story.ts'

vi.stubGlobal('navigator', { language: 'en-GB' })

const now = new Date(2026, 10, 20, 12, 0).getTime()
const told = { now, self: 'ben', nameOf: (agent: string) => agent.charAt(0).toUpperCase() + agent.slice(1) }
const router = { kind: 'system', id: 'router' } as const

/** What the real router says of the first one who comes. */
function whyUnder(policy: Partial<RoutingPolicy>, prepare: (story: Story) => unknown = () => undefined): Why {
  const story = new Story().hire('ann', 'ben', 'cem')
  prepare(story)
  story.publish({ ...manual, ...policy })
  const [made] = story.opens('conversation-1')
  return made!.why
}

const assigned = (to: string, why?: Why): Moment => ({
  type: 'conversation.assigned',
  at: now,
  by: why ? router : { kind: 'agent', id: 'ann' },
  cause: 'c',
  to,
  ...(why && { why })
})

describe('what decided is said in a breath', () => {
  test.each<[Why['decidedBy'], Partial<RoutingPolicy>, string]>([
    ['next-in-ring', { method: 'round-robin' }, 'next in turn'],
    ['lowest-ratio', { method: 'weighted' }, 'furthest below their share'],
    ['fewest-open', { method: 'least-busy' }, 'fewest open (3 of 10)'],
    ['last-agent', { method: 'least-busy', sticky: true }, 'answered this customer last'],
    ['only-one', { method: 'least-busy' }, 'the only one free'],
    ['longest-ago', { method: 'least-busy' }, 'as few open as others (3 of 10), and longest without a new one'],
    ['longest-ago', { method: 'weighted' }, 'as far below their share as others, and longest without a new one']
  ])('%s, %o: %s', (decidedBy, { method = 'manual' }, words) => {
    const candidates: Candidate[] = [{ agent: 'ann', standing: 'free', open: 3, limit: 10 }]
    expect(becauseWords({ method, decidedBy, candidates, others: 0, waitedMs: 0, decidedAt: now })).toBe(words)
  })

  test('whom the other team was asked for says so', () => {
    const why = whyUnder({ method: 'round-robin' })
    expect(becauseWords({ ...why, overflow: true })).toBe('next in turn, asked to help')
  })

  test('a reason of a newer version is no reason to show nothing', () => {
    const why = { ...whyUnder({ method: 'round-robin' }), decidedBy: 'moon-phase' as Why['decidedBy'] }
    expect(momentWords([assigned('ann', why)], told)).toBe('Given to Ann: decided by the rules of this inbox')
  })
})

test('where shares decide, whoever was given more of theirs says by how much, whatever is open', () => {
  const story = new Story().hire('ann', 'ben')
  story.limit('ann', 40)
  story.limit('ben', 20)
  story.publish({ ...manual, method: 'weighted' })
  const whys = ['1', '2', '3', '4', '5', '6'].map(n => story.opens(`conversation-${n}`)[0]!.why)
  const told = whys.map(({ candidates: [chosen, other] }) => `${chosen?.agent}${shareWords(other!, chosen)}`)
  expect(told.filter(words => words.startsWith('ann'))).toHaveLength(4)
  expect(told.some(words => /^(ann|ben), given \d+ % more of their share$/.test(words))).toBe(true)
  const free = { agent: 'ann', standing: 'free', open: 12, limit: 40, ratio: 0.1 } as const
  expect(shareWords(free, { ...free, ratio: 0.05 })).toBe(', given 5 % more of their share')
  expect(shareWords({ ...free, standing: 'away' }, { ...free, ratio: 0.05 })).toBe('')
  expect(shareWords(free, free)).toBe('')
  expect(whyUnder({ method: 'least-busy' }).candidates.map(one => shareWords(one, one))).toEqual(['', '', ''])
})

test('the quiet line says to whom and why, and calls the reader you', () => {
  const why = whyUnder({ method: 'least-busy' }, story => story.limit('ann', 10))
  expect(momentWords([assigned('ann', why)], told)).toMatch(/^Given to Ann: as few open as others \(0 of 10\), and/)
  expect(momentWords([assigned('ben', why)], told)).toMatch(/^Given to you: /)
  expect(momentWords([assigned('cem')], told)).toBe('Ann assigned it to Cem')
})

test('who was kept from it, and by what, is said of each', () => {
  const why = whyUnder({ method: 'round-robin' }, story => {
    story.limit('cem', 0)
    story.set('ben', 'away')
  })
  expect(why.candidates.map(one => `${one.agent}: ${standingWords(one)}`)).toEqual([
    'ann: free, 0 open',
    'ben: away, 0 open',
    'cem: at their limit, 0 of 0 open'
  ])
  expect(becauseWords(why)).toBe('the only one free')
})

test.each<[Candidate['standing'], string]>([
  ['free', 'free, 2 of 5 open'],
  ['away', 'away, 2 of 5 open'],
  ['busy', 'busy, 2 of 5 open'],
  ['full', 'at their limit, 2 of 5 open'],
  ['inbox-full', 'has all they may have of this inbox, 2 of 5 open'],
  ['lacks-skill', 'not for “spanish”, 2 of 5 open'],
  ['not-in-inbox', 'does not work in this inbox']
])('%s reads: %s', (standing, words) => {
  expect(standingWords({ agent: 'ann', standing, open: 2, limit: 5, lacks: 'spanish' })).toBe(words)
})

test('how long the customer had waited is told when it is a minute or more', () => {
  const why = whyUnder({ method: 'round-robin' })
  expect([0, 59_999, 2 * hour].map(waitedMs => waitedWords({ ...why, waitedMs }))).toEqual([
    'Nobody had to wait.',
    'Nobody had to wait.',
    'The customer had waited 2 h.'
  ])
})

test('what was routed stands alone between what happened at the same moment', () => {
  const woken: Moment = { type: 'conversation.woken', at: now, by: router, cause: 'w' }
  const routed = assigned('ann', whyUnder({ method: 'round-robin' }))
  const items = [woken, woken, routed, woken].map(fact => ({ at: fact.at, by: fact.by, fact }))
  expect(inOneBreath(items).map(breath => breath.map(({ fact }) => fact.type))).toEqual([
    ['conversation.woken', 'conversation.woken'],
    ['conversation.assigned'],
    ['conversation.woken']
  ])
})

test('whose return has come is back; who said nothing is there', () => {
  const away = { availability: 'away', until: now + 90 * minute } as const
  expect([availabilityOf(away, now), availabilityOf(away, away.until), availabilityOf({}, now)]).toEqual([
    'away',
    'online',
    'online'
  ])
  expect([
    awayWords(away, now),
    awayWords(away, away.until),
    awayWords({ availability: 'away', until: null }, now),
    awayWords({ availability: 'busy', until: null }, now),
    awayWords({}, now)
  ]).toEqual(['away until 13:30', undefined, 'away', 'busy', undefined])
})
