import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as v from 'valibot'
import { rank } from '../../shared/workflow/events.ts'
import { byRank, rankAt, rankBetween } from '../../shared/workflow/rank.ts'

test('whoever comes later stands behind', () => {
  const day = Date.UTC(2026, 10, 23)
  expect(rankAt(day) < rankAt(day + 1)).toBe(true)
  expect(rankAt(9_999) < rankAt(Date.UTC(2300, 0, 1))).toBe(true)
  expect(v.is(rank, rankAt(day))).toBe(true)
})

test('between two ranks there is always another, wherever cards are dropped', () => {
  let ran = 0
  fc.assert(
    fc.property(fc.array(fc.nat(), { minLength: 1, maxLength: 150 }), drops => {
      const ranks: string[] = [rankAt(1_000_000), rankAt(2_000_000)]
      for (const drop of drops) {
        const at = drop % (ranks.length + 1)
        const [before, after] = [ranks[at - 1] ?? null, ranks[at] ?? null]
        const made = rankBetween(before, after)
        expect(v.is(rank, made)).toBe(true)
        expect(before === null || before < made).toBe(true)
        expect(after === null || made < after).toBe(true)
        ranks.splice(at, 0, made)
      }
      ran += 1
    }),
    { numRuns: 200, seed: 6 }
  )
  expect(ran).toBe(200)
})

test('at the same place a thousand times it stays storable, and the ids tell equals apart', () => {
  let last = rankAt(2)
  for (let n = 0; n < 1000; n++) {
    const made = rankBetween(rankAt(1), last)
    expect(v.is(rank, made)).toBe(true)
    last = made
  }
  expect(rankBetween('b', 'b')).toBe('b')
  const cards = [
    { card: 'z', rank: 'b' },
    { card: 'a', rank: 'b' },
    { card: 'm', rank: 'a' }
  ]
  expect(cards.toSorted(byRank).map(one => one.card)).toEqual(['m', 'a', 'z'])
})
