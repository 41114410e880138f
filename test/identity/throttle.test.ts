import { expect, test } from 'vitest'
import { throttle, tryAll } from '../../sync-server/identity/throttle.ts'

const patience = { free: 3, firstWaitMs: 1000, longestWaitMs: 8000, most: 4 }

test('the first tries are free, then each wait is twice the one before, up to the longest', () => {
  const { tryAt } = throttle(patience)
  let now = 0
  expect([1, 2, 3].map(() => tryAt('a', now))).toEqual([0, 0, 0])
  const waits: number[] = []
  for (let i = 0; i < 6; i++) {
    const wait = tryAt('a', now)
    waits.push(wait)
    now += wait
    expect(tryAt('a', now)).toBe(0)
  }
  expect(waits).toEqual([1000, 2000, 4000, 8000, 8000, 8000])
})

test('a try that has to wait does not make the wait longer', () => {
  const { tryAt } = throttle(patience)
  for (let i = 0; i < 3; i++) tryAt('a', 0)
  expect([10, 20, 30].map(now => tryAt('a', now))).toEqual([990, 980, 970])
})

test('one who is forgiven starts anew, one whose try is taken back has one less', () => {
  const { tryAt, forgive, takeBack } = throttle(patience)
  for (let i = 0; i < 3; i++) tryAt('a', 0)
  takeBack('a')
  expect([tryAt('a', 0), tryAt('a', 0)]).toEqual([0, 1000])
  forgive('a')
  expect(tryAt('a', 0)).toBe(0)
})

test('it remembers so many and no more, and forgets whom it has not seen for longest', () => {
  const { tryAt } = throttle(patience)
  for (let i = 0; i < 3; i++) tryAt('first', 0)
  for (const key of ['b', 'c', 'd']) tryAt(key, 0)
  expect(tryAt('first', 0)).toBe(1000)
  tryAt('e', 0)
  expect(tryAt('first', 0)).toBe(0)
})

test('after a quiet time the slate is clean', () => {
  const { tryAt } = throttle(patience)
  for (let i = 0; i < 3; i++) tryAt('a', 0)
  expect(tryAt('a', 500)).toBeGreaterThan(0)
  expect([1, 2, 3].map(() => tryAt('a', 16_001))).toEqual([0, 0, 0])
})

test('what is held up by one count is no try for the others', () => {
  const [forPerson, forOffice] = [throttle(patience), throttle({ ...patience, free: 30 })]
  const tryBoth = (person: string, now: number) =>
    tryAll(
      [
        [forPerson, person],
        [forOffice, 'office']
      ],
      now
    )
  for (let i = 0; i < 3; i++) tryBoth('forgetful', 0)
  for (let i = 0; i < 100; i++) expect(tryBoth('forgetful', 0)).toBe(1000)
  // Nobody else in the same house waits for that.
  expect(tryBoth('colleague', 0)).toBe(0)

  for (let i = 0; forOffice.tryAt('office', 0) === 0; i++) expect(i).toBeLessThan(40)
  for (let i = 0; i < 10; i++) expect(tryBoth('honest', 0)).toBe(1000)
  // They were held up by what others did, and have all their tries when that is over.
  expect([1, 2, 3].map(() => forPerson.tryAt('honest', 1000))).toEqual([0, 0, 0])
})

test('a clock that was set back holds nobody up until it has come so far again', () => {
  const { tryAt } = throttle(patience)
  const year = 365 * 86_400_000
  for (let i = 0; i < 3; i++) tryAt('a', year)
  expect(tryAt('a', year)).toBe(1000)
  expect(tryAt('a', 0)).toBe(0)
})
