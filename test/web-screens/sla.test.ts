import { beforeEach, expect, test } from 'vitest'
import type { Run } from '../../shared/sla/content.ts'
import { pressingOf, urgencyAt } from '../../shared/sla/pressing.ts'
import { readTargets, targetsForm } from '../../web/routing/targets-form.ts'
import { clockWords } from '../../web/sla/words.ts'

const targets = { firstReply: 30, nextReply: 60, resolution: 480 }

test('answer times are shown and set again as they were', () => {
  for (const one of [targets, { firstReply: 90, nextReply: null, resolution: 525_600 }])
    expect(readTargets(targetsForm(one))).toEqual(one)
  expect(targetsForm(targets)).toEqual({ firstReply: '30 min', nextReply: '1 h', resolution: '8 h' })
  expect(readTargets(targetsForm(undefined))).toEqual({ firstReply: null, nextReply: null, resolution: null })
})

test.each([
  ['45', 45],
  [' 45 min ', 45],
  ['1 hour', 60],
  ['4H', 240],
  ['', null]
])('“%s” is %s minutes', (typed, minutes) => {
  expect(readTargets({ ...targetsForm(undefined), nextReply: typed })).toMatchObject({ nextReply: minutes })
})

test.each(['0', 'soon', '1.5 h', '-3', '4 d', '9999999', '525601', '8761 h'])('“%s” is no answer time', typed => {
  const read = readTargets({ ...targetsForm(undefined), resolution: typed })
  expect(read).toMatchObject({ field: 'resolution', words: expect.stringContaining('30 min') })
})

const minute = 60_000
let run: Run
beforeEach(() => {
  run = { target: 'first-reply', since: 0, ran: [], from: 0, ended: null }
})
const terms = { sla: { targets, since: 0 }, hours: null }

test('of all that runs, what is due first presses; what stands still does not', () => {
  const end: Run = { ...run, target: 'resolution' }
  expect(pressingOf([end, run], terms)).toEqual({ target: 'first-reply', due: 30 * minute, warnAt: 22.5 * minute })
  expect(pressingOf([end, { ...run, from: null, ended: 5 }], terms)).toMatchObject({ target: 'resolution' })
  expect(pressingOf([{ ...run, ran: [[0, 60 * minute]], from: null }], terms)).toBeNull()
  expect(pressingOf([run], { hours: null })).toBeNull()
})

test('the clock is quiet, then says what is left, then how late it is', () => {
  const pressing = pressingOf([run], terms)!
  const at = (minutes: number) => urgencyAt(pressing, minutes * minute)
  expect([at(22), at(22.5), at(30), at(30.1)]).toEqual(['quiet', 'soon', 'soon', 'late'])
  expect(clockWords('quiet', 8 * minute)).toBe('8 min')
  expect(clockWords('soon', 8 * minute)).toBe('8 min left')
  expect(clockWords('late', 3 * 60 * minute)).toBe('3 h late')
  expect(clockWords('late', 100)).toBe('under 1 min late')
})
