import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { Rule, Step } from '../../shared/automation/content.ts'
import { missing } from '../../shared/automation/said.ts'
import { live } from '../../web/app/live.ts'
import { cameWords } from '../../web/automation/came-words.ts'
import { faultsOf } from '../../web/automation/faults.ts'
import { ruleSentence } from '../../web/automation/sentences.ts'
import { templatesToChoose } from '../../web/automation/templates.ts'
import { ana, plan } from '../workflow/story.ts'

vi.stubGlobal('navigator', { language: 'en-GB' })

const ruleOf = (...then: Step[]): Rule => ({
  name: 'Answer',
  order: 1,
  when: { on: 'message-received' },
  if: [],
  then
})
const hours: Step = { do: 'send-phrase', phrase: 'hours' }
const template: Step = { do: 'send-template', name: 'we_are_back', language: 'en', parameters: ['{{customer|there}}'] }
const phrase = { phrase: 'hours', status: 'kept', name: 'Hours', text: 'Until six', version: 1, saved: null } as const
const listed = (body: string) => [{ name: 'we_are_back', language: 'en', category: 'utility' as const, body }]
const inbox = { inbox: 'i', platform: 'whatsapp', name: 'Phone', members: [], retentionDays: null }

beforeEach(() => {
  live.phrases.draw([['hours', phrase]])
  live.inboxes.draw([['i', { ...inbox, templates: listed('Hello {{1}}') }]])
})

describe('an automation that says what was kept', () => {
  test('is said in a sentence, and has no faults while all of it is there', () => {
    expect(faultsOf(ruleOf(hours, template))).toEqual([])
    expect(ruleSentence(ruleOf(hours, template))).toBe(
      'When a customer writes: send the saved reply “Hours”, send the template “We are back”'
    )
  })

  test('tells in its editor that its saved reply was removed', () => {
    live.phrases.draw([['hours', null]])
    expect(faultsOf(ruleOf(hours))).toEqual(['The saved reply that it sends was removed. Choose another one.'])
    expect(faultsOf(ruleOf({ ...hours, phrase: '' }))).toEqual(['Choose which saved reply.'])
    expect(ruleSentence(ruleOf(hours))).toContain('the saved reply that was removed')
  })

  test('tells what is wrong with its template', () => {
    const parameters = (...given: string[]) => faultsOf(ruleOf({ ...template, parameters: given }))
    expect(faultsOf(ruleOf({ ...template, name: '' }))).toEqual(['Choose which template.'])
    expect(parameters()).toEqual(['The template has other blanks now. Choose it again.'])
    expect(parameters(' ')).toEqual(['Fill in every blank of the template.'])
    expect(parameters('{{name}}')).toEqual(['Nobody can fill in {{name}}. There are {{customer}} and {{agent}}.'])
    live.inboxes.draw([['i', { ...inbox, templates: [] }]])
    expect(parameters('x')).toEqual(['No inbox has the template that it sends any more. Choose another one.'])
  })

  test('sends nothing for which somebody would have to bring a file, and no code that is too long', () => {
    const code = { at: 0, as: 'coupon', label: 'Copy offer code', text: '{{2}}' } as const
    const [one] = listed('Hello {{1}}')
    const headed = { ...one!, name: 'headed', head: 'image' as const }
    live.inboxes.draw([['i', { ...inbox, templates: [{ ...one!, code }, headed] }]])
    expect(templatesToChoose()).toEqual({ choosable: [{ ...one!, code }], others: 1 })
    expect(faultsOf(ruleOf({ ...template, name: 'headed' }))).toEqual([
      'The template that it sends needs a file in its heading, which only a person can bring. Choose another one.'
    ])
    const filled = (code: string) => faultsOf(ruleOf({ ...template, parameters: ['Ana', code] }))
    expect(filled('1234567890ABCDE')).toEqual([])
    expect(filled('1234567890ABCDEF')).toEqual(['A code has at most 15 characters.'])
  })

  test('tells that its amount is in a currency that the workflow left: nothing is above it any more', () => {
    const published = (currency: string) => ({ version: 1, plan: { ...plan, currency }, at: 0, by: ana })
    const inForce = (currency: string) =>
      live.workflows.draw([['w', { workflow: 'w', now: published(currency), earlier: [], heirs: {}, archived: false }]])
    const when = { on: 'value-above', workflow: 'w', value: { minor: 100_000, currency: 'EUR' } } as const
    inForce('EUR')
    expect(faultsOf({ ...ruleOf(hours), when })).toEqual([])
    inForce('USD')
    expect(faultsOf({ ...ruleOf(hours), when })).toEqual([
      'Its amount is in EUR, and cards of Sales are in USD now. Write it again.'
    ])
  })

  test('says of every step that was not done why', () => {
    const refusals = { refusalSentence: () => 'It is too long.' }
    const told = { now: 0, nameOf: () => 'Ben' }
    const sentences = [undefined, ...missing].map(what =>
      cameWords(
        { as: 'fired', steps: [hours], outcomes: [{ result: 'missing', ...(what && { what }) }] },
        false,
        refusals,
        told
      )
    )
    expect(new Set(sentences).size).toBe(missing.length + 1)
    for (const sentence of sentences)
      expect(sentence).toMatch(/^It acted: send the saved reply “Hours” \(not done: .+\)\.$/)
  })
})
