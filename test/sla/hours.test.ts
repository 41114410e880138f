import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { BusinessHours } from '../../shared/routing/content.ts'
import { isOpen } from '../../shared/routing/hours.ts'
import { openBetween, openFor } from '../../shared/routing/open-time.ts'
import type { Run } from '../../shared/sla/content.ts'
import { dueOf } from '../../shared/sla/due.ts'

const minuteMs = 60_000
const span = fc
  .tuple(fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 1, max: 600 }))
  .map(([from, length]) => ({ from, to: Math.min(1440, from + length) }))
const day = fc.array(span, { maxLength: 3 })
/** Clocks that change by an hour, by half an hour, the other way round, and never. */
const zone = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC')
/** Among them days on which some of these clocks change. */
const closed = fc.subarray([
  '2026-03-08',
  '2026-03-29',
  '2026-04-05',
  '2026-10-04',
  '2026-10-25',
  '2026-11-01',
  '2026-11-19'
])
const week = fc.array(day, { minLength: 7, maxLength: 7 })
const hours: fc.Arbitrary<BusinessHours> = fc.record({ zone, week, closed })

/** Around the days on which some of these clocks change, in 2026 and 2027. */
const moment = fc
  .tuple(
    fc.constantFrom('2026-03-07', '2026-03-28', '2026-04-04', '2026-10-03', '2026-10-24', '2026-11-01', '2026-11-18'),
    fc.integer({ min: 0, max: 4 * 1440 })
  )
  .map(([date, minutes]) => Date.parse(`${date}T00:00:00Z`) + minutes * minuteMs)
const minutes = fc.integer({ min: 0, max: 2000 })

const counted = (open: BusinessHours, from: number, to: number) => {
  let ms = 0
  for (let at = from; at < to; at += minuteMs) if (isOpen(open, at)) ms += minuteMs
  return ms
}

/** The nights in which these clocks change. */
const changes = [
  ['Europe/Berlin', '2026-03-28'],
  ['Europe/Berlin', '2026-10-24'],
  ['America/New_York', '2026-03-07'],
  ['America/New_York', '2026-10-31'],
  ['Australia/Lord_Howe', '2026-04-03'],
  ['Australia/Lord_Howe', '2026-10-02'],
  ['Asia/Kathmandu', '2026-10-24']
] as const

test.each(changes)('open time is what counting minute by minute comes to: %s, %s', (where, date) => {
  let some = 0
  const began = fc.integer({ min: 0, max: 2 * 1440 }).map(at => Date.parse(`${date}T00:00:00Z`) + at * minuteMs)
  fc.assert(
    fc.property(hours, began, minutes, (any, from, length) => {
      const open = { ...any, zone: where }
      const to = from + length * minuteMs
      const ms = openBetween(open, from, to)
      some += Math.min(1, ms)
      expect(ms).toBe(counted(open, from, to))
    }),
    { numRuns: 60 }
  )
  expect(some).toBeGreaterThan(8)
})

/** Minutes: a week that is open for one comes to as many in less than the ten years after which nobody looks any further. */
const within = fc.integer({ min: 1, max: 500 })

test('when it has been open so long is the first moment at which it has', () => {
  fc.assert(
    fc.property(hours, moment, within, (open, from, length) => {
      const then = openFor(open, from, length * minuteMs)
      expect(then === null).toBe(open.week.flat().length === 0)
      // Where it never is open, it never was long enough.
      expect(openBetween(open, from, then ?? from)).toBe(then === null ? 0 : length * minuteMs)
      expect(openBetween(open, from, (then ?? from) - 1)).toBeLessThan(length * minuteMs)
    }),
    { numRuns: 300 }
  )
})

test('what takes longer than ten years is never', () => {
  const week = [[], [{ from: 0, to: 1 }], [], [], [], [], []]
  const from = Date.parse('2026-03-07T00:00:00Z')
  expect(openFor({ zone: 'Europe/Berlin', week }, from, 520 * minuteMs)).not.toBeNull()
  expect(openFor({ zone: 'Europe/Berlin', week }, from, 524 * minuteMs)).toBeNull()
})

const target = { firstReply: 45, nextReply: null, resolution: null }
/** Infinity: never, where it never opens. Such a week comes once in some hundred runs. */
const dueAt = (run: Run, open: BusinessHours | null) =>
  dueOf(run, { sla: { targets: target, since: 0 }, hours: open })?.due ?? Infinity

test('nothing is due before it began, nor earlier because the inbox is closed more', () => {
  const pauses = fc.array(fc.tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 600 })), { maxLength: 3 })
  fc.assert(
    fc.property(hours, moment, pauses, fc.nat(), (open, since, paused, which) => {
      const ran: [number, number][] = []
      let from = since
      for (const [running, standing] of paused) {
        ran.push([from, from + running * minuteMs])
        from += (running + standing) * minuteMs
      }
      const run: Run = { target: 'first-reply', since, ran, from, ended: null }
      const closed = { ...open, week: open.week.with(which % 7, []) }
      const dues = [since + 45 * minuteMs, dueAt(run, null), dueAt(run, open), dueAt(run, closed)]
      for (const [at, due] of dues.slice(1).entries()) expect(due).toBeGreaterThanOrEqual(dues[at]!)
    }),
    { numRuns: 300, examples: [[{ zone: 'UTC', week: Array.from({ length: 7 }, () => []) }, 0, [], 0]] }
  )
})
