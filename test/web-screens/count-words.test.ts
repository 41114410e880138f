import { expect, test } from 'vitest'
import { countWords } from '../../web/history/count-words.ts'

const none = { messages: 0, conversations: 0, contacts: 0, files: 0, known: 0, unread: 0 }

test('what an import brought is counted in words, one of a kind as one', () => {
  expect(countWords(none)).toBe('Nothing in it was new.')
  expect(countWords({ ...none, messages: 1, contacts: 1, files: 1, known: 1, unread: 1 })).toBe(
    '1 message, 1 new person, 1 file, 1 was here already, 1 could not be read.'
  )
  expect(countWords({ ...none, contacts: 1200, known: 2 })).toBe('1,200 new people, 2 were here already.')
})
