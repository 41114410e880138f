import { expect, test } from 'vitest'
import { askedFor, isKnownAs, knownAs } from '../../web/app/known-as.ts'

const finds = (query: string, ...lines: string[]) => isKnownAs(knownAs(lines), askedFor(query))

const number = '+49 170 5551234'

test.each([
  ['with its country', '+49 170 5551234'],
  ['without a space', '+491705551234'],
  ['as it is dialled at home', '0170 5551234'],
  ['with a slash', '0170/5551234'],
  ['with dots', '0170.555.12.34'],
  ['with hyphens', '0170-555-1234'],
  ['with dashes that a page made of them', '0170 – 5551234'],
  ['in brackets', '(0170) 5551234'],
  ['with the zero that one leaves out', '+49 (0)170 5551234'],
  ['as it is dialled abroad', '0049 170 5551234'],
  ['by its end', '551234'],
  ['as a phone copies it, with its direction', '\u202a+49 170 5551234\u202c'],
  ['in Arabic digits', '٠١٧٠ ٥٥٥١٢٣٤']
])('a number is found %s', (_, query) => {
  expect(finds(query, 'Zoë', number)).toBe(true)
})

test.each([
  ['another one', '0170 5551235'],
  ['one that only begins alike', '0170 55512345'],
  ['one of another country', '+43 170 5551234'],
  ['a zero and little more', '01 7']
])('and is not found as %s', (_, query) => {
  expect(finds(query, 'Zoë', number)).toBe(false)
})

test('who wrote down a number as it is dialled at home is found by it as it is dialled abroad', () => {
  expect(finds('+49 170 5551234', 'Zoë', '0170/5551234')).toBe(true)
  expect(finds('+49 170 5551234', 'Zoë', 'table 34')).toBe(false)
})

test.each([
  ['the second half of a name', 'marie', 'Anne-Marie Dupont'],
  ['the family first', 'Müller Zoë', 'Zoë Müller'],
  ['a name behind its article', 'sayed', 'Omar Al-Sayed'],
  ['a name behind an apostrophe', 'brien', 'Conan O’Brien'],
  ['the given name, where nothing stands between', '小明', '王小明'],
  ['a name in brackets', 'walnut', 'Zoë (Walnut & Co)'],
  ['how German is written without its dots', 'mueller', 'Zoë Müller'],
  ['its dots, where they were left out', 'Müller', 'Zoe Mueller'],
  ['no dots at all', 'muller', 'Zoë Müller'],
  ['the dots of a language that leaves them out', 'gül', 'Ayse Gul'],
  ['the house of an address', 'walnut.example', 'zoe.lopez@walnut.example'],
  ['a name within an address', 'lopez', 'zoe.lopez@walnut.example'],
  ['a whole address', 'zoe.lopez@walnut.example', 'zoe.lopez@walnut.example'],
  ['letters of another keyboard', 'علی', 'علي']
])('somebody is found by %s', (_, query, line) => {
  expect(finds(query, line)).toBe(true)
})

test('nobody is found by what ends every address', () => {
  expect(finds('com', 'Zoë', 'zoe@walnut.com')).toBe(false)
})

test('a name and what is known beside it are asked for together', () => {
  expect(finds('zoe berlin', 'Zoë Müller', 'Berlin')).toBe(true)
  expect(finds('zoe paris', 'Zoë Müller', 'Berlin')).toBe(false)
})
