import { expect, test } from 'vitest'
import { scrollTo, sliceInSight } from '../../web/ui/windowing.ts'

test('of ten thousand rows only those in sight and a few around them are drawn', () => {
  expect(sliceInSight(320_000, 640, 64, 10_000, 8)).toEqual({ from: 4992, to: 5018 })
})

test('every row in sight is drawn, wherever one scrolls', () => {
  for (let scrolled = 0; scrolled < 5000; scrolled += 37) {
    const { from, to } = sliceInSight(scrolled, 700, 64, 100, 0)
    expect(from * 64).toBeLessThanOrEqual(scrolled)
    expect(Math.min(100, to) * 64).toBeGreaterThanOrEqual(Math.min(6400, scrolled + 700))
  }
})

test('the ends are never overrun, not by rubber-band scrolling either', () => {
  expect(sliceInSight(-200, 640, 64, 3)).toEqual({ from: 0, to: 3 })
  expect(sliceInSight(1_000_000, 640, 64, 3)).toEqual({ from: 3, to: 3 })
  expect(sliceInSight(0, 640, 64, 0)).toEqual({ from: 0, to: 0 })
})

test('a row in sight needs no scrolling; one above or below is brought just into sight', () => {
  expect(scrollTo(5, 0, 640, 64)).toBeNull()
  expect(scrollTo(10, 0, 640, 64)).toBe(64)
  expect(scrollTo(2, 640, 640, 64)).toBe(128)
})
