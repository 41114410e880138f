import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { editThrough, placesAfter, placeThrough, samePlaces } from '../../web/app/places.ts'
import { editBetween, movedBy, type TextEdit } from '../../web/app/text-edit.ts'

const apply = (text: string, { at, removed, inserted }: TextEdit) =>
  text.slice(0, at) + inserted + text.slice(at + removed)

const sign = fc.constantFrom('a', 'a', 'b', ' ', '😀', '😁', 'é', 'ع')
const words = fc.array(sign, { maxLength: 8 }).map(signs => signs.join(''))

describe('what was done to a text', () => {
  test.each([
    ['a key', 'Helo', 'Hello', 4, { at: 3, removed: 0, inserted: 'l' }],
    ['one of many alike, where the caret is', 'aaaa', 'aaaaa', 2, { at: 1, removed: 0, inserted: 'a' }],
    ['a backspace among alike', 'aaaa', 'aaa', 1, { at: 1, removed: 1, inserted: '' }],
    ['a word replaced', 'one two three', 'one 2 three', 5, { at: 4, removed: 3, inserted: '2' }],
    ['a correction far from the caret', 'teh end', 'the end', 7, { at: 1, removed: 2, inserted: 'he' }],
    ['an emoji for another, whole', '😀', '😁', 2, { at: 0, removed: 2, inserted: '😁' }]
  ])('%s', (_, before, after, caret, edit) => {
    expect(editBetween(before, after, caret)).toEqual(edit)
  })

  test('done again it leads to the same text, and no emoji is cut', () => {
    fc.assert(
      fc.property(words, words, fc.nat(16), (before, after, caret) => {
        const edit = editBetween(before, after, Math.min(caret, after.length))
        expect(edit === null).toBe(before === after)
        const { at, removed, inserted } = edit ?? { at: 0, removed: 0, inserted: '' }
        expect(apply(before, { at, removed, inserted })).toBe(after)
        expect(`${before.slice(at, at + removed)}${inserted}`).not.toMatch(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/)
      }),
      { numRuns: 2000, seed: 4 }
    )
  })
})

test.each([
  ['before the caret', { at: 0, removed: 0, inserted: 'xy' }, 5, 5],
  ['at the caret: it comes behind', { at: 3, removed: 0, inserted: 'xy' }, 3, 5],
  ['behind the caret', { at: 4, removed: 1, inserted: '' }, 3, 3],
  ['around the caret', { at: 1, removed: 4, inserted: 'z' }, 1, 2]
])('a caret at 3 after a change %s', (_, edit, sticking, following) => {
  expect(movedBy(edit, 3)).toBe(sticking)
  expect(movedBy(edit, 3, 'after')).toBe(following)
})

test('what is done in a field that does not show the document is done to the same characters there', () => {
  // The field shows “one two”; the document has become “one, 2 two!”.
  let places = samePlaces('one two'.length)
  let document = 'one two'
  for (const edit of [
    { at: 3, removed: 0, inserted: ', 2' },
    { at: 10, removed: 0, inserted: '!' }
  ]) {
    document = apply(document, edit)
    places = placesAfter(places, edit)
  }
  const { edits, places: after } = editThrough(places, { at: 2, removed: 3, inserted: 'X' })
  expect(edits.reduce(apply, document)).toBe('onX, 2wo!')
  expect(placeThrough(after, 3)).toBe(3)
})
