import { expect, test } from 'vitest'
import type { PhraseRow } from '../../web/app/live.ts'
import { findPhrases } from '../../web/phrases/find.ts'

const row = (name: string, text: string): PhraseRow => ({
  phrase: name,
  status: 'kept',
  name,
  text,
  version: 1,
  saved: null
})
const all = [row('Send it back', 'The öffice'), row('Back soon', 'We return'), row('Öffnungszeiten', 'Until six')]
const named = (letters: string) => findPhrases(all, letters).map(({ name }) => name)

test('saved replies are found by the beginning of the name, then inside it, then by their words', () => {
  expect(named('')).toEqual(['Back soon', 'Öffnungszeiten', 'Send it back'])
  expect(named(' BACK')).toEqual(['Back soon', 'Send it back'])
  expect(named('off')).toEqual(['Öffnungszeiten', 'Send it back'])
  expect(named('nothing')).toEqual([])
})
