import { describe, expect, test } from 'vitest'
import { strategyOf } from '../../../shared/platforms/strategies.ts'
import type { Courtesy } from '../../../sync-server/platforms/courtesy.ts'
import { platformOf } from '../../../sync-server/platforms/registry.ts'
import { brown } from '../line-events.ts'
import { igsid, psid } from '../meta-events.ts'
import { ana } from '../updates.ts'
import { json, vendorApis } from './vendor-api.ts'
import { vendorAccounts, vendors } from './vendors.ts'

const api = vendorApis()

type Asked = { readonly url: string; readonly body: object }

/** The very call that the vendor documents. `null`: it shows nothing of the kind. */
const documented: Record<string, Record<Courtesy['kind'], Asked | null>> = {
  whatsapp: {
    read: {
      url: `/v23.0/${vendorAccounts.whatsapp}/messages`,
      body: { messaging_product: 'whatsapp', status: 'read', message_id: 'wamid.1' }
    },
    typing: {
      url: `/v23.0/${vendorAccounts.whatsapp}/messages`,
      body: {
        messaging_product: 'whatsapp',
        status: 'read',
        message_id: 'wamid.1',
        typing_indicator: { type: 'text' }
      }
    }
  },
  messenger: {
    read: {
      url: `/v23.0/${vendorAccounts.messenger}/messages`,
      body: { recipient: { id: psid }, sender_action: 'mark_seen' }
    },
    typing: {
      url: `/v23.0/${vendorAccounts.messenger}/messages`,
      body: { recipient: { id: psid }, sender_action: 'typing_on' }
    }
  },
  instagram: {
    read: { url: '/v23.0/me/messages', body: { recipient: { id: igsid }, sender_action: 'mark_seen' } },
    typing: { url: '/v23.0/me/messages', body: { recipient: { id: igsid }, sender_action: 'typing_on' } }
  },
  telegram: {
    read: null,
    typing: { url: `/bot${vendorAccounts.telegram}:token/sendChatAction`, body: { chat_id: ana.id, action: 'typing' } }
  },
  line: {
    read: { url: '/v2/bot/chat/markAsRead', body: { markAsReadToken: 'token-of-it' } },
    typing: { url: '/v2/bot/chat/loading/start', body: { chatId: brown, loadingSeconds: 10 } }
  },
  sms: { read: null, typing: null }
}
const kinds = ['read', 'typing'] as const
const cases = vendors.flatMap(vendor =>
  kinds.map(kind => ({ kind, platform: vendor.platform, vendor, call: documented[vendor.platform]![kind] }))
)
const offered = cases.flatMap(one => (one.call ? [{ ...one, call: one.call }] : []))

const show = async ({ vendor, kind }: (typeof cases)[number], baseUrl: string, over: Partial<Courtesy> = {}) => {
  const { platform, customer } = vendor
  const account = vendorAccounts[platform]
  const accessToken = platform === 'telegram' ? `${account}:token` : 'the-token'
  const secret = { tenant: 't', inbox: 'i', platform, account, appSecret: 's', verifyToken: 'v', accessToken }
  return platformOf(platform)?.show?.(
    { kind, message: 'wamid.1', readToken: 'token-of-it', handles: [customer], ...over },
    { ...secret, baseUrl: null },
    { baseUrl, signal: AbortSignal.timeout(60_000) }
  )
}

/** As the vendor says it itself. */
const noes: Record<string, { readonly answer: unknown; readonly code: string }> = {
  whatsapp: { answer: { error: { code: 100 } }, code: '100' },
  messenger: { answer: { error: { code: 10 } }, code: '10' },
  instagram: { answer: { error: { code: 10 } }, code: '10' },
  telegram: { answer: { ok: false, error_code: 403, description: 'Forbidden' }, code: '403' },
  line: { answer: { message: 'The request body has 1 error(s)' }, code: 'http-400' }
}

test('the strategies say who shows what', () => {
  const said = cases.map(({ platform, kind }) => {
    const { reads, typing } = strategyOf(platform)
    return kind === 'read' ? reads : typing !== null
  })
  expect(said).toEqual(cases.map(({ call }) => call !== null))
  expect(offered).toHaveLength(9)
})

describe.each(offered)('$kind on $platform', one => {
  test('is asked for as documented', async () => {
    const vendor = await api(json({}))
    expect(await show(one, vendor.baseUrl)).toEqual({ result: 'shown' })
    expect(vendor.asked).toMatchObject([one.call])
  })

  test('is refused in the vendor’s own code, and lost where nobody answers: asked once', async () => {
    const no = noes[one.platform]!
    const refusing = await api(json(no.answer, 400))
    const cut = await api(request => request.socket.destroy())
    expect(await show(one, refusing.baseUrl)).toEqual({ result: 'refused', code: no.code })
    expect(await show(one, cut.baseUrl)).toEqual({ result: 'lost' })
    expect([...refusing.asked, ...cut.asked]).toHaveLength(2)
  })

  test('is asked of nobody where the vendor could not know what it is about', async () => {
    const vendor = await api(json({}))
    const unknown = { message: 'digest:xyz', handles: [], readToken: undefined }
    expect(await show(one, vendor.baseUrl, unknown)).toMatchObject({ result: 'refused' })
    expect(vendor.asked).toEqual([])
  })
})
