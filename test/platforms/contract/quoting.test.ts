import { describe, expect, test } from 'vitest'
import type { Content } from '../../../shared/conversations/content.ts'
import { strategyOf } from '../../../shared/platforms/strategies.ts'
import type { Outgoing } from '../../../sync-server/platforms/port.ts'
import { platformOf } from '../../../sync-server/platforms/registry.ts'
import * as line from '../line-events.ts'
import { igsid, psid } from '../meta-events.ts'
import { sheena } from '../payloads.ts'
import { ana, bot } from '../updates.ts'
import { json, vendorApis } from './vendor-api.ts'
import { vendorAccounts, vendors } from './vendors.ts'

const api = vendorApis()

type Quoted = NonNullable<Outgoing['quoted']>
type Documented = {
  /** A message of the customer's, as it is known when it came. */
  readonly theirs: Quoted
  readonly ours: Quoted
  /** Of which the vendor has no name. */
  readonly nameless: readonly Quoted[]
  /** The whole body that names this message. */
  body(named: 'theirs' | 'ours'): object
  /** What stands in the body, and only there where something is named. */
  readonly field: RegExp
}

const mids = { theirs: 'm_1', ours: 'm_8' }
const digest = { id: 'digest:9mG4iQKsQd7v', ours: false }
const meta = (recipient: string, metadata?: string): Documented => ({
  theirs: { id: mids.theirs, ours: false },
  ours: { id: mids.ours, ours: true },
  nameless: [digest],
  body: named => ({
    recipient: { id: recipient },
    messaging_type: 'RESPONSE',
    reply_to: { mid: mids[named] },
    message: { text: 'hello', ...(metadata && { metadata }) }
  }),
  field: /reply_to/
})
const documented: Readonly<Record<string, Documented>> = {
  whatsapp: {
    theirs: { id: 'wamid.1', ours: false },
    ours: { id: 'wamid.8', ours: true },
    nameless: [digest],
    body: named => ({
      messaging_product: 'whatsapp',
      recipient_type: 'individual',
      to: sheena.wa_id,
      context: { message_id: named === 'theirs' ? 'wamid.1' : 'wamid.8' },
      type: 'text',
      text: { preview_url: false, body: 'hello' },
      biz_opaque_callback_data: 'reply-1'
    }),
    field: /"context"/
  },
  messenger: meta(psid, 'reply-1'),
  instagram: meta(igsid),
  telegram: {
    theirs: { id: `${bot}:${ana.id}:7`, ours: false },
    ours: { id: `${bot}:${ana.id}:8`, ours: true },
    nameless: [
      { id: `press:${bot}:4`, ours: false },
      // A number means something in its own chat only.
      { id: `${bot}:4:7`, ours: false },
      { id: `9:${ana.id}:7`, ours: false }
    ],
    body: named => ({
      chat_id: ana.id,
      text: 'hello',
      link_preview_options: { is_disabled: true },
      reply_parameters: { message_id: named === 'theirs' ? 7 : 8, allow_sending_without_reply: true }
    }),
    field: /reply_parameters/
  },
  line: {
    theirs: { id: line.messageId(2), ours: false, token: 'q3Plxr4AgKd...' },
    ours: { id: '461230966842064897', ours: true, token: 'IStG5h1Tz7b...' },
    nameless: [{ id: line.messageId(2), ours: false }],
    body: named => ({
      to: line.brown,
      messages: [{ type: 'text', text: 'hello', quoteToken: named === 'theirs' ? 'q3Plxr4AgKd...' : 'IStG5h1Tz7b...' }]
    }),
    field: /quoteToken/
  }
}
const quoting = vendors.flatMap(vendor => {
  const call = documented[vendor.platform]
  return call ? [{ platform: vendor.platform, vendor, call }] : []
})

test('whose strategy says that replies can name a message, is asked for it here', () => {
  const said = vendors.filter(({ platform }) => strategyOf(platform).quotes)
  expect(said.map(({ platform }) => platform)).toEqual(quoting.map(({ platform }) => platform))
  expect(quoting).toHaveLength(5)
})

const sender = (vendor: (typeof vendors)[number]) => {
  const { platform, customer } = vendor
  const account = vendorAccounts[platform]
  const accessToken = platform === 'telegram' ? `${account}:token` : 'the-token'
  const secret = { tenant: 't', inbox: 'i', platform, account, appSecret: 's', verifyToken: 'v', accessToken }
  return async (over: Partial<Outgoing>) => {
    const there = await api(json(vendor.api.taken))
    const content: Content = { kind: 'text', text: 'hello' }
    const outgoing = { message: 'reply-1', content, handles: [customer], late: false, ...over }
    const attempt = { tries: 0, baseUrl: there.baseUrl, hook: null, signal: AbortSignal.timeout(60_000) }
    expect(await platformOf(platform)!.send(outgoing, { ...secret, baseUrl: null }, attempt)).toMatchObject({
      result: 'sent'
    })
    return there.asked[0]?.body
  }
}

describe.each(quoting)('a reply that names a message on $platform', ({ vendor, call }) => {
  const bodyOf = sender(vendor)

  test.each(['theirs', 'ours'] as const)('%s: is asked for as documented', async named => {
    expect(await bodyOf({ quoted: call[named] })).toEqual(call.body(named))
  })

  test('goes without where nothing is named, or nothing that the vendor has a name for', async () => {
    const plain = await bodyOf({})
    expect(JSON.stringify(plain)).not.toMatch(call.field)
    for (const quoted of call.nameless) expect(await bodyOf({ quoted })).toEqual(plain)
    expect(call.nameless.length).toBeGreaterThan(0)
  })

  test('names it under choices as well', async () => {
    const content: Content = { kind: 'text', text: 'Which one?', choices: [{ title: 'Green' }, { title: 'Blue' }] }
    expect(JSON.stringify(await bodyOf({ content, quoted: call.theirs }))).toMatch(call.field)
  })
})

test('who names nothing is asked for the same, whatever is to be named', async () => {
  const without = vendors.filter(({ platform }) => !strategyOf(platform).quotes)
  expect(without.map(({ platform }) => platform)).toEqual(['sms'])
  for (const vendor of without) {
    const bodyOf = sender(vendor)
    expect(await bodyOf({ quoted: { id: 'SM1', ours: false } })).toEqual(await bodyOf({}))
  }
})

test.each(['messenger', 'instagram'] as const)(
  'what %s calls an invalid parameter goes without the name',
  async platform => {
    const there = await api((request, response) => {
      const isNamed = JSON.stringify(there.asked.at(-1)).includes('reply_to')
      const answer = isNamed ? { error: { code: 100, message: '(#100) Invalid parameter' } } : vendor.api.taken
      json(answer, isNamed ? 400 : 200)(request, response)
    })
    const vendor = vendors.find(one => one.platform === platform)!
    const secret = { tenant: 't', inbox: 'i', platform, account: vendorAccounts[platform], appSecret: 's' }
    const outgoing = {
      message: 'reply-1',
      content: { kind: 'text', text: 'hello' },
      handles: [vendor.customer]
    } as const
    const outcome = await platformOf(platform)!.send(
      { ...outgoing, late: false, quoted: { id: 'm_1', ours: false } },
      { ...secret, verifyToken: 'v', accessToken: 'the-token', baseUrl: null },
      { tries: 0, baseUrl: there.baseUrl, hook: null, signal: AbortSignal.timeout(60_000) }
    )
    expect(outcome).toMatchObject({ result: 'sent' })
    expect(there.asked.map(({ body }) => 'reply_to' in (body as object))).toEqual([true, false])
  }
)

test('a template on WhatsApp names none: no bubble would be drawn above it', async () => {
  const bodyOf = sender(vendors.find(({ platform }) => platform === 'whatsapp')!)
  const content: Content = { kind: 'template', name: 'order_ready', language: 'en', parameters: [], text: 'Ready.' }
  const quoted = { id: 'wamid.1', ours: false }
  expect(JSON.stringify(await bodyOf({ content, quoted }))).not.toContain('context')
  expect(JSON.stringify(await bodyOf({ quoted }))).toContain('context')
})
