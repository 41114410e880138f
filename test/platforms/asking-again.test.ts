import { describe, expect, test } from 'vitest'
import { unanswered } from '../../shared/platforms/strategy.ts'
import { settled } from '../../sync-server/platforms/asking-again.ts'
import type { Outcome } from '../../sync-server/platforms/port.ts'

const hour = 3_600_000
const unknown: Outcome = { result: 'unknown' }
const sent: Outcome = { result: 'sent', platformId: 'p' }
const refused: Outcome = { result: 'failed', failure: { code: '401', reason: 'no' } }
const later: Outcome = { result: 'deferred', failure: { code: '429', reason: 'slow' }, afterMs: 17_000 }

const settle = (outcome: Outcome, more: object = {}, now = hour) =>
  settled(outcome, { onceForMs: 24 * hour, askedAt: 0, wasUnanswered: false, tries: 0, ...more }, now)

describe('a platform that takes a message once', () => {
  test('is asked again for what it did not answer', () => {
    expect(settle(unknown)).toMatchObject({ result: 'deferred', failure: { code: unanswered }, afterMs: 2000 })
    expect(settle(unknown, { tries: 50 })).toMatchObject({ afterMs: 300_000 })
  })

  test('until an hour before its promise runs out: then nobody knows', () => {
    expect(settle(unknown, {}, 23 * hour - 1)).toMatchObject({ result: 'deferred' })
    expect(settle(unknown, {}, 23 * hour)).toEqual(unknown)
    expect(settle(later, { wasUnanswered: true }, 23 * hour)).toEqual(unknown)
  })

  test('is believed at once when it answers', () => {
    for (const outcome of [sent, refused, later]) expect(settle(outcome)).toEqual(outcome)
    expect(settle(sent, { wasUnanswered: true }, 30 * hour)).toEqual(sent)
  })

  test('after a try without an answer, a refusal is of the second try: nobody knows of the first', () => {
    expect(settle(refused, { wasUnanswered: true })).toEqual(unknown)
    expect(settle(later, { wasUnanswered: true })).toMatchObject({ failure: { code: unanswered }, afterMs: 17_000 })
  })
})

test('a platform that promises nothing is never asked again', () => {
  for (const outcome of [unknown, sent, refused, later]) {
    expect(settle(outcome, { onceForMs: undefined, wasUnanswered: true })).toEqual(outcome)
  }
})
