import { describe, expect, test } from 'vitest'
import { sharedSign, signsOf } from '../../shared/contacts/alike.ts'
import { contactDecider } from '../../shared/contacts/contact.ts'
import { partsOf, suggestionsFor, type Part } from '../../shared/contacts/suggest.ts'

const by = { kind: 'agent', id: 'ana' } as const
const whatsapp = (value: string) => ({ platform: 'whatsapp', kind: 'wa_id', value })
const email = (value: string) => ({ platform: 'email', kind: 'address', value })
const visitor = (value: string) => ({ platform: 'webchat', kind: 'visitor', value })

let metAt = 0
function part(contact: string, more: Partial<Part>): Part {
  return { ...contactDecider.initial, known: true, contact, inbox: 'shop', metAt: ++metAt, ...more }
}
const people = (...parts: Part[]) => new Map(parts.map(one => [one.contact, one]))
const shared = (a: Partial<Part>, b: Partial<Part>) =>
  sharedSign(signsOf(part('a', a)), signsOf(part('b', b)))?.kind ?? null

describe('what two people have in common', () => {
  test.each([
    ['an address in other letters', { handles: [email('mia@example.com')] }, 'Mia@Example.com', 'email'],
    ['a number with spaces', { handles: [whatsapp('491701234567')] }, '+49 170 123-4567', 'phone'],
    ['a number with 00', { handles: [whatsapp('491701234567')] }, '0049 (170) 1234567', 'phone'],
    ['a number as it is called at home', { handles: [whatsapp('491701234567')] }, '0170 1234567', 'phone'],
    ['another number', { handles: [whatsapp('491701234567')] }, '+49 170 1234568', null],
    ['the end of a number', { handles: [whatsapp('491701234567')] }, '1234567', null],
    ['another address', { handles: [email('mia@example.com')] }, 'mia@example.org', null]
  ] as const)('%s', (_, one, value, kind) => {
    expect(shared(one as Partial<Part>, { attributes: [{ key: 'Phone or mail', value }] })).toBe(kind)
  })

  test('a number in an attribute counts only where it is called one', () => {
    const order = { attributes: [{ key: 'Order', value: '491701234567' }] }
    expect(shared({ handles: [whatsapp('491701234567')] }, order)).toBeNull()
    expect(shared({ handles: [visitor('491701234567')] }, { handles: [visitor('491701234567')] })).toBeNull()
  })

  test('a name of two words, whatever its accents and spaces; one word is the name of many', () => {
    expect(shared({ name: 'Zoë  Müller' }, { name: 'zoe muller' })).toBe('name')
    expect(shared({ name: 'Clara' }, { name: 'Clara' })).toBeNull()
    expect(shared({ name: null }, { name: null })).toBeNull()
  })

  test('the surest of several', () => {
    const both = { name: 'Mia Berg', handles: [email('mia@example.com')] }
    expect(shared(both, both)).toBe('email')
  })
})

describe('whom to merge is suggested', () => {
  const mia = part('mia', { name: 'Mia Berg', handles: [whatsapp('491701234567')] })
  const mail = part('mail', { name: 'Mia B', attributes: [{ key: 'Phone', value: '+49 170 1234567' }] })
  const namesake = part('namesake', { name: 'Mia Berg', handles: [visitor('x')] })
  const tom = part('tom', { name: 'Tom Whitfield', handles: [whatsapp('447700900142')] })
  const names = (contact: string, ...parts: Part[]) =>
    suggestionsFor(contact, people(...parts)).map(one => [one.mine, one.theirs, one.sign.kind])

  test('the surest first, and nobody who has nothing in common', () => {
    expect(names('mia', tom, namesake, mia, mail)).toEqual([
      ['mia', 'mail', 'phone'],
      ['mia', 'namesake', 'name']
    ])
    expect(names('tom', tom, mia)).toEqual([])
  })

  test('for the whole person, and never a part of it', () => {
    const merged = { ...mail, merged: { into: 'mia', by, at: 1 } }
    expect(names('mail', mia, merged, namesake)).toEqual([['mia', 'namesake', 'name']])
    expect(partsOf('mail', people(namesake, merged, mia)).map(one => one.contact)).toEqual(['mia', 'mail'])
    // By two of its parts, one person is one suggestion.
    const twin = { ...namesake, contact: 'twin', merged: { into: 'namesake', by, at: 1 } }
    expect(names('mia', mia, namesake, twin)).toHaveLength(1)
  })

  test('not again after a colleague kept them apart, from whichever side', () => {
    expect(names('mia', { ...mia, apart: ['mail'] }, mail)).toEqual([])
    expect(names('mia', mia, { ...mail, apart: ['mia'] })).toEqual([])
    const merged = { ...namesake, merged: { into: 'mail', by, at: 1 } }
    expect(names('mia', mia, { ...mail, apart: ['mia'] }, merged)).toEqual([])
  })

  test('not with who is a part of the same unseen person', () => {
    const unseen = { merged: { into: 'unseen', by, at: 1 } }
    expect(names('mia', { ...mia, ...unseen }, { ...mail, ...unseen })).toEqual([])
  })
})
