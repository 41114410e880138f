import { describe, expect, test } from 'vitest'
import type { Handle } from '../../shared/contacts/events.ts'
import type { Content } from '../../shared/conversations/content.ts'
import { outcomeOf, send } from '../../sync-server/platforms/telegram/client.ts'
import { bot } from './updates.ts'
import { json, vendorApis } from './contract/vendor-api.ts'

const token = `${bot}:the-token`
const empty = { tenant: 't', inbox: 'i', platform: 'telegram', verifyToken: '', baseUrl: null }
const secret = { ...empty, account: bot, appSecret: 's', accessToken: token }
const user: Handle = { platform: 'telegram', kind: 'user_id', value: '1111111' }
const hello: Content = { kind: 'text', text: 'https://example.test hello' }
const taken = { ok: true, result: { message_id: 8, date: 1, chat: { id: 1_111_111, type: 'private' }, text: 'hello' } }
const sent = { result: 'sent', platformId: `${bot}:1111111:8` }

const botApi = vendorApis()

const sending = (baseUrl: string, content: Content = hello, handles = [user], signal = AbortSignal.timeout(60_000)) =>
  send({ message: 'reply-1', content, handles, late: false }, secret, { tries: 0, baseUrl, hook: null, signal })

describe('what the Bot API is asked', () => {
  test('a text into the chat with the customer, and its id comes back', async () => {
    const telegram = await botApi(json(taken))
    expect(await sending(telegram.baseUrl)).toEqual(sent)
    const body = {
      chat_id: 1_111_111,
      text: 'https://example.test hello',
      link_preview_options: { is_disabled: true }
    }
    expect(telegram.asked).toEqual([{ url: `/bot${token}/sendMessage`, body }])
  })

  test('4096 characters, an emoji counting as one; nothing longer is asked at all', async () => {
    const telegram = await botApi(json(taken))
    const long = (characters: number): Content => ({ kind: 'text', text: '🎁'.repeat(characters) })
    expect(await sending(telegram.baseUrl, long(4096))).toEqual(sent)
    expect(await sending(telegram.baseUrl, long(4097))).toMatchObject({
      result: 'failed',
      failure: { code: 'too-long' }
    })
    expect(telegram.asked).toHaveLength(1)
  })

  test('nothing, when there is no way to write to the customer or no words to send', async () => {
    const telegram = await botApi(json(taken))
    const named = { ...user, kind: 'username', value: 'ana_lima' }
    for (const handles of [[], [named], [{ ...user, platform: 'whatsapp' }], [{ ...user, value: '@all' }]]) {
      expect(await sending(telegram.baseUrl, hello, handles)).toMatchObject({ failure: { code: 'no-address' } })
    }
    const place: Content = { kind: 'location', latitude: 1, longitude: 1 }
    expect(await sending(telegram.baseUrl, place)).toMatchObject({ failure: { code: 'unsupported' } })
    expect(telegram.asked).toEqual([])
  })
})

describe('what its answer says for sure', () => {
  const refusal = (error_code: number, description: string, parameters?: object) => ({
    ok: false,
    error_code,
    description,
    ...(parameters === undefined ? {} : { parameters })
  })
  const outcome = (code: number, description: string, parameters?: object, tries = 0) =>
    outcomeOf(bot, code, refusal(code, description, parameters), tries)

  test.each([
    [400, 'Bad Request: chat not found', 'does not know this chat'],
    [400, 'Bad Request: PEER_ID_INVALID', 'does not know this chat'],
    [400, 'Bad Request: message is too long', 'too long'],
    [400, 'Bad Request: message text is empty', 'no empty message'],
    [400, 'Bad Request: text must be non-empty', 'no empty message'],
    [400, 'Bad Request: not enough rights to send text messages to the chat', 'may not write'],
    [400, 'Bad Request: VOICE_MESSAGES_FORBIDDEN', 'no voice messages'],
    [401, 'Unauthorized', 'bot token'],
    [403, 'Forbidden: bot was blocked by the user', 'has blocked the bot'],
    [403, 'Forbidden: user is deactivated', 'no longer exists'],
    [403, "Forbidden: bot can't initiate conversation with a user", 'cannot write first'],
    [403, 'Forbidden: something of tomorrow', 'does not let this bot'],
    [404, 'Not Found', 'knows no bot'],
    [413, 'Request Entity Too Large', 'too big'],
    [409, 'Conflict: terminated by other getUpdates request', 'Another program']
  ])('%i %s is never tried again, and the agent is told why in words', (code, description, words) => {
    const failure = { code: String(code), reason: expect.stringContaining(words) }
    const result = [401, 404, 409].includes(code) ? 'stopped' : 'failed'
    expect(outcome(code, description)).toEqual({ result, failure })
    expect(JSON.stringify(outcome(code, description))).not.toContain(description)
  })

  test('an error of tomorrow is told in Telegram’s words', () => {
    const failure = { code: '400', reason: 'Bad Request: the moon is full' }
    expect(outcome(400, 'Bad Request: the moon is full')).toEqual({ result: 'failed', failure })
    expect(outcome(400, '')).toMatchObject({ failure: { reason: 'Telegram did not say why.' } })
  })

  test.each([429, 420])('%i is tried again when Telegram says, and else after twice as long each time', code => {
    const said = outcome(code, 'Too Many Requests: retry after 35', { retry_after: 35 }, 9)
    expect(said).toMatchObject({ result: 'deferred', failure: { code: String(code) }, afterMs: 35_000 })
    const waits = [0, 1, 20].map(tries => outcome(code, 'Too Many Requests', undefined, tries))
    expect(waits).toMatchObject([{ afterMs: 2000 }, { afterMs: 4000 }, { afterMs: 300_000 }])
  })

  test.each([500, 502, 503, 504])('%i leaves open what was taken, also when Telegram itself says it', status => {
    expect(outcome(status, 'Internal Server Error: sent message was immediately deleted')).toEqual({
      result: 'unknown'
    })
    expect(outcomeOf(bot, status, undefined, 0)).toEqual({ result: 'unknown' })
  })

  test('an answer that is not Telegram’s', () => {
    expect(outcomeOf(bot, 200, { ok: true }, 0)).toEqual({ result: 'unknown' })
    expect(outcomeOf(bot, 200, undefined, 0)).toEqual({ result: 'unknown' })
    expect(outcomeOf(bot, 408, undefined, 0)).toEqual({ result: 'unknown' })
    expect(outcomeOf(bot, 404, '<html>', 0)).toMatchObject({ result: 'failed', failure: { code: 'http-404' } })
    expect(outcomeOf(bot, 429, '<html>', 0)).toMatchObject({ result: 'deferred' })
  })
})
