import { expect, test } from 'vitest'
import { follow, later, unread, type Messages } from '../../web/webchat/history.ts'
import { mine, theirs } from './given.ts'

const frame = (from: number, ...messages: Messages['messages']): Messages => ({ type: 'messages', from, messages })
const [a, b, c] = [mine('a'), theirs('b'), theirs('c')]

test('messages follow those that are shown', () => {
  expect(follow([a], frame(1, b, c))).toEqual([a, b, c])
})

test('from the start replaces everything', () => {
  expect(follow([a, b], frame(0, c))).toEqual([c])
  expect(follow([a, b], frame(0))).toEqual([])
})

test('the same part again changes nothing', () => {
  expect(follow([a, b, c], frame(1, b))).toEqual([a, b, c])
  expect(follow([a, b, c], frame(3))).toEqual([a, b, c])
})

test('a part that begins too late tells that something was lost', () => {
  expect(follow([a], frame(2, c))).toBeNull()
})

test('unread are the answers after the last one looked at', () => {
  expect(unread([a, b, c], null)).toBe(2)
  expect(unread([a, b, c], 'b')).toBe(1)
  expect(unread([a, b, c], 'c')).toBe(0)
})

test('looking at an older message takes nothing back', () => {
  expect(later([a, b, c], 'c', 'b')).toBe('c')
  expect(later([a, b, c], 'b', 'c')).toBe('c')
  expect(later([a, b, c], null, 'b')).toBe('b')
  expect(later([a, b, c], 'forgotten', 'b')).toBe('b')
})
