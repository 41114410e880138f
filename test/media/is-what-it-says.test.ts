import { expect, test } from 'vitest'
import { isWhatItSays } from '../../sync-server/media/is-what-it-says.ts'

const nobodyKnows = 'application/octet-stream'

test.each([
  ['image/png', 'image/png', true],
  ['image/png', nobodyKnows, false],
  ['image/png', 'image/jpeg', false],
  ['image/jpg', 'image/jpeg', true],
  ['image/heic', 'image/heif', true],
  ['image/heic', 'image/jpeg', false],
  ['audio/mp3', 'audio/mpeg', true],
  ['audio/mp4', 'video/mp4', true],
  ['video/mp4', 'audio/mp4', false],
  ['application/pdf', nobodyKnows, false],
  ['application/pdf', 'application/pdf', true],
  ['text/csv', nobodyKnows, true],
  ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'application/zip', true],
  ['text/plain', 'image/png', false],
  ['video/mp4', 'application/zip', false],
  [nobodyKnows, 'image/png', true]
])('%s with the bytes of %s: %s', (said, sniffed, is) => {
  expect(isWhatItSays(said, sniffed)).toBe(is)
})
