import { beforeEach, expect, test, vi } from 'vitest'
import type { Condition, Step, When } from '../../shared/automation/content.ts'
import { live } from '../../web/app/live.ts'
import { draftFrom } from '../../web/automation/draft.ts'
import { dropDraft, hasDraft, keepDraft, keptDrafts } from '../../web/automation/kept.ts'
import {
  conditionWords,
  freshCondition,
  freshStep,
  freshWhen,
  stepWords,
  whenWords
} from '../../web/automation/kinds.ts'

let disk: Map<string, string>
const sitDown = (agent: string) => {
  live.me.value = { tenant: 'shop', tenantName: 'Shop', agent, name: agent, role: 'admin' }
}

beforeEach(() => {
  disk = new Map()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => disk.get(key) ?? null,
    setItem: (key: string, value: string) => disk.set(key, value)
  })
  sitDown('ada')
})

const { onVersion, rule } = draftFrom(undefined)
const whole = {
  onVersion,
  rule: {
    ...rule,
    if: [Object.keys(conditionWords).map(is => freshCondition(is as Condition['is']))],
    then: Object.keys(stepWords).map(what => freshStep(what as Step['do']))
  }
}

test('a draft is there after a reload, with all that an automation can be made of, however much is still empty', () => {
  const whens = Object.keys(whenWords).map(on => freshWhen(on as When['on']))
  for (const when of whens) {
    keepDraft(when.on, { ...whole, rule: { ...whole.rule, when } })
    expect(keptDrafts().get(when.on)).toEqual({ ...whole, rule: { ...whole.rule, when } })
  }
  expect(keptDrafts().size).toBe(whens.length)
  expect(whens.length).toBeGreaterThan(10)
})

test('what is named in it comes back too', () => {
  const named = {
    onVersion: 3,
    rule: {
      ...rule,
      if: [[{ is: 'assignee' as const, agent: 'ben', not: true as const }]],
      then: [
        { do: 'send-template' as const, name: 'we_are_back', language: 'en', parameters: ['{{customer}}'] },
        { do: 'send-phrase' as const, phrase: 'hours' }
      ]
    }
  }
  keepDraft('a', named)
  expect(keptDrafts().get('a')).toEqual(named)
})

test('nobody finds the drafts of another who signs in on the device', () => {
  keepDraft('a', whole)
  sitDown('ben')
  expect(hasDraft('a')).toBe(false)
  sitDown('ada')
  expect(hasDraft('a')).toBe(true)
})

test('what cannot be read any more hides no other draft, and is not lost by keeping one', () => {
  keepDraft('a', whole)
  const [[key, kept]] = [...disk] as [[string, string]]
  const broken = [
    { ...whole, rule: { ...rule, then: [{ do: 'fly' }] } },
    { ...whole, rule: { ...rule, then: [{ do: 'label' }] } },
    { ...whole, rule: { ...rule, then: [{ do: 'send-template', name: '', language: '', parameters: [1] }] } },
    { ...whole, rule: { ...rule, when: { on: 'value-above', workflow: '', value: 5 } } },
    'draft',
    null
  ]
  for (const one of broken) {
    disk.set(key, JSON.stringify({ ...(JSON.parse(kept) as object), b: one }))
    expect([...keptDrafts().keys()]).toEqual(['a'])
  }
  keepDraft('c', whole)
  expect(Object.keys(JSON.parse(disk.get(key)!) as object)).toEqual(['a', 'b', 'c'])
  disk.set(key, 'nonsense')
  expect(keptDrafts().size).toBe(0)
})

test('a draft is gone when it was published or thrown away', () => {
  keepDraft('a', whole)
  keepDraft('b', whole)
  dropDraft('a')
  expect([...keptDrafts().keys()]).toEqual(['b'])
})
