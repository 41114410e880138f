import { expect, test } from 'vitest'
import { whyItWaits } from '../../web/conversations/why-it-waits.ts'

const now = Date.UTC(2026, 10, 27, 12)
const busy = { code: '131056', reason: 'Too many messages to this customer in a short time.' }
const token = { code: '190', reason: 'The token is not accepted any more.' }
const said = (waiting: Partial<Parameters<typeof whyItWaits>[0]>) =>
  whyItWaits({ failure: null, until: undefined, stopped: null, ...waiting }, now, () => 'at 12:04')

test('a reply that waits says why, and when it is tried again', () => {
  expect(said({})).toBe('Not sent yet. It waits for its turn.')
  expect(said({ failure: busy, until: now + 1000 })).toBe(`Not sent yet. ${busy.reason} It is tried again in a moment.`)
  expect(said({ failure: busy, until: now + 240_000 })).toBe(`Not sent yet. ${busy.reason} It is tried again at 12:04.`)
})

test('of an inbox that sends nothing the first one says what is wrong, and none says that it is tried again', () => {
  expect(said({ failure: token, until: now, stopped: token })).toBe(
    `Not sent yet. This inbox sends nothing at the moment. ${token.reason}`
  )
  expect(said({ stopped: token })).toBe('Not sent yet. This inbox sends nothing at the moment.')
})
