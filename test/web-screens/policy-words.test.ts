import { describe, expect, test } from 'vitest'
import { manual, type RoutingPolicy } from '../../shared/routing/content.ts'
import type { Wait } from '../../shared/routing/wait.ts'
import { gotWords, playedWords, wouldWords } from '../../web/routing/dry-run-words.ts'
import { changesBetween } from '../../web/routing/policy-words.ts'
import { lineOf } from '../../web/routing/line-of.ts'
import { shortWaitWords, waitWords } from '../../web/routing/wait-words.ts'
import { clock } from '../../web/ui/time-words.ts'

const noon = new Date(2026, 10, 20, 12).getTime()
const minute = 60_000
const named = (id: string) => id.charAt(0).toUpperCase() + id.slice(1)
const told = { now: noon, nameOf: named, teamNamed: named }
const turn: RoutingPolicy = { ...manual, method: 'round-robin' }

describe('what a version changed', () => {
  test('is said for each thing, with what it was before', () => {
    const next: RoutingPolicy = { ...turn, team: 'sales', limit: 5, overflow: { team: 'help', afterMinutes: 90 } }
    expect(changesBetween(turn, next, named)).toEqual([
      'To the team Sales. Before: to everybody who works in the inbox.',
      'Of this inbox at most 5 open for each. Before: of this inbox as many open as come.',
      'After 1 h 30 min the team Help is asked too. Before: nobody else is asked when it takes too long.'
    ])
    expect(changesBetween(turn, { ...turn, sticky: true }, named)).toEqual([
      'Who comes back goes to whoever answered them last. Before: who comes back is given out anew.'
    ])
  })

  test('says all of it where people took for themselves before, and only that where they do again', () => {
    expect(changesBetween(manual, turn, named)).toHaveLength(5)
    expect(changesBetween(turn, manual, named)).toEqual(['By hand: whoever takes it. Before: in turn.'])
    expect(changesBetween(manual, { ...manual, sticky: true }, named)).toEqual([])
  })
})

describe('why nobody has it', () => {
  const nobody = { candidates: [], others: 0, standings: [], backAt: null, overflow: null, inboxLimit: null }
  const ana = { agent: 'ana', standing: 'full', open: 5, limit: 5, inInbox: 1 } as const
  const ben = { agent: 'ben', standing: 'inbox-full', open: 7, limit: null, inInbox: 2 } as const

  test.each<[Wait, string, string | null]>([
    [{ because: 'by-hand' }, 'No policy gives anything out in this inbox: it waits until somebody takes it.', null],
    [
      { because: 'closed', opensAt: noon + 2 * 60 * minute },
      `Outside business hours: it is given out from ${clock(noon + 120 * minute)}.`,
      'closed'
    ],
    [{ because: 'closed', opensAt: null }, 'Outside business hours, and this inbox never opens.', 'closed'],
    [{ because: 'soon', to: 'ana' }, 'It is on its way to Ana.', null],
    [{ because: 'soon', to: null }, 'It is being given out.', null],
    [{ ...nobody, because: 'nobody-there' }, 'Nobody whom the policy asks works in this inbox.', 'nobody works here'],
    [
      { ...nobody, because: 'all-full', candidates: [ana, ben], inboxLimit: 2 },
      'Everybody is at their limit: Ana has 5 of 5, Ben has 2 of 2 of this inbox.',
      'all full'
    ],
    [
      {
        ...nobody,
        because: 'none-available',
        standings: [
          { standing: 'away', people: 2 },
          { standing: 'busy', people: 1 }
        ],
        backAt: noon + 30 * minute,
        overflow: { team: 'help', at: noon + 10 * minute }
      },
      `Nobody is available: 2 away, 1 busy. The first is back at ${clock(noon + 30 * minute)}. The team Help is asked too at ${clock(noon + 10 * minute)}.`,
      'nobody there'
    ],
    [
      {
        ...nobody,
        because: 'none-able',
        candidates: [{ ...ana, standing: 'lacks-skill', lacks: 'french' }]
      },
      'Nobody is there who can answer for “french”.',
      'nobody for “french”'
    ],
    [
      { ...nobody, because: 'none-free', standings: [{ standing: 'full', people: 1 }] },
      'Nobody is free: 1 at their limit.',
      'nobody free'
    ]
  ])('%j', (wait, words, short) => {
    expect(waitWords(wait, told)).toBe(words)
    expect(shortWaitWords(wait)).toBe(short)
  })

  test('is what holds up the line in which it waits: that of its inbox, for what its labels need', () => {
    const line = (inbox: string, ...needs: string[]) => ({
      inbox,
      needs,
      waiting: 1,
      since: noon,
      wait: { because: 'soon' as const, to: null }
    })
    const lines = [line('shop'), line('shop', 'french'), line('shop', 'french', 'returns'), line('mail')]
    const skills = new Set(['french', 'returns'])
    const of = (inbox: string, ...labels: string[]) => lineOf(lines, { inbox, labels }, skills)
    expect(of('shop')).toBe(lines[0])
    expect(of('shop', 'big', 'french')).toBe(lines[1])
    expect(of('shop', 'returns', 'french')).toBe(lines[2])
    expect(of('mail')).toBe(lines[3])
    expect(of('shop', 'returns')).toBeUndefined()
  })
})

describe('what a policy would have changed', () => {
  const figures = { given: 3, waiting: 0, waits: null, spread: null }
  const run = {
    was: figures,
    would: figures,
    people: [],
    elsewhere: 2,
    moved: [],
    from: noon,
    until: noon,
    events: 50_000,
    isCut: false
  }

  test('is said in a sentence, and that nothing was done', () => {
    expect(playedWords(run)).toMatch(/^Played since Friday.* 2 would have gone elsewhere\. Nothing was done\.$/)
    expect(playedWords({ ...run, isCut: true })).toMatch(/^The last 50,000 events were played, since/)
    expect(playedWords({ ...run, elsewhere: 0 })).toMatch('Nothing would have gone elsewhere.')
    const none = { ...figures, given: 0 }
    expect(playedWords({ ...run, was: none, would: none })).toMatch(/^Nobody wrote to this inbox since/)
  })

  test('names who had it, who would, how soon and why', () => {
    const moved = { conversation: 'c1', inbox: 'shop', at: noon, was: null, would: null }
    expect(gotWords({ to: 'ana', waitedMs: 0 }, named)).toBe('Ana, at once')
    expect(gotWords(null, named)).toBe('nobody')
    expect(wouldWords(moved, named)).toBe('nobody: it would still wait')
    const would = { to: 'ben', waitedMs: 20 * minute, why: null }
    expect(wouldWords({ ...moved, would }, named)).toBe('Ben, after 20 min: taken by hand')
  })
})
