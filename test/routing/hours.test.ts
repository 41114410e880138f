import * as v from 'valibot'
import { expect, test } from 'vitest'
import { businessHours, type BusinessHours } from '../../shared/routing/content.ts'
import { isOpen } from '../../shared/routing/hours.ts'
import { nextOpening } from '../../shared/routing/open-time.ts'

const at = (words: string) => Date.parse(words)
const nine = { from: 9 * 60, to: 17 * 60 }
const weekdays = (zone: string): BusinessHours => ({ zone, week: [[], [nine], [nine], [nine], [nine], [nine], []] })

test('an inbox is open by the clock of its own zone', () => {
  expect(isOpen(weekdays('Europe/Berlin'), at('2026-11-20T08:00:00Z'))).toBe(true)
  expect(isOpen(weekdays('Europe/Berlin'), at('2026-11-20T07:59:59Z'))).toBe(false)
  expect(isOpen(weekdays('America/New_York'), at('2026-11-20T08:00:00Z'))).toBe(false)
  expect(isOpen(weekdays('Europe/Berlin'), at('2026-11-20T16:00:00Z'))).toBe(false)
  expect(isOpen(null, 0)).toBe(true)
})

test('it opens next on Monday, when it is Friday evening', () => {
  expect(nextOpening(weekdays('Europe/Berlin'), at('2026-11-20T16:00:00Z'))).toBe(at('2026-11-23T08:00:00Z'))
  expect(nextOpening({ zone: 'UTC', week: [[], [], [], [], [], [], []] }, 0)).toBeNull()
})

test('on a day on which it is closed it opens for nobody, and next on the day after', () => {
  const christmas = { ...weekdays('Europe/Berlin'), closed: ['2026-12-25'] }
  expect(isOpen(christmas, at('2026-12-24T12:00:00Z'))).toBe(true)
  expect(isOpen(christmas, at('2026-12-25T12:00:00Z'))).toBe(false)
  expect(nextOpening(christmas, at('2026-12-24T17:00:00Z'))).toBe(at('2026-12-28T08:00:00Z'))
  // By the calendar of its own zone: in Auckland Christmas begins at noon of the day before by the world's clock.
  const always = Array.from({ length: 7 }, () => [{ from: 0, to: 24 * 60 }])
  const auckland = { zone: 'Pacific/Auckland', week: always, closed: ['2026-12-25'] }
  expect(isOpen(auckland, at('2026-12-24T10:59:59Z'))).toBe(true)
  expect(isOpen(auckland, at('2026-12-24T11:00:00Z'))).toBe(false)
  expect(nextOpening(auckland, at('2026-12-24T12:00:00Z'))).toBe(at('2026-12-25T11:00:00Z'))
})

test('a closed day is one of the calendar', () => {
  const on = (day: string) => v.is(businessHours, { ...weekdays('UTC'), closed: [day] })
  expect(['2026-12-25', '2028-02-29', '2026-02-29', '2026-02-31', '25.12.2026', ''].map(on)).toEqual([
    true,
    true,
    false,
    false,
    false,
    false
  ])
})

test('over the change of the clocks it opens by the new time', () => {
  // Berlin went back an hour on 25 October 2026, and on an hour on 28 March 2027.
  expect(nextOpening(weekdays('Europe/Berlin'), at('2026-10-23T16:00:00Z'))).toBe(at('2026-10-26T08:00:00Z'))
  expect(nextOpening(weekdays('Europe/Berlin'), at('2027-03-26T17:00:00Z'))).toBe(at('2027-03-29T07:00:00Z'))
})

test('in the night that leaves its hour out, it opens when the clock has gone on', () => {
  const from = (minutes: number, to: number): BusinessHours => ({
    zone: 'Europe/Berlin',
    week: Array.from({ length: 7 }, () => [{ from: minutes, to }])
  })
  // On 28 March 2027 three o'clock follows two, at 1:00 of the world's clock.
  const night = at('2027-03-27T22:00:00Z')
  expect(nextOpening(from(150, 17 * 60), night)).toBe(at('2027-03-28T01:00:00Z'))
  // Who opens and closes in that hour does not open that day.
  expect(nextOpening(from(150, 165), night)).toBe(at('2027-03-29T00:30:00Z'))
})

test('to look again and again always gets on, and comes to every opening of a year', () => {
  for (const zone of ['Europe/Berlin', 'America/Sao_Paulo', 'Australia/Lord_Howe', 'Asia/Kathmandu']) {
    // The half hour that the clocks leave out is in it.
    const early = { from: 135, to: 150 }
    const hours = { zone, week: Array.from({ length: 7 }, () => [early, nine]) }
    let now = at('2026-01-01T12:00:00Z')
    let openings = 0
    while (now < at('2027-01-01T12:00:00Z')) {
      const next = nextOpening(hours, now)!
      expect(next).toBeGreaterThan(now)
      expect(isOpen(hours, next)).toBe(true)
      openings++
      now = next
    }
    expect(openings).toBeGreaterThanOrEqual(728)
    expect(openings).toBeLessThanOrEqual(731)
  }
})

test('hours that make no sense are refused', () => {
  const week = weekdays('UTC').week
  expect(v.is(businessHours, { zone: 'UTC', week })).toBe(true)
  expect(v.is(businessHours, { zone: 'Atlantis/Harbour', week })).toBe(false)
  expect(v.is(businessHours, { zone: 'UTC', week: week.slice(1) })).toBe(false)
  expect(v.is(businessHours, { zone: 'UTC', week: [[{ from: 600, to: 500 }], ...week.slice(1)] })).toBe(false)
})
