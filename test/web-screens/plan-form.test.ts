import { expect, test } from 'vitest'
import type { HistoryPreview } from '../../shared/protocol/history.ts'
import { formOf, planOf, withUs } from '../../web/history/plan-form.ts'

const author = (name: string) => ({ name, messages: 1 })
const chat = (title: string | null, ...names: readonly string[]) =>
  ({ source: 'whatsapp', title, authors: names.map(author), orders: ['month-first'] }) as unknown as HistoryPreview
const begun = (found: HistoryPreview) => formOf(found, 'shop', 'UTC')

test('a chat that is called by a number has the number of its customer', () => {
  const number = '+49 1555 0301177'
  const found = chat(number, number, 'The Shop')
  const form = withUs(begun(found), found, ['The Shop'])
  expect(form).toMatchObject({ customer: number, phone: number })
  expect(planOf(form, found)).toMatchObject({ customer: number, phone: '4915550301177' })
})

test('also where only who wrote says it, within the marks of a text that goes both ways', () => {
  const found = chat(null, '\u202A+49\u00A01555\u00A00301177\u202C', 'The Shop')
  expect(begun(found).phone).toBe('')
  expect(withUs(begun(found), found, ['The Shop']).phone).toBe('+49 1555 0301177')
})

test('a name is no number, and what somebody has typed stays', () => {
  const found = chat('Quentin 2', 'Quentin 2', 'The Shop')
  expect(withUs(begun(found), found, ['The Shop']).phone).toBe('')
  const typed = { ...begun(found), phone: '+44 20 7946 0000' }
  expect(withUs(typed, found, ['The Shop']).phone).toBe('+44 20 7946 0000')
})

test('who said first that the customer was us has no number of ours left', () => {
  const found = chat(null, '+49 1555 0301177', 'The Shop')
  const wrong = withUs(begun(found), found, ['The Shop'])
  expect(withUs(wrong, found, ['+49 1555 0301177'])).toMatchObject({ customer: 'The Shop', phone: '' })
})
