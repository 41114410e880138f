import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { putFile } from '../../web/app/put-file.ts'
import { fakeUploads, type FakeUploads } from './support/fake-upload.ts'

let uploads: FakeUploads

beforeEach(() => {
  vi.useFakeTimers()
  const fake = fakeUploads(() => undefined)
  uploads = fake.uploads
  vi.stubGlobal('XMLHttpRequest', fake.Request)
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const minuteMs = 60_000
const body = { mime: 'image/png', bytes: new ArrayBuffer(3) }
const put = (signal = new AbortController().signal) => {
  const said = { end: 'under way' as unknown, sent: 0 }
  putFile('/media/c-1/a', body, sent => void (said.sent = sent), signal).then(
    ({ status }) => (said.end = status),
    () => (said.end = 'broken')
  )
  return said
}

test('an upload that goes nowhere and is not answered is given up, so that it is tried on a line that is alive', async () => {
  uploads.answers = ['never']
  const said = put()
  for (const sent of [1, 2, 3]) {
    await vi.advanceTimersByTimeAsync(minuteMs - 1)
    uploads.sent(sent)
  }
  expect(said).toEqual({ end: 'under way', sent: 3 })
  await vi.advanceTimersByTimeAsync(minuteMs)
  expect([said.end, uploads.aborted]).toEqual(['broken', ['/media/c-1/a']])
})

test('what was answered is given up by nobody', async () => {
  expect(put().end).toBe('under way')
  await vi.advanceTimersByTimeAsync(10 * minuteMs)
  expect(uploads.aborted).toEqual([])
})

test('what nobody wants any more does not begin', async () => {
  const said = put(AbortSignal.abort())
  await vi.advanceTimersByTimeAsync(0)
  expect([said.end, uploads.brought]).toEqual(['broken', []])
})
