import { expect, test } from 'vitest'
import { settle } from '../../web/conversations/settled-order.ts'

const nobody = new Set<string>()

test('a list that nobody points at follows the newest words', () => {
  expect(settle(['a', 'b'], ['b', 'a', 'c'], false, nobody)).toEqual({ shown: ['b', 'a', 'c'], arrived: 0 })
})

test('under the pointer nothing moves, and what came is counted', () => {
  expect(settle(['a', 'b'], ['c', 'b', 'a'], true, nobody)).toEqual({ shown: ['a', 'b'], arrived: 1 })
})

test('what a colleague resolved stays under the pointer until it leaves', () => {
  expect(settle(['a', 'b'], ['b'], true, nobody).shown).toEqual(['a', 'b'])
})

test('what I dealt with myself leaves at once', () => {
  expect(settle(['a', 'b', 'c'], ['c', 'b'], true, new Set(['a']))).toEqual({ shown: ['b', 'c'], arrived: 0 })
})

test('what I dealt with but still belongs here stays', () => {
  expect(settle(['a', 'b'], ['b', 'a'], true, new Set(['a'])).shown).toEqual(['a', 'b'])
})

test('an empty list has nothing to keep still', () => {
  expect(settle([], ['a'], true, nobody)).toEqual({ shown: ['a'], arrived: 0 })
})
