import { describe, expect, test } from 'vitest'
import { automationDecider } from '../../shared/automation/automation.ts'
import type { AutomationFact } from '../../shared/automation/events.ts'
import { replay } from '../../shared/kernel/decider.ts'
import { agentContext } from '../../shared/identity/may.ts'
import { given } from '../support/given.ts'
import { refund } from './rules.ts'

const now = Date.UTC(2026, 10, 26, 9)
const as = (role: 'agent' | 'supervisor' | 'admin') => agentContext({ id: 'ana', role, inboxes: [] }, now, () => true)
const so = { at: now, by: as('admin').by, cause: 'c0' }
const published: AutomationFact = { ...so, type: 'automation.published', version: 1, rule: refund }
const off: AutomationFact = { ...so, type: 'automation.turned-off' }
const removed: AutomationFact = { ...so, type: 'automation.removed' }
const base = { id: 'c1', at: now, automation: 'refunds' }
const publish = { ...base, type: 'automation.publish', onVersion: 1, rule: { ...refund, name: 'Money back' } } as const

describe('an automation', () => {
  test('is published by an admin, and is on from then', () => {
    given(automationDecider)
      .when({ ...publish, onVersion: 0 }, as('admin'))
      .then({ type: 'automation.published', version: 1 })
    expect(replay(automationDecider, [published]).status).toBe('on')
  })

  test.each(['publish', 'turn-on', 'turn-off', 'remove'] as const)('cannot be changed by others: %s', what => {
    const command = what === 'publish' ? publish : ({ ...base, type: `automation.${what}` } as const)
    for (const role of ['agent', 'supervisor'] as const) {
      given(automationDecider, published).when(command, as(role)).thenRefused({ reason: 'not-allowed' })
    }
  })

  test('that somebody else changed meanwhile is not changed over their head', () => {
    given(automationDecider, published)
      .when({ ...publish, onVersion: 0 }, as('admin'))
      .thenRefused({ reason: 'changed-meanwhile', at: now, by: so.by })
  })

  test('keeps the versions before, to roll back to, and stays off while it is off', () => {
    const second: AutomationFact = { ...published, version: 2, rule: publish.rule }
    const state = replay(automationDecider, [published, off, second])
    expect(state).toMatchObject({ status: 'off', now: { version: 2 }, earlier: [{ version: 1, rule: refund }] })
  })

  test('is turned off and on again, and what is so already changes nothing', () => {
    const turn = (to: 'on' | 'off') => ({ ...base, type: `automation.turn-${to}` }) as const
    given(automationDecider, published).when(turn('on'), as('admin')).thenNothing()
    given(automationDecider, published).when(turn('off'), as('admin')).then({ type: 'automation.turned-off' })
    given(automationDecider, published, off).when(turn('on'), as('admin')).then({ type: 'automation.turned-on' })
  })

  test('is gone when it was removed', () => {
    given(automationDecider, published, removed)
      .when(publish, as('admin'))
      .thenRefused({ reason: 'no-such-automation' })
    given(automationDecider)
      .when({ ...base, type: 'automation.remove' }, as('admin'))
      .thenRefused({ reason: 'no-such-automation' })
  })
})
