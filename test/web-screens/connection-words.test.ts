import { expect, test } from 'vitest'
import { chipWords } from '../../web/app/shell/words.ts'

const offline = { state: 'offline', waiting: 0, sending: 0 } as const
const online = { ...offline, state: 'up-to-date' } as const

test('what was not done stands in the chip, and that nobody answers beside it', () => {
  expect(chipWords(online, { refused: 2, trouble: false })).toBe('2 not done')
  expect(chipWords(offline, { refused: 2, trouble: false })).toBe('Offline · 2 not done')
  expect(chipWords({ ...offline, waiting: 3 }, { refused: 1, trouble: false })).toBe('Offline · 1 not done')
  expect(chipWords({ ...offline, state: 'connecting' }, { refused: 1, trouble: false })).toBe('Connecting · 1 not done')
})

test('that nothing is kept comes before all else', () => {
  expect(chipWords(online, { refused: 2, trouble: true })).toBe('Not saved on this device')
  expect(chipWords(offline, { refused: 0, trouble: true })).toBe('Offline · Not saved on this device')
})

test('where all is well, that is said', () => {
  expect(chipWords(online, { refused: 0, trouble: false })).toBe('Up to date')
  expect(chipWords({ ...online, waiting: 3, sending: 1 }, { refused: 0, trouble: false })).toBe('Sending 1 of 3')
})
