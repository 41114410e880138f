import { expect, test } from 'vitest'
import { isZone, momentOf } from '../../shared/history/wall-time.ts'

const wall = (text: string) => Date.parse(`${text}Z`)

test.each([
  ['2023-12-31T21:41:07', 'UTC', '2023-12-31T21:41:07Z'],
  ['2023-12-31T21:41:07', 'Europe/Berlin', '2023-12-31T20:41:07Z'],
  ['2023-06-30T21:41:07', 'Europe/Berlin', '2023-06-30T19:41:07Z'],
  ['2023-12-31T21:41:00', 'America/New_York', '2024-01-01T02:41:00Z'],
  ['2023-06-01T00:10:00', 'Asia/Kolkata', '2023-05-31T18:40:00Z'],
  ['2023-06-01T00:10:00', 'Pacific/Auckland', '2023-05-31T12:10:00Z']
])('what a wall showed at %s in %s', (shown, zone, at) => {
  expect(new Date(momentOf(wall(shown), zone)).toISOString()).toBe(new Date(at).toISOString())
})

test('of an hour that came twice it is the first, and one that was left out is an hour later', () => {
  const at = (shown: string) => new Date(momentOf(wall(shown), 'Europe/Berlin')).toISOString()
  expect(at('2023-10-29T02:30:00')).toBe('2023-10-29T00:30:00.000Z')
  expect(at('2023-10-29T03:00:00')).toBe('2023-10-29T02:00:00.000Z')
  expect(at('2023-03-26T02:30:00')).toBe('2023-03-26T01:30:00.000Z')
  expect(at('2023-03-26T03:00:00')).toBe('2023-03-26T01:00:00.000Z')
})

test('only zones that there are', () => {
  expect([isZone('Europe/Berlin'), isZone('Europe/Atlantis'), isZone('')]).toEqual([true, false, false])
})
