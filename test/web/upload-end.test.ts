import { expect, test } from 'vitest'
import { endAfter } from '../../web/app/upload-end.ts'

test.each([
  [201, '', { state: 'uploaded' }],
  [200, '{"file":"…"}', { state: 'uploaded' }],
  [
    415,
    '{"refusal":{"reason":"file-not-what-it-says","mime":"image/png"}}',
    { state: 'refused', why: { reason: 'file-not-what-it-says', mime: 'image/png' } }
  ],
  [
    413,
    '<html>Request Entity Too Large</html>',
    { state: 'refused', why: { reason: 'file-turned-away', status: 413 } }
  ],
  [403, '{"error":"foreign-origin"}', { state: 'refused', why: { reason: 'file-turned-away', status: 403 } }],
  [415, '{"refusal":{"reason":"of-tomorrow"}}', { state: 'refused', why: { reason: 'file-turned-away', status: 415 } }],
  [401, '', { state: 'here', again: 'signed-out' }],
  [429, '', { state: 'here', again: 'not-now' }],
  [502, '', { state: 'here', again: 'not-now' }],
  [507, '{"error":"no-room"}', { state: 'here', again: 'no-room' }]
])('after %s %s a file is where it is, and why is known', (status, text, end) => {
  expect(endAfter({ status, text })).toEqual(end)
})
