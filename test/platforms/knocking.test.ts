import { expect, test } from 'vitest'
import type { InboxSecret } from '../../sync-server/platforms/secrets.ts'
import { platformOf } from '../../sync-server/platforms/registry.ts'
import { json, vendorApis } from './contract/vendor-api.ts'

const vendor = vendorApis()
const lineBot = `U${'0'.repeat(32)}`
const sid = `AC${'0'.repeat(32)}`
const accounts: Readonly<Record<string, string>> = {
  whatsapp: '300000000000003',
  messenger: '400000000000004',
  instagram: '500000000000005',
  telegram: '7000000009',
  line: '',
  sms: `${sid}:+15557122661`
}

const secretOf = (platform: string): InboxSecret => ({
  tenant: 't',
  inbox: 'i',
  platform,
  account: accounts[platform] ?? '',
  appSecret: 's',
  verifyToken: '',
  accessToken: 'the-token',
  baseUrl: null
})
const knock = (platform: string, baseUrl: string, of: Partial<InboxSecret> = {}) =>
  platformOf(platform)!.knock!({ ...secretOf(platform), ...of }, { baseUrl, signal: AbortSignal.timeout(5000) })

const graphError = (code: number) => ({ error: { code, message: 'Meta’s words.' } })
const basic = `Basic ${Buffer.from(`${sid}:the-token`).toString('base64')}`

/** What is asked, with what, and what opens. From the vendors' references. */
const doors = [
  ['whatsapp', '/v23.0/300000000000003?fields=id,verified_name', 'Bearer the-token', { id: '300000000000003' }],
  ['messenger', '/v23.0/me?fields=id,name', 'Bearer the-token', { id: '400000000000004', name: 'Shop' }],
  [
    'instagram',
    '/v23.0/me?fields=user_id,username',
    'Bearer the-token',
    { id: '1', user_id: '500000000000005', username: 'shop' }
  ],
  ['telegram', '/botthe-token/getMe', undefined, { ok: true, result: { id: 7_000_000_009, is_bot: true } }],
  ['line', '/v2/bot/info', 'Bearer the-token', { userId: lineBot, basicId: '@shop' }],
  ['sms', `/2010-04-01/Accounts/${sid}.json`, basic, { sid, status: 'active' }]
] as const

test.each(doors)('%s is asked once, at %s, and opens', async (platform, url, authorization, answer) => {
  const api = await vendor(json(answer))
  const open = platform === 'line' ? { result: 'open', account: lineBot } : { result: 'open' }
  expect(await knock(platform, api.baseUrl)).toEqual(open)
  expect(api.asked).toEqual([{ url, authorization, body: null }])
})

test.each([
  ['whatsapp', 401, graphError(190), 'does not accept this access token. Meta’s words.'],
  ['whatsapp', 400, graphError(100), 'sees no phone number of this ID'],
  ['whatsapp', 403, graphError(10), 'a permission is missing'],
  ['whatsapp', 400, graphError(4711), 'WhatsApp says: Meta’s words.'],
  ['whatsapp', 200, { id: '1' }, 'is for the phone number 1, not for 300000000000003'],
  ['messenger', 200, { id: '1' }, 'is for the page 1, not for 400000000000004'],
  ['instagram', 200, { id: '500000000000005', user_id: '1' }, 'Instagram account 1, not'],
  ['telegram', 401, { ok: false, error_code: 401 }, 'BotFather'],
  ['telegram', 404, { ok: false, error_code: 404 }, 'BotFather'],
  ['line', 401, { message: 'Authentication failed' }, 'does not accept this channel access token'],
  ['sms', 401, { code: 20_003 }, 'does not accept this account SID'],
  ['sms', 200, { status: 'suspended' }, 'this account is suspended']
])('%s that answers %i %j is shut, in a sentence', async (platform, status, answer, why) => {
  const api = await vendor(json(answer, status))
  expect(await knock(platform, api.baseUrl)).toEqual({ result: 'shut', why: expect.stringContaining(why) })
})

test.each(['whatsapp', 'messenger', 'instagram', 'telegram', 'line', 'sms'])(
  '%s that does not say whether it lets us in is no reason against anybody',
  async platform => {
    const known = { account: accounts[platform] || lineBot }
    for (const [answer, status] of [
      ['<html>Bad gateway</html>', 502],
      [{ error: { code: 4, message: 'slower' }, message: 'slower' }, 429],
      ...(platform === 'telegram' ? [] : [[{}, 200] as const])
    ] as const) {
      const api = await vendor(json(answer, status))
      expect([status, await knock(platform, api.baseUrl, known)]).toMatchObject([status, { result: 'unasked' }])
    }
    expect(await knock(platform, 'http://127.0.0.1:9', known)).toMatchObject({ result: 'unasked' })
  }
)

test('LINE alone knows its bot: without it, or with the token of another, nothing is connected', async () => {
  expect(await knock('line', 'http://127.0.0.1:9')).toMatchObject({ result: 'shut' })
  const api = await vendor(json({ userId: lineBot }))
  expect(await knock('line', api.baseUrl, { account: lineBot })).toEqual({ result: 'open', account: lineBot })
  expect(await knock('line', api.baseUrl, { account: `U${'9'.repeat(32)}` })).toMatchObject({ result: 'shut' })
})
