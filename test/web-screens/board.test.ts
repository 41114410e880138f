import { expect, test } from 'vitest'
import { gapAt, isFullFor, rankBehind, rankInGap } from '../../web/workflow/drop-place.ts'
import { isShown, ownerOf } from '../../web/workflow/filter.ts'
import { minorOf, moneyWords, sumsOf } from '../../web/workflow/money.ts'
import { redoOf } from '../../web/workflow/redo.ts'
import { neighbour, step, type Step } from '../../web/workflow/step.ts'
import { rankAt } from '../../shared/workflow/rank.ts'

const columns = [
  { stage: 'new', ids: ['a', 'b', 'c'] },
  { stage: 'empty', ids: [] },
  { stage: 'working', ids: ['d'] },
  { stage: 'waiting', ids: ['e', 'f'] }
]

test.each<[string | null, Step, string | null]>([
  ['a', 'down', 'b'],
  ['c', 'down', 'c'],
  ['a', 'up', 'a'],
  ['b', 'first', 'a'],
  ['b', 'last', 'c'],
  ['c', 'after', 'd'],
  ['d', 'after', 'e'],
  ['f', 'before', 'd'],
  ['d', 'before', 'a'],
  ['a', 'before', 'a'],
  ['e', 'after', 'e'],
  [null, 'down', 'a'],
  ['gone', 'after', 'a']
])('from card %s the step %s leads to %s, over empty stages', (at, way, to) => {
  expect(step(columns, at, way)).toBe(to)
})

test('a board without cards has nowhere to stand', () => {
  expect(step([{ stage: 'new', ids: [] }], null, 'down')).toBeNull()
})

test('when a card leaves, the keys go on with who comes after it, else with who came before', () => {
  expect([
    neighbour(['a', 'b'], 'a'),
    neighbour(['a', 'b'], 'b'),
    neighbour(['a'], 'a'),
    neighbour(['a'], 'x')
  ]).toEqual(['b', 'a', null, null])
})

test('a card is dropped in the gap that its middle is nearest to', () => {
  expect([-300, 0, 40, 60, 140, 160, 10_000].map(y => gapAt(y, 100, 3))).toEqual([0, 0, 0, 1, 1, 2, 3])
})

test('a stage says that it is full to whoever holds a card over it, and not to a card of its own', () => {
  const hard = { limit: { cards: 2, hard: true } }
  expect([isFullFor(hard, ['a', 'b'], 'x'), isFullFor(hard, ['a', 'b', 'c'], 'x')]).toEqual([true, true])
  expect([isFullFor(hard, ['a'], 'x'), isFullFor(hard, ['a', 'b'], 'b'), isFullFor(hard, ['a', 'b'], null)]).toEqual([
    false,
    false,
    false
  ])
  expect(isFullFor({ limit: { cards: 2, hard: false } }, ['a', 'b'], 'x')).toBe(false)
  expect(isFullFor({ limit: null }, ['a', 'b'], 'x')).toBe(false)
})

const ranks: Readonly<Record<string, string>> = { a: 'B', b: 'D', c: 'F' }
const rankOf = (id: string) => ranks[id] ?? null
const ids = ['a', 'b', 'c']

test('a dropped card stands between those it was dropped between', () => {
  for (const gap of [0, 1, 2, 3]) {
    const rank = rankInGap(ids, gap, 'x', rankOf) ?? ''
    const order = [...ids, 'x'].sort((one, other) => ((rankOf(one) ?? rank) < (rankOf(other) ?? rank) ? -1 : 1))
    expect(order.indexOf('x')).toBe(gap)
  }
})

test('a card that is dropped where it stands is not moved', () => {
  expect([rankInGap(ids, 1, 'b', rankOf), rankInGap(ids, 2, 'b', rankOf)]).toEqual([null, null])
  const rank = rankInGap(ids, 3, 'b', rankOf) ?? ''
  expect(rank > 'F').toBe(true)
})

test('who comes last is behind everybody, also behind who was put there by hand', () => {
  const now = Date.UTC(2026, 10, 25)
  expect(rankBehind(null, now)).toBe(rankAt(now))
  expect(rankBehind(rankAt(now - 1), now)).toBe(rankAt(now))
  expect(rankBehind('zz', now) > 'zz').toBe(true)
})

test('a card nobody was given is whose its conversation is', () => {
  const beside = { assignee: 'sara', labels: ['vip'] }
  expect([
    ownerOf({ owner: 'ben' }, beside),
    ownerOf({ owner: null }, beside),
    ownerOf({ owner: null }, undefined)
  ]).toEqual(['ben', 'sara', null])
})

test('a board can be narrowed to my cards, to a label, to both', () => {
  const beside = { assignee: 'sara', labels: ['vip'] }
  const shown = (mine: boolean, label: string | null, self = 'sara') =>
    isShown({ owner: null }, beside, { mine, label }, self)
  expect([
    shown(false, null),
    shown(true, null),
    shown(true, null, 'ben'),
    shown(false, 'vip'),
    shown(true, 'old')
  ]).toEqual([true, true, false, true, false])
  expect(isShown({ owner: null }, undefined, { mine: false, label: 'vip' }, 'sara')).toBe(false)
})

test('money of two currencies is never added up', () => {
  const sums = sumsOf([
    { minor: 1000, currency: 'USD' },
    null,
    { minor: 99_00, currency: 'EUR' },
    { minor: 550, currency: 'EUR' }
  ])
  expect(sums).toEqual([
    { minor: 10_450, currency: 'EUR' },
    { minor: 1000, currency: 'USD' }
  ])
  expect(sums.map(moneyWords)).toEqual(['€104.50', '$10'])
  expect([moneyWords({ minor: 115_000, currency: 'EUR' }), moneyWords({ minor: 1500, currency: 'JPY' })]).toEqual([
    '€1,150',
    '¥1,500'
  ])
})

test.each([
  ['1,150', 'EUR', 115_000],
  ['74.5', 'EUR', 7450],
  ['74,50', 'EUR', 7450],
  [' 1 200 ', 'JPY', 1200],
  ['a lot', 'EUR', null],
  ['-3', 'EUR', null],
  // A thousand and more, as it is written elsewhere: never a thousandth of it.
  ['1.150', 'EUR', null],
  ['1.150,50', 'EUR', null],
  ['74.505', 'EUR', null],
  ['1.5', 'JPY', null],
  ['1.150', 'KWD', 1150],
  ['1,250,000.5', 'EUR', 125_000_050],
  ['', 'EUR', null]
])('typed as “%s” in %s it is %s', (typed, currency, minor) => {
  expect(minorOf(typed, currency)).toBe(minor)
})

const move = { type: 'card.move', card: 'w:c', workflow: 'w', from: 'new', to: 'talk', rank: 'm' } as const
const by = { kind: 'agent', id: 'ben' } as const

test('a refused move is offered again from where the card is now, or with what it needs', () => {
  expect(redoOf(move, { reason: 'moved-meanwhile', by, at: 1, stage: 'offer' })?.wish).toEqual({
    ...move,
    from: 'offer'
  })
  expect(redoOf(move, { reason: 'stage-full', stage: 'talk', cards: 2, limit: 2 })?.wish).toEqual(move)
  expect(redoOf(move, { reason: 'missing-fields', stage: 'new', fields: ['value'] })?.needs?.fields).toEqual(['value'])
})

test('a move of what was closed meanwhile is offered as what it is, and one in another cycle with that', () => {
  const moved = { ...move, cycle: 1 }
  const closed = { reason: 'already-closed', by, at: 1, outcome: 'done', stage: 'new' } as const
  expect(redoOf(moved, closed)).toEqual({ name: 'Open it again and move it', wish: { ...move, cycle: null } })
  expect(redoOf(moved, { ...closed, stage: 'talk' })?.wish).toMatchObject({ type: 'card.reopen', to: 'talk' })
  expect(redoOf(moved, { reason: 'moved-meanwhile', by, at: 1, stage: 'new', cycle: 2 })?.wish).toEqual({
    ...move,
    cycle: 2
  })
  expect(redoOf(moved, { reason: 'stage-full', stage: 'talk', cards: 2, limit: 2 })?.wish).toEqual(moved)
})

test('a refused closing is offered again as it stands now, or with what it needs', () => {
  const close = {
    type: 'card.close',
    card: 'w:c',
    workflow: 'w',
    from: 'new',
    outcome: 'lost',
    reason: 'Too dear',
    rank: 'm'
  } as const
  const here = { ...close, cycle: 1 }
  expect(redoOf(here, { reason: 'moved-meanwhile', by, at: 1, stage: 'talk', cycle: 2 })).toEqual({
    name: 'Close it all the same',
    wish: { ...close, from: 'talk', cycle: 2 }
  })
  const lacking = redoOf(here, { reason: 'missing-fields', stage: 'new', fields: ['value'] })
  expect([lacking?.wish, lacking?.needs?.fields]).toEqual([here, ['value']])
  expect(redoOf(here, { reason: 'already-closed', by, at: 1, outcome: 'won', stage: 'won' })).toBeNull()
})

test('what would be refused again is not offered', () => {
  expect(redoOf(move, { reason: 'transition-not-allowed', from: 'new', to: 'talk' })).toBeNull()
  expect(redoOf(move, { reason: 'moved-meanwhile', by, at: 1, stage: 'talk' })).toBeNull()
  const merge = { type: 'contact.merge', contact: 'a', into: 'c' } as const
  expect(redoOf(merge, { reason: 'merged-already', into: 'b', by, at: 1 })?.wish).toEqual({ ...merge, contact: 'b' })
  expect(redoOf({ type: 'conversation.claim', conversation: 'c' }, { reason: 'not-allowed' })).toBeNull()
})
