import { describe, expect, test } from 'vitest'
import type { Template } from '../../shared/inboxes/events.ts'
import { blanksOf } from '../../shared/inboxes/content.ts'
import { placesOf, sayTemplate, wordingOf } from '../../shared/inboxes/content-words.ts'
import { judgeTemplate } from '../../sync-server/emulator/whatsapp/judge-template.ts'
import { openShelf } from '../../sync-server/emulator/shelf.ts'
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
const headed: Template = { ...inBody, head: 'image' }
const coupon: Template = { ...everywhere, code: { at: 2, as: 'coupon', label: 'Copy offer code', text: '{{6}}' } }
const namedCoupon: Template = { ...coupon, names: ['order_id', 'name', 'day'] }
const password: Template = {
  ...base,
  category: 'authentication',
  body: '*{{1}}* is your verification code.',
  code: { at: 0, as: 'password', label: 'Copy code', text: '{{1}}' }
}
const papers: Template = {
  ...base,
  head: 'document',
  body: 'Your bill.',
  code: { at: 0, as: 'coupon', label: 'Copy offer code', text: '{{1}}' }
}
const mapped: Template = { ...inBody, place: true }
const film: Template = { ...base, head: 'video', body: 'How it is made.' }
const form: Template = { ...inBody, form: { at: 1, label: 'Book a table' } }
const all = { plain, inBody, everywhere, named, headed, coupon, namedCoupon, password, papers, film, mapped, form }

const gate = { latitude: 52.5163, longitude: 13.3777, name: 'Brandenburg Gate', address: 'Pariser Platz, Berlin' }
const shelf = openShelf()
const types = { image: 'image/png', video: 'video/mp4', document: 'application/pdf', word: 'application/msword' }
/** On the vendor's shelf, as it stands in a heading that names it. */
const put = (kind: keyof typeof types, as: string = kind, bytes = 4) => {
  const { id } = shelf.put({ mime: types[kind], name: 'file', body: new Blob([new Uint8Array(bytes)]) })
  return { type: as, [as]: { id } }
}

type Spoil = (components: object[]) => object[]
const send = (template: Template, parameters: readonly string[], spoil: Spoil = all => all, head?: object) => {
  const { name, language, ...content } = sayTemplate(template, parameters, { place: template.place && gate })
  const file = head ?? (template.head ? put(template.head) : null)
  const components = spoil(componentsOf(content, file))
  const message = { type: 'template', template: { name, language: { code: language }, components } }
  return judgeTemplate(message, [template], shelf)
}
const words = ['17', 'Ruth', 'Friday', 'way', 'bill', 'SAVE10']
const five = words.slice(0, 5)

describe.each(Object.entries(all))('a template with blanks %s', (_, template) => {
  const parameters = words.slice(0, blanksOf(wordingOf(template)))

  test('is read from the list as it is', () => {
    const { data } = templatePage([template], new URL('http://graph/templates')) as { data: unknown[] }
    expect(templateIn(data[0])).toEqual(template)
  })

  test('is sent so that its customer reads what was shown to whoever sent it', () => {
    const { text } = sayTemplate(template, parameters, { place: template.place && gate })
    const judged = send(template, parameters)
    expect(judged).toMatchObject({ kind: 'template', text })
    expect('file' in judged ? judged.file?.mime : undefined).toBe(template.head && types[template.head])
  })
})

test('the parts of one with blanks everywhere, as Meta documents them', () => {
  const { places } = sayTemplate(named, five)
  const said = (text: string, name?: string) => ({ type: 'text', ...(name && { parameter_name: name }), text })
  expect(componentsOf({ parameters: five, places })).toEqual([
    { type: 'header', parameters: [said('17', 'order_id')] },
    { type: 'body', parameters: [said('Ruth', 'name'), said('Friday', 'day')] },
    { type: 'button', sub_type: 'url', index: '1', parameters: [said('way')] },
    { type: 'button', sub_type: 'url', index: '3', parameters: [said('bill')] }
  ])
})

test('the parts of one with a picture and a coupon, and of a one-time password, as Meta documents them', () => {
  const image = { type: 'image', image: { id: '4711' } }
  const shown: Template = { ...coupon, head: 'image', heading: undefined, body: 'Hi {{1}}, {{2}}.', links: undefined }
  expect(componentsOf({ parameters: ['Ruth', 'today', 'SAVE10'], places: placesOf(shown) }, image)).toEqual([
    { type: 'header', parameters: [image] },
    {
      type: 'body',
      parameters: [
        { type: 'text', text: 'Ruth' },
        { type: 'text', text: 'today' }
      ]
    },
    {
      type: 'button',
      sub_type: 'copy_code',
      index: '2',
      parameters: [{ type: 'coupon_code', coupon_code: 'SAVE10' }]
    }
  ])
  const code = [{ type: 'text', text: '123456' }]
  expect(componentsOf({ parameters: ['123456'], places: placesOf(password) })).toEqual([
    { type: 'body', parameters: code },
    { type: 'button', sub_type: 'url', index: '0', parameters: code }
  ])
})

const without = (place: number) => (parts: object[]) =>
  parts.map((part, at) => (at === place ? { ...part, parameters: [] } : part))

const isRefused = (judged: object, code: number, details: string) => {
  expect(judged).toMatchObject({ refused: { body: { error: { code } } } })
  expect(JSON.stringify(judged)).toContain(details)
}

test.each([
  ['header', 132000, 'header: number of localizable_params (0)', 0],
  ['body', 132000, 'body: number of localizable_params (0)', 1],
  ['first button', 131008, 'buttons: Button at index 1 of type Url requires a parameter', 2],
  ['second button', 131008, 'buttons: Button at index 3 of type Url requires a parameter', 3],
  ['coupon', 131008, 'buttons: Button at index 2 of type CopyCode requires a parameter', 4]
])('one whose %s lacks its parameters is refused', (_, code, details, place) => {
  isRefused(send(namedCoupon, words, without(place)), code, details)
})

test.each([
  ['without its file', undefined, (parts: object[]) => parts.slice(1), 132012, 'expected IMAGE, received UNKNOWN'],
  ['with words instead', { type: 'text', text: 'Hi' }, undefined, 132012, 'expected IMAGE, received TEXT'],
  ['with a film', put('video'), undefined, 132012, 'header: Format mismatch, expected IMAGE, received VIDEO'],
  ['with a paper that is called a picture', put('document', 'image'), undefined, 131053, 'cannot be sent as image'],
  ['with more than WhatsApp takes', put('image', 'image', 5 * 1024 * 1024 + 1), undefined, 131053, 'is too big'],
  ['with what was never brought', { type: 'image', image: { id: '1' } }, undefined, 100, 'Media ID 1 does not exist']
])('one with a picture in its heading is refused %s', (_, head, spoil, code, details) => {
  isRefused(send(headed, words.slice(0, 2), spoil, head), code, details)
})

test.each([
  ['without it', [], 132012, 'expected LOCATION, received UNKNOWN'],
  ['with words instead', [{ type: 'text', text: 'Hi' }], 132012, 'expected LOCATION, received TEXT'],
  [
    'without its address',
    [{ type: 'location', location: { latitude: '1', longitude: '2', name: 'x' } }],
    131008,
    'address'
  ],
  ['with numbers that are no text', [{ type: 'location', location: gate }], 131008, 'latitude']
])('one with a place in its heading is refused %s', (_, parameters, code, details) => {
  const spoil: Spoil = ([, ...rest]) => [{ type: 'header', parameters }, ...rest]
  isRefused(send(mapped, words.slice(0, 2), spoil), code, details)
})

test('a document in a heading is a PDF', () => {
  isRefused(send(papers, ['SAVE10'], undefined, put('word', 'document')), 131053, 'cannot stand in the heading')
})

test('a one-time password stands in the words and behind the button, and is short', () => {
  isRefused(send(password, ['123456'], without(1)), 131008, 'Button at index 0 of type Url')
  isRefused(send(password, ['1'.repeat(16)]), 131009, 'at most 15 characters')
  const other: Spoil = ([body]) => [
    body!,
    { type: 'button', sub_type: 'url', index: '0', parameters: [{ type: 'text', text: '654321' }] }
  ]
  isRefused(send(password, ['123456'], other), 131009, 'not that of the body')
})

test('one whose parameters have other names is refused', () => {
  const { places: _, ...positional } = sayTemplate(named, five)
  const unnamed = () => componentsOf({ ...positional, places: { heading: 1, links: [1, 3] } })
  expect(send(named, five, unnamed)).toMatchObject({ refused: { body: { error: { code: 100 } } } })
})

test('a form is opened by its button, which has to be named', () => {
  expect(send(form, ['Ana', 'it'])).toEqual({ kind: 'template', text: 'Hi Ana, it is ready.\n\nBook a table' })
  const without: Spoil = components => components.filter(one => !('sub_type' in one))
  expect(send(form, ['Ana', 'it'], without)).toMatchObject({ refused: { body: { error: { code: 131008 } } } })
})
