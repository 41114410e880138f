import { describe, expect, test, vi } from 'vitest'
import {
  clock,
  dayHeading,
  daysBetween,
  inSentence,
  left,
  shortAhead,
  shortWhen,
  span,
  untilWords
} from '../../web/ui/time-words.ts'

vi.stubGlobal('navigator', { language: 'en-GB' })

const minute = 60_000
const hour = 60 * minute
const at = (year: number, month: number, day: number, hours = 12, minutes = 0) =>
  new Date(year, month - 1, day, hours, minutes).getTime()
const now = at(2026, 11, 23, 15, 30)

describe('a time to come', () => {
  test.each([
    ['today is the clock', at(2026, 11, 23, 18), clock(at(2026, 11, 23, 18))],
    ['tomorrow is the weekday', at(2026, 11, 24, 9), `Tue ${clock(at(2026, 11, 24, 9))}`],
    ['six days on is still the weekday', at(2026, 11, 29, 9), `Sun ${clock(at(2026, 11, 29, 9))}`],
    ['a week on is the date, because the weekday would be today’s', at(2026, 11, 30, 9), '30 Nov 09:00']
  ])('%s', (_, when, words) => {
    expect(shortAhead(when, now)).toBe(words)
  })
})

describe('a time in the list', () => {
  test.each([
    ['today is the clock', at(2026, 11, 23, 14, 2), clock(at(2026, 11, 23, 14, 2))],
    ['just after midnight is still today', at(2026, 11, 23, 0, 1), clock(at(2026, 11, 23, 0, 1))],
    ['a minute before midnight is yesterday', at(2026, 11, 22, 23, 59), 'Yesterday'],
    ['within the week is the weekday', at(2026, 11, 18), 'Wed'],
    ['a week ago is the date, because the weekday would be ambiguous', at(2026, 11, 16), '16 Nov'],
    ['another year says which', at(2025, 11, 16), '16 Nov 2025']
  ])('%s', (_, when, words) => {
    expect(shortWhen(when, now)).toBe(words)
  })
})

test('a day heads its page with weekday and date, and with the year when it is another one', () => {
  expect(dayHeading(at(2026, 11, 16), now)).toBe('Monday 16 November')
  expect(dayHeading(at(2025, 11, 16), now)).toMatch(/^Sunday,? 16 November 2025$/)
})

test('days are counted by midnights, also over the change of the clocks', () => {
  expect(daysBetween(at(2026, 10, 24, 23, 59), at(2026, 10, 26, 0, 1))).toBe(2)
  expect(daysBetween(at(2026, 11, 24, 1), now)).toBe(-1)
})

describe('a time in a sentence', () => {
  test.each([
    [at(2026, 11, 23, 14, 2), 'at 14:02'],
    [at(2026, 11, 22, 14, 2), 'yesterday at 14:02'],
    [at(2026, 11, 24, 9), 'tomorrow at 09:00'],
    [at(2026, 11, 27, 9), 'on Friday at 09:00'],
    [at(2026, 12, 24, 9), 'on 24 Dec at 09:00']
  ])('%d is said as %s', (when, words) => {
    expect(inSentence(when, now)).toBe(words)
  })

  test('after "until" the preposition goes', () => {
    expect(untilWords(at(2026, 11, 23, 18), now)).toBe('18:00')
    expect(untilWords(at(2026, 11, 27, 9), now)).toBe('Friday at 09:00')
    expect(untilWords(at(2026, 11, 24, 9), now)).toBe('tomorrow at 09:00')
  })
})

test('a span has one figure, and minutes give way to hours, hours to days', () => {
  expect([0, 59_999, minute, 59 * minute, hour, 47 * hour, 48 * hour].map(span)).toEqual([
    'now',
    'now',
    '1 min',
    '59 min',
    '1 h',
    '47 h',
    '2 d'
  ])
})

test('what is left of a window is told in hours and minutes, and in days where it has several', () => {
  const week = 7 * 24 * hour
  expect([59_000, 12 * minute, 3 * hour, 3 * hour + 12 * minute, week - minute, 2 * 24 * hour].map(left)).toEqual([
    'less than a minute',
    '12 min',
    '3 h',
    '3 h 12 min',
    '6 d 23 h',
    '2 d'
  ])
})
