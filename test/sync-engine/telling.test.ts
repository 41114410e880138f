import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { joined, telling } from '../../sync-server/sync/telling.ts'
import type { Batch } from '../../sync-server/log/recorded.ts'
import { event } from './given.ts'

let now = 0
let told: string[] = []

beforeEach(() => {
  vi.useFakeTimers()
  now = 0
  told = []
})
afterEach(() => void vi.useRealTimers())

/** Tells, which takes so long. */
const takes = (ms: number) =>
  telling(
    ({ tenant, from, to, events }) => {
      told.push(`${tenant} ${from}-${to}: ${events.map(({ seq }) => seq).join(' ')}`)
      now += ms
    },
    () => now
  )
const pass = (ms: number) => {
  now += ms
  vi.advanceTimersByTime(ms)
}
const batch = (from: number, to: number, tenant = 't'): Batch => {
  const seqs = Array.from({ length: to - from + 1 }, (_, i) => from + i)
  return { tenant, from, to, events: seqs.map(seq => event(seq, 'tenant')) }
}

test('[F1] what is committed while many are told goes together, after a rest twice as long', () => {
  const tell = takes(10)
  tell(batch(1, 1))
  expect(told).toEqual(['t 1-1: 1'])
  pass(5)
  tell(batch(2, 3))
  tell(batch(4, 4))
  tell(batch(1, 1, 'other'))
  pass(14)
  expect(told).toHaveLength(1)
  pass(1)
  expect(told.slice(1)).toEqual(['t 2-4: 2 3 4', 'other 1-1: 1'])
})

test('[F1] the more goes together the longer the rest, as far as nobody notices', () => {
  const tell = takes(10)
  tell(batch(1, 12))
  tell(batch(13, 212))
  pass(29)
  expect(told).toHaveLength(1)
  pass(1)
  expect(told).toHaveLength(2)
  tell(batch(213, 213))
  pass(99)
  expect(told).toHaveLength(2)
  pass(1)
  expect(told.at(-1)).toBe('t 213-213: 213')
})

test('who has rested tells at once', () => {
  const tell = takes(10)
  tell(batch(1, 1))
  pass(20)
  tell(batch(2, 2))
  expect(told).toEqual(['t 1-1: 1', 't 2-2: 2'])
})

test('where telling takes no time nothing waits', () => {
  const tell = takes(0)
  tell(batch(1, 1))
  tell(batch(2, 2))
  expect(told).toEqual(['t 1-1: 1', 't 2-2: 2'])
})

test('what does not follow on what waits is told all the same, after it and never as one with it', () => {
  const tell = takes(10)
  tell(batch(1, 1))
  tell(batch(2, 2))
  // What was committed in between was never told: the database did not say so.
  tell(batch(4, 4))
  tell(batch(5, 5))
  pass(20)
  expect(told).toEqual(['t 1-1: 1', 't 2-2: 2', 't 4-5: 4 5'])
})

test('batches that do not follow each other are never told as one', () => {
  expect(() => joined(batch(1, 2), batch(4, 4))).toThrow('4 was told after 2')
})
