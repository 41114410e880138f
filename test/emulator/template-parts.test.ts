import { describe, expect, test } from 'vitest'
import type { Template } from '../../shared/inboxes/events.ts'
import { sayTemplate, wordingOf } from '../../shared/inboxes/content-words.ts'
import { judgeTemplate } from '../../sync-server/emulator/whatsapp/judge-template.ts'
import { templatePage } from '../../sync-server/emulator/whatsapp/templates.ts'
import { templateIn } from '../../sync-server/platforms/whatsapp/template-in.ts'
import { componentsOf } from '../../sync-server/platforms/whatsapp/template-parts.ts'

const base = { name: 'order_ready', language: 'en', category: 'utility' as const }
const plain: Template = { ...base, body: 'Closed today.' }
const inBody: Template = { ...base, body: 'Hi {{1}}, {{2}} is ready.' }
const everywhere: Template = {
  ...base,
  heading: 'Order {{1}}',
  body: 'Hi {{2}}, until {{3}}.',
  footer: 'See you',
  links: [
    { at: 1, label: 'Way', url: 'https://shop.example/{{4}}' },
    { at: 3, label: 'Bill', url: 'https://shop.example/bill/{{5}}' }
  ]
}
const named: Template = { ...everywhere, names: ['order_id', 'name', 'day'] }
const all = { plain, inBody, everywhere, named }

const send = (template: Template, parameters: readonly string[], spoil = (components: object[]) => components) => {
  const { name, language, ...content } = sayTemplate(template, parameters)
  const components = spoil(componentsOf(content))
  const message = { type: 'template', template: { name, language: { code: language }, components } }
  return judgeTemplate(message, [template])
}
const words = ['17', 'Ruth', 'Friday', 'way', 'bill']

describe.each(Object.entries(all))('a template with blanks %s', (_, template) => {
  const parameters = words.slice(0, wordingOf(template).match(/\{\{/g)?.length ?? 0)

  test('is read from the list as it is', () => {
    const { data } = templatePage([template], new URL('http://graph/templates')) as { data: unknown[] }
    expect(templateIn(data[0])).toEqual(template)
  })

  test('is sent so that its customer reads what was shown to whoever sent it', () => {
    expect(send(template, parameters)).toEqual({ kind: 'template', text: sayTemplate(template, parameters).text })
  })
})

test('the parts of one with blanks everywhere, as Meta documents them', () => {
  const { places } = sayTemplate(named, words)
  const said = (text: string, name?: string) => ({ type: 'text', ...(name && { parameter_name: name }), text })
  expect(componentsOf({ parameters: words, places })).toEqual([
    { type: 'header', parameters: [said('17', 'order_id')] },
    { type: 'body', parameters: [said('Ruth', 'name'), said('Friday', 'day')] },
    { type: 'button', sub_type: 'url', index: '1', parameters: [said('way')] },
    { type: 'button', sub_type: 'url', index: '3', parameters: [said('bill')] }
  ])
})

const without = (place: number) => (parts: object[]) =>
  parts.map((part, at) => (at === place ? { ...part, parameters: [] } : part))

test.each([
  ['header', 0],
  ['body', 1],
  ['button 1', 2],
  ['button 3', 3]
])('one whose %s lacks its parameters is refused', (part, place) => {
  const judged = send(named, words, without(place))
  expect(judged).toMatchObject({ refused: { body: { error: { code: 132000 } } } })
  expect(JSON.stringify(judged)).toContain(`${part}: number of localizable_params (0)`)
})

test('one whose parameters have other names is refused', () => {
  const { places: _, ...positional } = sayTemplate(named, words)
  const unnamed = () => componentsOf({ ...positional, places: { heading: 1, links: [1, 3] } })
  expect(send(named, words, unnamed)).toMatchObject({ refused: { body: { error: { code: 100 } } } })
})
