import { beforeEach, expect, test, vi } from 'vitest'
import type { Rule } from '../../shared/automation/content.ts'
import type { AutomationRow } from '../../web/app/live.ts'

vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined })
vi.stubGlobal('window', { matchMedia: () => ({ matches: false, addEventListener: () => undefined }) })
const { live } = await import('../../web/app/live.ts')
const { isSaid, macros } = await import('../../web/automation/macros.ts')

const by = { kind: 'agent', id: 'ada' } as const
const rule = (name: string, order: number, more: Partial<Rule> = {}): Rule => ({
  name,
  order,
  when: { on: 'by-hand' },
  if: [],
  then: [{ do: 'resolve' }],
  ...more
})
const put = (rules: readonly Rule[], status: AutomationRow['status'] = 'on') =>
  live.automations.draw(
    rules.map(one => {
      const row: AutomationRow = {
        automation: one.name,
        status,
        now: { version: 1, rule: one, at: 1, by },
        earlier: []
      }
      return [one.name, row]
    })
  )

beforeEach(() => live.automations.draw([...live.automations.all.keys()].map(id => [id, null])))

test('macros are on the digits in their order, and what acts by itself is on none', () => {
  put([rule('Later', 20), rule('Sooner', 10), rule('By itself', 1, { when: { on: 'resolved' } })])
  put([rule('Off', 5)], 'off')
  expect(macros().map(one => [one.key, one.rule.name])).toEqual([
    ['1', 'Sooner'],
    ['2', 'Later']
  ])
})

test('the tenth is found in the menu, and has no digit', () => {
  put(Array.from({ length: 10 }, (_, at) => rule(`Macro ${at}`, at + 1)))
  expect(macros().map(one => one.key)).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', undefined])
})

test('what writes to the customer is known', () => {
  expect(
    isSaid([
      { do: 'note', text: 'x' },
      { do: 'snooze', minutes: 5 }
    ])
  ).toBe(false)
  expect(isSaid([{ do: 'resolve' }, { do: 'reply', text: 'Thank you' }])).toBe(true)
  expect(isSaid([{ do: 'send-phrase', phrase: 'p' }])).toBe(true)
})
