import { describe, expect, test } from 'vitest'
import type { Handle } from '../../shared/contacts/events.ts'
import type { Content } from '../../shared/conversations/content.ts'
import { outcomeOf, send } from '../../sync-server/platforms/sms/client.ts'
import { json, vendorApis } from './contract/vendor-api.ts'
import { caller, messageSid, service, shopNumber, sid, smsAccount } from './texts.ts'

const secret = {
  tenant: 't',
  inbox: 'i',
  platform: 'sms',
  account: smsAccount,
  appSecret: 'token',
  verifyToken: '',
  accessToken: 'token',
  baseUrl: null
}
const number: Handle = { platform: 'sms', kind: 'number', value: caller }
const taken = { sid: messageSid(8), status: 'queued', error_code: null, error_message: null }
const hello: Content = { kind: 'text', text: 'hello' }

const twilio = vendorApis()
type Over = { account?: string; handles?: readonly Handle[]; hook?: string | null }
const sending = (baseUrl: string, { account = smsAccount, handles = [number], hook = null }: Over = {}) =>
  send(
    { message: 'reply:1', content: hello, handles, late: false },
    { ...secret, account },
    {
      tries: 0,
      baseUrl,
      hook,
      signal: AbortSignal.timeout(60_000)
    }
  )

describe('what Twilio is asked', () => {
  test('a text from this number, and where to say what becomes of it, with our own id in it', async () => {
    const api = await twilio(json(taken, 201))
    const hook = 'https://inbox.example.com/hooks/sms/shop'
    expect(await sending(api.baseUrl, { hook })).toEqual({ result: 'sent', platformId: messageSid(8) })
    expect(api.asked).toEqual([
      {
        url: `/2010-04-01/Accounts/${sid}/Messages.json`,
        authorization: `Basic ${Buffer.from(`${sid}:token`).toString('base64')}`,
        body: { To: caller, From: shopNumber, Body: 'hello', StatusCallback: `${hook}?message=reply%3A1` }
      }
    ])
  })

  test('a server that nobody told its address asks for no statuses', async () => {
    const api = await twilio(json(taken, 201))
    await sending(api.baseUrl)
    expect(api.asked).toMatchObject([{ body: expect.not.objectContaining({ StatusCallback: expect.anything() }) }])
  })

  test('a messaging service picks the number itself', async () => {
    const api = await twilio(json(taken, 201))
    await sending(api.baseUrl, { account: `${sid}:${service}` })
    expect(api.asked).toMatchObject([{ body: { MessagingServiceSid: service } }])
    expect(JSON.stringify(api.asked)).not.toContain('From')
  })

  test('nothing, when the customer signs with a name, or this inbox has no number', async () => {
    const api = await twilio(json(taken, 201))
    const named = [{ ...number, value: 'PIZZAHUT' }]
    expect(await sending(api.baseUrl, { handles: named })).toMatchObject({ failure: { code: 'no-address' } })
    expect(await sending(api.baseUrl, { account: sid })).toMatchObject({ failure: { code: 'no-sender' } })
    expect(api.asked).toEqual([])
  })
})

describe('what its answer says for sure', () => {
  const refusal = (code: number, status: number, headers = {}) =>
    outcomeOf({ status, answer: { code, message: `Error ${code}`, status }, headers: new Headers(headers) }, 0)

  /** Said of the account or its number, not of the message. */
  const ofTheAccount = new Set([
    20003, 20005, 20006, 20008, 20404, 21212, 21601, 21603, 21606, 21609, 21659, 21660, 21661, 21701, 21703, 21704,
    21705, 30002, 30018, 30024, 30032, 30034, 30035
  ])

  test.each([
    [20003, 401, 'credentials'],
    [20005, 403, 'not active'],
    [20006, 403, 'denies'],
    [20008, 403, 'test credentials'],
    [20404, 404, 'does not know'],
    [21211, 400, 'no number'],
    [21212, 400, 'does not let this inbox’s number'],
    [21214, 400, 'cannot be reached'],
    [21217, 400, 'no number'],
    [21265, 400, 'short number'],
    [21266, 400, 'own number'],
    [21408, 400, 'this country'],
    [21601, 400, 'does not let this inbox’s number'],
    [21602, 400, 'empty'],
    [21603, 400, 'does not let this inbox’s number'],
    [21604, 400, 'no number'],
    [21605, 400, 'too long'],
    [21606, 400, 'does not let this inbox’s number'],
    [21608, 400, 'trial'],
    [21609, 400, 'PUBLIC_ORIGIN'],
    [21610, 400, 'has written STOP'],
    [21612, 400, 'no way'],
    [21614, 400, 'no mobile number'],
    [21617, 400, 'too long'],
    [21619, 400, 'empty'],
    [21635, 400, 'landline'],
    [21659, 400, 'does not let this inbox’s number'],
    [21660, 400, 'does not let this inbox’s number'],
    [21661, 400, 'does not let this inbox’s number'],
    [21701, 400, 'messaging service'],
    [21703, 400, 'no number'],
    [21704, 400, 'no number'],
    [21705, 400, 'messaging service'],
    [30001, 400, 'dropped'],
    [30002, 400, 'suspended'],
    [30003, 400, 'could not be reached'],
    [30004, 400, 'takes no SMS'],
    [30005, 400, 'unknown'],
    [30006, 400, 'landline'],
    [30007, 400, 'filtered'],
    [30008, 400, 'does not say why'],
    [30009, 400, 'got lost'],
    [30010, 400, 'cost'],
    [30011, 400, 'no MMS'],
    [30017, 400, 'too busy'],
    [30018, 400, 'registered'],
    [30019, 400, 'too large'],
    [30022, 400, 'registration'],
    [30023, 400, 'today'],
    [30024, 400, 'does not take SMS'],
    [30027, 400, 'T-Mobile'],
    [30032, 400, 'not verified'],
    [30034, 400, 'A2P 10DLC'],
    [30035, 400, 'registration'],
    [30036, 400, 'in time'],
    [30038, 400, 'signing in'],
    [30410, 400, 'may or may not'],
    [30450, 400, 'fraud']
  ])('%i is never tried again, and the agent is told why in words', (code, status, words) => {
    const failure = { code: String(code), reason: expect.stringContaining(words) }
    expect(refusal(code, status)).toEqual({ result: ofTheAccount.has(code) ? 'stopped' : 'failed', failure })
  })

  test.each([
    [20429, 429],
    [14107, 400],
    [21611, 400]
  ])('%i is tried again, when Twilio says or else after a while', (code, status) => {
    expect(refusal(code, status)).toMatchObject({ result: 'deferred', afterMs: 2000 })
    expect(refusal(code, status, { 'retry-after': '17' })).toMatchObject({ afterMs: 17_000 })
    expect(refusal(code, status, { 'retry-after': 'Fri, 27 Nov 2026 10:00:00 GMT' })).toMatchObject({ afterMs: 2000 })
  })

  test('a code of tomorrow is told in Twilio’s words, and tried again where it is a matter of pace', () => {
    expect(refusal(29999, 400)).toEqual({ result: 'failed', failure: { code: '29999', reason: 'Error 29999' } })
    expect(refusal(29999, 429)).toMatchObject({ result: 'deferred' })
  })

  test('a message that it answers with and has given up already was not sent', () => {
    const answered = (status: string, error_code: number | null, error_message: string | null = null) =>
      outcomeOf({ status: 201, answer: { ...taken, status, error_code, error_message }, headers: new Headers() }, 0)
    expect(answered('failed', 30007)).toMatchObject({ result: 'failed', failure: { code: '30007' } })
    expect(answered('failed', 30034)).toMatchObject({ result: 'stopped', failure: { code: '30034' } })
    expect(answered('undelivered', 39999, 'Lost.')).toMatchObject({ failure: { code: '39999', reason: 'Lost.' } })
    expect(answered('canceled', null)).toMatchObject({ result: 'failed', failure: { code: 'canceled' } })
    expect(answered('accepted', null)).toMatchObject({ result: 'sent', platformId: messageSid(8) })
  })

  test('an id that is no message’s is not believed', () => {
    const answered = { status: 201, answer: { sid: 'CA123' }, headers: new Headers() }
    expect(outcomeOf(answered, 0)).toEqual({ result: 'unknown' })
  })
})
