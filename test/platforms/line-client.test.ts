import { describe, expect, test } from 'vitest'
import { outcomeOf, retryKey } from '../../sync-server/platforms/line/client.ts'
import { lineBot } from './line-events.ts'

const secret = {
  tenant: 't',
  inbox: 'i',
  platform: 'line',
  account: lineBot,
  appSecret: 's',
  verifyToken: '',
  accessToken: 'token',
  baseUrl: null
}
const outcome = (status: number, answer: unknown, headers = {}, tries = 0) =>
  outcomeOf({ status, answer, headers: new Headers(headers) }, tries)

describe('what LINE’s answer says for sure', () => {
  test.each([
    [400, 'Failed to send messages', '400', 'knows nobody'],
    [400, "The property, 'to', in the request body is invalid (line: -, column: -)", '400', 'knows nobody'],
    [400, 'The request body has 1 error(s)', '400', 'The request body has 1 error(s)'],
    [
      401,
      'Authentication failed. Confirm that the access token in the authorization header is valid.',
      '401',
      'access token'
    ],
    [403, 'Access to this API is not available for your account', '403', 'may not send'],
    [404, 'Not found', '404', 'does not know this customer'],
    [410, 'Gone', '410', 'any more'],
    [413, 'Payload Too Large', '413', 'too large'],
    [415, 'Unsupported Media Type', '415', 'this kind'],
    [429, 'You have reached your monthly limit.', '429/month', 'used up'],
    [418, 'I am a teapot', '418', 'I am a teapot']
  ])('%i %s is never tried again, and the agent is told why in words', (status, message, code, words) => {
    const failure = { code, reason: expect.stringContaining(words) }
    const result = [401, 403, 429].includes(status) ? 'stopped' : 'failed'
    expect(outcome(status, { message })).toEqual({ result, failure })
  })

  test.each([
    ['Length must be between 0 and 5000', 'too long'],
    ['May not be empty', 'no empty message']
  ])('the details say what is wrong with it: %s', (message, words) => {
    const answer = { message: 'The request body has 1 error(s)', details: [{ message, property: 'messages[0].text' }] }
    expect(outcome(400, answer)).toMatchObject({ failure: { reason: expect.stringContaining(words) } })
  })

  test('a rate is waited for: as long as LINE says, or longer each time', () => {
    const answer = { message: 'The API rate limit has been exceeded. Try again later.' }
    expect(outcome(429, answer, { 'retry-after': '30' })).toMatchObject({ result: 'deferred', afterMs: 30_000 })
    expect([0, 1, 20].map(tries => outcome(429, answer, {}, tries))).toMatchObject([
      { afterMs: 2000 },
      { afterMs: 4000 },
      { afterMs: 300_000 }
    ])
  })

  test('409: it was taken before, under the id it has, or under that of the call', () => {
    const message = 'The retry key is already accepted'
    const headers = { 'x-line-accepted-request-id': '123e4567-e89b-12d3-a456-426655440002' }
    const token = { id: '461230966842064897', quoteToken: 'IStG5h1Tz7b' }
    expect(outcome(409, { message, sentMessages: [token] }, headers)).toEqual({
      result: 'sent',
      platformId: '461230966842064897',
      quoteToken: 'IStG5h1Tz7b'
    })
    // It was taken, whatever else is told of it.
    expect(outcome(200, { sentMessages: [{ id: '461', quoteToken: 7 }] })).toEqual({
      result: 'sent',
      platformId: '461'
    })
    expect(outcome(409, { message, sentMessages: [{ id: '461230966842064897' }] }, headers)).toEqual({
      result: 'sent',
      platformId: '461230966842064897'
    })
    expect(outcome(409, { message }, headers)).toEqual({
      result: 'sent',
      platformId: 'request:123e4567-e89b-12d3-a456-426655440002'
    })
    expect(outcome(409, '<html>')).toEqual({ result: 'unknown' })
  })

  test('200: an answer of before messages had ids is known by its call', () => {
    expect(outcome(200, {}, { 'x-line-request-id': 'f70dd685-499a-4231-a441-f24b8d4fba21' })).toEqual({
      result: 'sent',
      platformId: 'request:f70dd685-499a-4231-a441-f24b8d4fba21'
    })
    expect(outcome(200, undefined, { 'x-line-request-id': 'f70dd685' })).toEqual({ result: 'unknown' })
  })

  test.each([500, 502, 503, 504, 408])('%i leaves open what was taken', status => {
    expect(outcome(status, { message: 'Internal server error' })).toEqual({ result: 'unknown' })
  })
})

test('the key is a UUID, the same for one message of one inbox, and another’s for everything else', () => {
  const key = retryKey(secret, 'reply-1')
  expect(key).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(retryKey({ ...secret, accessToken: 'renewed' }, 'reply-1')).toBe(key)
  const others = [
    retryKey(secret, 'reply-2'),
    retryKey({ ...secret, inbox: 'j' }, 'reply-1'),
    retryKey({ ...secret, tenant: 'u' }, 'reply-1'),
    retryKey({ ...secret, account: 'U2' }, 'reply-1')
  ]
  expect(new Set([key, ...others]).size).toBe(5)
})
