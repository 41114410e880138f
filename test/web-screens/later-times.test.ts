import { expect, test } from 'vitest'
import { laterTimes } from '../../web/ui/later-times.ts'

const at = (day: number, hour: number) => new Date(2026, 10, day, hour, 30).getTime()
const words = (now: number) => laterTimes(now).map(time => time.words)

test('every time lies in the future, at any hour of any weekday, and no two are the same', () => {
  let checked = 0
  for (let day = 16; day < 23; day++) {
    for (let hour = 0; hour < 24; hour++) {
      const times = laterTimes(at(day, hour))
      expect(times.every(time => time.at > at(day, hour))).toBe(true)
      expect(new Set(times.map(time => time.at)).size).toBe(times.length)
      checked++
    }
  }
  expect(checked).toBe(168)
})

test('"this evening" is not offered when it is evening', () => {
  expect(words(at(18, 10))).toContain('This evening')
  expect(words(at(18, 17))).not.toContain('This evening')
})

test('on a Sunday, Monday morning is called tomorrow; on a Monday, in a week is called Monday', () => {
  expect(words(at(22, 10))).not.toContain('Monday morning')
  expect(words(at(16, 10))).not.toContain('In a week')
})
