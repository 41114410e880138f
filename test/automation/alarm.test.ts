import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { alarm } from '../../sync-server/alarm.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const fail = (error: unknown) => {
  throw error
}

test('who asks for a look while the last one is ending is not slept over', async () => {
  let looked = 0
  const clock = alarm(async () => {
    looked += 1
    // It has read when the next is due, and now there is something earlier.
    if (looked === 1) clock.look()
    return Promise.resolve(3_600_000)
  }, fail)
  await vi.advanceTimersByTimeAsync(100)
  expect(looked).toBe(2)
  await vi.advanceTimersByTimeAsync(59_000)
  expect(looked).toBe(2)
  await clock.stop()
})

test('what fails is reported and looked at again, however far away it was', async () => {
  const told: unknown[] = []
  let looked = 0
  const clock = alarm(
    () => {
      looked += 1
      return looked === 1 ? Promise.reject(new Error('broken')) : Promise.resolve(3_600_000)
    },
    error => told.push(error)
  )
  await vi.advanceTimersByTimeAsync(5100)
  expect([looked, told.length]).toEqual([2, 1])
  await clock.stop()
  clock.look()
  await vi.advanceTimersByTimeAsync(100_000)
  expect(looked).toBe(2)
})

test('who speaks of a time is looked at then, unless there is something earlier', async () => {
  let looked = 0
  const clock = alarm(() => {
    looked += 1
    return Promise.resolve(10_000)
  }, fail)
  await vi.advanceTimersByTimeAsync(0)
  clock.look(20_000)
  clock.look(3000)
  await vi.advanceTimersByTimeAsync(2900)
  expect(looked).toBe(1)
  await vi.advanceTimersByTimeAsync(200)
  expect(looked).toBe(2)
  await vi.advanceTimersByTimeAsync(9000)
  expect(looked).toBe(2)
  await vi.advanceTimersByTimeAsync(1100)
  expect(looked).toBe(3)
  await clock.stop()
})
