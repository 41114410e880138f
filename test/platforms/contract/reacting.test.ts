import { describe, expect, test } from 'vitest'
import { strategyOf } from '../../../shared/platforms/strategies.ts'
import type { OutgoingReaction } from '../../../sync-server/platforms/port.ts'
import { platformOf } from '../../../sync-server/platforms/registry.ts'
import { igsid, psid } from '../meta-events.ts'
import { sheena } from '../payloads.ts'
import { ana, bot } from '../updates.ts'
import { json, vendorApis } from './vendor-api.ts'
import { vendorAccounts, vendors } from './vendors.ts'

const api = vendorApis()

type Documented = {
  readonly of: string
  readonly url: string
  /** The body that puts this emoji there; `null`: that takes it away. */
  body(emoji: string | null): object
  readonly taken: unknown
  readonly platformId: string
}
const action = (id: string) => (emoji: string | null) =>
  emoji === null
    ? { recipient: { id }, sender_action: 'unreact', payload: { message_id: 'm_1' } }
    : { recipient: { id }, sender_action: 'react', payload: { message_id: 'm_1', reaction: emoji } }
const documented: Readonly<Record<string, Documented>> = {
  whatsapp: {
    of: 'wamid.1',
    url: `/v23.0/${vendorAccounts.whatsapp}/messages`,
    body: emoji => ({
      messaging_product: 'whatsapp',
      recipient_type: 'individual',
      to: sheena.wa_id,
      type: 'reaction',
      reaction: { message_id: 'wamid.1', emoji: emoji ?? '' },
      biz_opaque_callback_data: 'put-1'
    }),
    taken: { messaging_product: 'whatsapp', messages: [{ id: 'wamid.9' }] },
    platformId: 'wamid.9'
  },
  messenger: {
    of: 'm_1',
    url: `/v23.0/${vendorAccounts.messenger}/messages`,
    body: action(psid),
    taken: { recipient_id: psid },
    platformId: 'reaction:put-1'
  },
  instagram: {
    of: 'm_1',
    url: '/v23.0/me/messages',
    body: action(igsid),
    taken: { recipient_id: igsid },
    platformId: 'reaction:put-1'
  },
  telegram: {
    of: `${bot}:${ana.id}:7`,
    url: `/bot${bot}:token/setMessageReaction`,
    body: emoji => ({ chat_id: ana.id, message_id: 7, reaction: emoji === null ? [] : [{ type: 'emoji', emoji }] }),
    taken: { ok: true, result: true },
    platformId: 'reaction:put-1'
  }
}
const reacting = vendors.flatMap(vendor => {
  const call = documented[vendor.platform]
  return call ? [{ platform: vendor.platform, vendor, call }] : []
})

test('who takes reactions says so, and whoever does not is asked for none', () => {
  const said = vendors.filter(({ platform }) => strategyOf(platform).reactions === 'both')
  expect(said.map(({ platform }) => platform)).toEqual(reacting.map(({ platform }) => platform))
  expect(vendors.filter(({ platform }) => platformOf(platform)?.react).length).toBe(reacting.length)
})

describe.each(reacting)('a reaction on $platform', ({ platform, vendor, call }) => {
  const account = vendorAccounts[platform]
  const accessToken = platform === 'telegram' ? `${account}:token` : 'the-token'
  const secret = { tenant: 't', inbox: 'i', platform, account, appSecret: 's', verifyToken: 'v', accessToken }
  const react = async (baseUrl: string, over: Partial<OutgoingReaction> = {}) =>
    platformOf(platform)?.react?.(
      { message: 'put-1', of: call.of, emoji: '👍', handles: [vendor.customer], ...over },
      { ...secret, baseUrl: null },
      { tries: 0, baseUrl, hook: null, signal: AbortSignal.timeout(60_000) }
    )

  test.each(['👍', null])('%s is asked for as documented, and known by an id', async emoji => {
    const there = await api(json(call.taken))
    expect(await react(there.baseUrl, { emoji })).toEqual({ result: 'sent', platformId: call.platformId })
    expect(there.asked.map(({ url, body }) => ({ url, body }))).toEqual([{ url: call.url, body: call.body(emoji) }])
  })

  test.each(vendor.api.refusals)('answered $status $answer it is $result, as a message is', async refusal => {
    const there = await api(json(refusal.answer, refusal.status))
    expect(await react(there.baseUrl)).toMatchObject({ result: refusal.result })
  })

  test('on what the vendor cannot know, or of whom, nothing is asked', async () => {
    const there = await api(json(call.taken))
    expect(await react(there.baseUrl, { handles: [] })).toMatchObject({ failure: { code: 'no-address' } })
    const strange = platform === 'telegram' ? `press:${bot}:4` : 'digest:xyz'
    expect(await react(there.baseUrl, { of: strange })).toMatchObject({ failure: { code: 'no-id' } })
    expect(there.asked).toEqual([])
  })
})
