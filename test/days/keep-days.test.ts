import { setImmediate as turn } from 'node:timers/promises'
import { afterEach, expect, test, vi } from 'vitest'
import { keepDays, untilNextRound } from '../../sync-server/days/keep-days.ts'

afterEach(() => vi.useRealTimers())

test('the next round is an hour away, or just after midnight UTC if that is sooner', () => {
  expect(untilNextRound(Date.parse('2032-01-01T12:00Z'))).toBe(3_600_000)
  expect(untilNextRound(Date.parse('2032-01-01T23:59:00Z'))).toBe(65_000)
})

test('rounds follow each other though one fails, and none begins after the stop', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  let rounds = 0
  const troubles: unknown[] = []
  const round = () => (++rounds === 1 ? Promise.reject(new Error('no disk')) : Promise.resolve())
  const keeper = keepDays(
    round,
    error => troubles.push(error),
    () => Date.parse('2032-01-01T12:00Z')
  )
  await turn()
  vi.advanceTimersByTime(3_600_000)
  await turn()
  expect([rounds, troubles.map(String)]).toEqual([2, ['Error: no disk']])
  await keeper.stop()
  vi.advanceTimersByTime(7_200_000)
  expect(rounds).toBe(2)
})
