import { expect, test } from 'vitest'
import { pace } from '../../sync-server/platforms/pace.ts'

test('a burst is free, then everybody waits for their own turn, in the order they came', () => {
  const take = pace({ burst: 3, perSecond: 2 }).take
  expect([take('a', 0), take('a', 0), take('a', 0)]).toEqual([0, 0, 0])
  expect([take('a', 0), take('a', 0)]).toEqual([500, 1000])
  expect(take('b', 0)).toBe(0)
})

test('time fills the bucket again, never above full', () => {
  const take = pace({ burst: 3, perSecond: 2 }).take
  for (let n = 0; n < 3; n++) take('a', 0)
  expect(take('a', 500)).toBe(0)
  expect(take('a', 500)).toBe(500)
  expect([1, 2, 3, 4].map(() => take('a', 3_600_000))).toEqual([0, 0, 0, 500])
})

test('who never stops waits no longer than a bucket takes to fill', () => {
  const take = pace({ burst: 3, perSecond: 2 }).take
  const waits = Array.from({ length: 100 }, () => take('a', 0))
  expect(waits.at(-1)).toBe(1500)
})

test('who only asks takes none, and is told when one is there', () => {
  const { take, waitMs } = pace({ burst: 2, perSecond: 2 })
  expect([waitMs('a', 0), waitMs('a', 0), take('a', 0), take('a', 0)]).toEqual([0, 0, 0, 0])
  expect([waitMs('a', 0), waitMs('a', 200), waitMs('a', 500), take('a', 500)]).toEqual([500, 300, 0, 0])
})

test('what was taken and not used is there again, and no more than that', () => {
  const { take, giveBack } = pace({ burst: 2, perSecond: 1 })
  giveBack('a')
  expect([take('a', 0), take('a', 0)]).toEqual([0, 0])
  giveBack('a')
  expect([take('a', 0), take('a', 0)]).toEqual([0, 1000])
})
