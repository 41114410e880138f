import { describe, expect, test } from 'vitest'
import type { Content } from '../../shared/conversations/content.ts'
import type { Handle } from '../../shared/contacts/events.ts'
import { outcomeOf as outcome } from '../../sync-server/platforms/meta/graph.ts'
import { send, voice } from '../../sync-server/platforms/whatsapp/client.ts'
import { backOffMs } from '../../sync-server/platforms/whatsapp/verdict.ts'
import { account, appSecret } from './payloads.ts'
import { json, vendorApis } from './contract/vendor-api.ts'

const secret = {
  tenant: 't',
  inbox: 'i',
  platform: 'whatsapp',
  account,
  appSecret,
  verifyToken: '',
  accessToken: 'the-token',
  baseUrl: null
}
const number: Handle = { platform: 'whatsapp', kind: 'wa_id', value: '16505551234' }
const user: Handle = { platform: 'whatsapp', kind: 'user_id', value: 'US.1' }
const hello: Content = { kind: 'text', text: 'https://example.test hello' }
const taken = { messaging_product: 'whatsapp', contacts: [], messages: [{ id: 'wamid.1' }] }
const graphError = (code: number, more = {}) => ({
  error: { message: `(#${code}) Meta's words`, type: 'OAuthException', code, ...more }
})

const outcomeOf = (status: number, answer: unknown, tries: number) => outcome({ status, answer, tries }, voice)

const graph = vendorApis()

const sending = (baseUrl: string, content: Content = hello, handles = [number], timeOutMs = 5000) =>
  send({ message: 'reply-1', content, handles, late: false }, secret, {
    tries: 0,
    baseUrl,
    hook: null,
    signal: AbortSignal.timeout(timeOutMs)
  })

describe('what the Graph API is asked', () => {
  test('a text, with our own id to have it back in every status', async () => {
    const meta = await graph(json(taken))
    expect(await sending(meta.baseUrl)).toEqual({ result: 'sent', platformId: 'wamid.1' })
    expect(meta.asked).toEqual([
      {
        url: `/v23.0/${account}/messages`,
        authorization: 'Bearer the-token',
        body: {
          messaging_product: 'whatsapp',
          recipient_type: 'individual',
          to: '16505551234',
          type: 'text',
          text: { preview_url: false, body: 'https://example.test hello' },
          biz_opaque_callback_data: 'reply-1'
        }
      }
    ])
  })

  test('a template, with its parameters in the body', async () => {
    const meta = await graph(json(taken))
    const content: Content = {
      kind: 'template',
      name: 'order_ready',
      language: 'en_US',
      parameters: ['Ana', '17'],
      text: 'Hi'
    }
    await sending(meta.baseUrl, content)
    const parameters = [
      { type: 'text', text: 'Ana' },
      { type: 'text', text: '17' }
    ]
    expect(meta.asked[0]?.body).toMatchObject({
      type: 'template',
      template: { name: 'order_ready', language: { code: 'en_US' }, components: [{ type: 'body', parameters }] }
    })
  })

  test('the newest number of a customer; without one the user id, which never goes into `to`', async () => {
    const meta = await graph(json(taken))
    await sending(meta.baseUrl, hello, [number, user, { ...number, value: '4915550000001' }])
    await sending(meta.baseUrl, hello, [user])
    expect(meta.asked[0]?.body).toMatchObject({ to: '4915550000001' })
    expect(meta.asked[1]?.body).toMatchObject({ recipient: 'US.1' })
    expect(meta.asked[1]?.body).not.toHaveProperty('to')
  })

  test('nothing, when there is no way to write to the customer', async () => {
    const meta = await graph(json(taken))
    expect(await sending(meta.baseUrl, hello, [])).toMatchObject({ result: 'failed', failure: { code: 'no-address' } })
    expect(meta.asked).toEqual([])
  })
})

describe('what its answer says for sure', () => {
  const retry = [1, 2, 4, 17, 32, 613, 80007, 80008, 130429, 131000, 131016, 131056, 131057, 133004]
  const never = [
    131026, 131047, 130472, 131049, 131051, 131052, 131053, 132000, 132001, 132005, 132007, 132012, 132015, 132016, 368,
    130497, 131062, 131063
  ]
  const stop = [0, 3, 33, 190, 200, 299, 131005, 131031, 131037, 131042, 131045, 131048]

  test.each(retry)('%i is tried again later', code => {
    expect(outcomeOf(400, graphError(code), 0)).toMatchObject({ result: 'deferred', failure: { code: String(code) } })
    expect(outcomeOf(500, graphError(code), 0)).toMatchObject({ result: 'deferred' })
  })

  test.each(stop)('%i stops the inbox, and says in words what an admin has to do', code => {
    const outcome = outcomeOf(400, graphError(code), 0)
    const reason = expect.stringContaining('An admin has to')
    expect(outcome).toEqual({ result: 'stopped', failure: { code: String(code), reason } })
  })

  test.each(never)('%i is never tried again, and the agent is told why in words', code => {
    const outcome = outcomeOf(400, graphError(code), 0)
    expect(outcome).toMatchObject({ result: 'failed', failure: { code: String(code) } })
    expect(outcome.result === 'failed' && outcome.failure.reason).not.toContain('Meta')
  })

  test('a closed window says what to do instead', () => {
    expect(outcomeOf(400, graphError(131047), 0)).toMatchObject({
      failure: { reason: expect.stringContaining('Send a template') }
    })
  })

  test('a code of tomorrow is told in Meta’s words, and tried again only if Meta calls it transient', () => {
    const details = { error_data: { details: 'The moon is full.' } }
    expect(outcomeOf(400, graphError(999_999, details), 0)).toEqual({
      result: 'failed',
      failure: { code: '999999', reason: 'The moon is full.' }
    })
    expect(outcomeOf(400, graphError(999_999, { is_transient: true }), 0)).toMatchObject({ result: 'deferred' })
    // A server that broke over it may have taken it before.
    expect(outcomeOf(500, graphError(999_999, details), 0)).toEqual({ result: 'unknown' })
    expect(outcomeOf(503, graphError(999_999, { is_transient: true }), 0)).toEqual({ result: 'unknown' })
  })

  test('an answer that is not the Graph API’s leaves open what was taken', () => {
    expect(outcomeOf(502, undefined, 0)).toEqual({ result: 'unknown' })
    expect(outcomeOf(504, '<html>', 0)).toEqual({ result: 'unknown' })
    expect(outcomeOf(200, { messages: [] }, 0)).toEqual({ result: 'unknown' })
    expect(outcomeOf(404, '<html>', 0)).toMatchObject({ result: 'failed', failure: { code: 'http-404' } })
    expect(outcomeOf(429, undefined, 0)).toMatchObject({ result: 'deferred' })
  })

  test('the pair rate waits 4^x seconds, everything else doubles, nothing longer than five minutes', () => {
    expect([0, 1, 2, 3, 4, 9].map(tries => backOffMs(131_056, tries))).toEqual([
      1000, 4000, 16_000, 64_000, 256_000, 300_000
    ])
    expect([0, 1, 2, 20].map(tries => backOffMs(2, tries))).toEqual([2000, 4000, 8000, 300_000])
  })
})
