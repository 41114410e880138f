import { fb, file, ig, igId, igsid, pageId, psid, tenMs } from '../meta-events.ts'
import * as line from '../line-events.ts'
import { account, change, hook, noon, sheena, signed, status, text } from '../payloads.ts'
import { became, called, caller, clockOf, messageSid, pictured, shopNumber, sid, smsAccount, texted } from '../texts.ts'
import { ana, bot, edited, file as tgFile, message, pressed, reacted, said, ten, told } from '../updates.ts'
import type { Vendor } from './vendor.ts'

const graph = (code: number, error_subcode?: number) => ({
  error: { message: `(#${code}) in the vendor's words`, type: 'OAuthException', code, error_subcode, fbtrace_id: 'x' }
})
const graphRefusals: Vendor['api']['refusals'] = [
  { status: 400, answer: graph(100), result: 'failed' },
  { status: 401, answer: graph(190), result: 'stopped' },
  { status: 400, answer: graph(4), result: 'deferred' },
  { status: 500, answer: graph(2), result: 'deferred' },
  { status: 429, answer: undefined, result: 'deferred' },
  { status: 404, answer: '<html>', result: 'failed' },
  { status: 502, answer: '<html>', result: 'unknown' },
  { status: 408, answer: undefined, result: 'unknown' },
  { status: 200, answer: {}, result: 'unknown' },
  { status: 200, answer: '<html>', result: 'unknown' }
]

const wa = (type: string, id: string, at: number, more: object) => ({
  from: sheena.wa_id,
  id: `wamid.${id}`,
  timestamp: String(at),
  type,
  ...more
})

const whatsapp: Vendor = {
  platform: 'whatsapp',
  customer: { platform: 'whatsapp', kind: 'wa_id', value: sheena.wa_id },
  handshakes: true,
  call: signed,
  batch(items) {
    const isStatus = (item: unknown) => typeof (item as { status?: unknown }).status === 'string'
    const messages = items.filter(item => !isStatus(item))
    return [hook(change({ contacts: [sheena], messages, statuses: items.filter(isStatus) }))]
  },
  story: [
    text('1', 'Hello', noon + 1),
    wa('image', '2', noon + 2, { image: { id: '5', mime_type: 'image/jpeg', caption: 'Torn' } }),
    text('3', 'Is it in stok?', noon + 3),
    wa('edit', '4', noon + 4, {
      edit: { original_message_id: 'wamid.3', message: { type: 'text', text: { body: 'In stock?' } } }
    }),
    wa('reaction', '5', noon + 5, { reaction: { message_id: 'wamid.1', emoji: '👍' } }),
    wa('reaction', '6', noon + 6, { reaction: { message_id: 'wamid.1', emoji: '🔥' } }),
    text('7', 'Never mind', noon + 7),
    wa('revoke', '8', noon + 8, { revoke: { original_message_id: 'wamid.7' } }),
    status('S', 'sent', noon + 9),
    status('S', 'delivered', noon + 10),
    status('S', 'read', noon + 11),
    wa('button', '9', noon + 12, { button: { text: 'Yes, please', payload: 'YES' } })
  ],
  seen: { messages: 5, words: ['In stock?', '🔥', 'Torn', 'Yes, please'], gone: ['👍'] },
  overtaken: [4, 8, 9],
  said: (id, words) => text(`n${id}`, words, noon + id),
  broken: { ...text('X', 'when?'), timestamp: 'yesterday' },
  api: {
    path: `/v23.0/${account}/messages`,
    asked: { to: sheena.wa_id, type: 'text', biz_opaque_callback_data: 'reply-1' },
    taken: { messaging_product: 'whatsapp', contacts: [], messages: [{ id: 'wamid.9' }] },
    platformId: 'wamid.9',
    refusals: graphRefusals,
    longest: '🎁'.repeat(4096)
  }
}

const metaStory = (vendor: typeof fb): readonly unknown[] => [
  vendor.message('m1', { text: 'Hello' }, tenMs + 1),
  vendor.message('m2', { text: 'Torn', attachments: [file('image')] }, tenMs + 2),
  vendor.message('m3', { text: 'Is it in stok?', reply_to: { mid: 'm0' } }, tenMs + 3),
  vendor.event({ message_edit: { mid: 'm3', text: 'In stock?', num_edit: 1 } }, tenMs + 4),
  vendor.event({ reaction: { mid: 'm1', action: 'react', reaction: 'like', emoji: '👍' } }, tenMs + 5),
  vendor.event({ reaction: { mid: 'm1', action: 'unreact' } }, tenMs + 6),
  vendor.event({ reaction: { mid: 'm1', action: 'react', reaction: 'other', emoji: '🔥' } }, tenMs + 7),
  vendor.message('m4', { text: 'Never mind' }, tenMs + 8),
  vendor.message('m4', { is_deleted: true }, tenMs + 9),
  vendor.echo('m5', { text: 'Said in another app' }, tenMs + 10),
  vendor.event({ referral: { ref: 'menu', source: 'SHORTLINK', type: 'OPEN_THREAD' } }, tenMs + 11),
  vendor.event({ postback: { mid: 'm6', title: 'Yes, please', payload: 'YES' } }, tenMs + 12)
]
const metaSeen = {
  messages: 5,
  words: ['In stock?', '🔥', 'Torn', 'Said in another app', 'menu', 'Yes, please'],
  gone: ['👍']
}
const metaTaken = { recipient_id: 'x', message_id: 'm_9' }

const messenger: Vendor = {
  platform: 'messenger',
  customer: { platform: 'messenger', kind: 'psid', value: psid },
  handshakes: true,
  call: signed,
  batch: items => [fb.hook(...items)],
  story: [
    ...metaStory(fb),
    fb.event({ delivery: { mids: ['m5'], watermark: tenMs + 13 } }, tenMs + 13),
    fb.event({ read: { watermark: tenMs + 14 } }, tenMs + 14)
  ],
  seen: metaSeen,
  overtaken: [4, 5],
  said: (id, words) => fb.message(`n${id}`, { text: words }, tenMs + id),
  broken: fb.event({ message: { text: 'without an id' } }, tenMs),
  api: {
    path: `/v23.0/${pageId}/messages`,
    asked: { recipient: { id: psid }, messaging_type: 'RESPONSE', message: { text: 'hello', metadata: 'reply-1' } },
    taken: metaTaken,
    platformId: 'm_9',
    refusals: graphRefusals,
    longest: '🎁'.repeat(2000)
  }
}

const instagram: Vendor = {
  platform: 'instagram',
  customer: { platform: 'instagram', kind: 'igsid', value: igsid },
  handshakes: true,
  call: signed,
  batch: items => [ig.hook(...items)],
  story: [...metaStory(ig), ig.event({ read: { mid: 'm5' } }, tenMs + 13)],
  seen: metaSeen,
  overtaken: [4, 5],
  said: (id, words) => ig.message(`n${id}`, { text: words }, tenMs + id),
  broken: ig.event({ message: { text: 'without an id' } }, tenMs),
  api: {
    path: '/v23.0/me/messages',
    asked: { recipient: { id: igsid }, messaging_type: 'RESPONSE', message: { text: 'hello' } },
    taken: metaTaken,
    platformId: 'm_9',
    refusals: graphRefusals,
    // 500 letters of two bytes each.
    longest: 'م'.repeat(500)
  }
}

const bare = (error_code: number, description: string) => ({ ok: false, error_code, description })

const telegram: Vendor = {
  platform: 'telegram',
  customer: { platform: 'telegram', kind: 'user_id', value: String(ana.id) },
  handshakes: false,
  call: told,
  batch: items => items,
  story: [
    said(1, { text: 'Hello' }),
    said(2, { photo: [tgFile('p', { width: 9, height: 9 })], caption: 'Torn' }),
    said(3, { text: 'Is it in stok?' }),
    edited(3, { text: 'In stock?' }, ten + 60),
    reacted(1, [{ type: 'emoji', emoji: '👍' }], ten + 70),
    reacted(1, [{ type: 'emoji', emoji: '🔥' }], ten + 80),
    pressed()
  ],
  seen: { messages: 4, words: ['In stock?', '🔥', 'Torn', 'Medium'], gone: ['👍'] },
  overtaken: [4],
  said: (id, words) => said(1000 + id, { text: words }),
  broken: { update_id: 5, message: { ...message(5, { text: 'when?' }), date: 'yesterday' } },
  api: {
    path: `/bot${bot}:token/sendMessage`,
    // A bot's token is a part of the address.
    authorization: undefined,
    asked: { chat_id: ana.id, text: 'hello' },
    taken: { ok: true, result: { message_id: 8, date: 1, chat: { id: ana.id, type: 'private' } } },
    platformId: `${bot}:${ana.id}:8`,
    refusals: [
      { status: 400, answer: bare(400, 'Bad Request: chat not found'), result: 'failed' },
      { status: 401, answer: bare(401, 'Unauthorized'), result: 'stopped' },
      { status: 429, answer: bare(429, 'Too Many Requests'), result: 'deferred' },
      { status: 429, answer: undefined, result: 'deferred' },
      { status: 404, answer: '<html>', result: 'failed' },
      { status: 502, answer: '<html>', result: 'unknown' },
      { status: 408, answer: undefined, result: 'unknown' },
      { status: 200, answer: {}, result: 'unknown' },
      { status: 200, answer: '<html>', result: 'unknown' }
    ],
    longest: '🎁'.repeat(4096)
  }
}

const twilioError = (code: number, status: number) => ({
  code,
  message: "in the vendor's words",
  more_info: `https://www.twilio.com/docs/errors/${code}`,
  status
})

const sms: Vendor = {
  platform: 'sms',
  customer: { platform: 'sms', kind: 'number', value: caller },
  handshakes: false,
  call: called,
  clock: clockOf,
  batch: items => items,
  story: [
    texted(1, 'Hello'),
    pictured(2, 'Torn'),
    texted(3, 'Is it in stock?'),
    became(4, 'sent'),
    became(4, 'delivered'),
    texted(5, 'STOP'),
    texted(6, 'Start')
  ],
  seen: { messages: 3, words: ['Is it in stock?', 'Torn', 'STOP', 'Start', 'delivered'], gone: [] },
  overtaken: [3],
  said: (id, words) => texted(1000 + id, words),
  broken: { ...texted(9, 'for whom?'), AccountSid: 'AC00000000000000000000000000000002' },
  api: {
    path: `/2010-04-01/Accounts/${sid}/Messages.json`,
    authorization: `Basic ${Buffer.from(`${sid}:the-token`).toString('base64')}`,
    asked: { To: caller, From: shopNumber, Body: 'hello' },
    taken: { sid: messageSid(8), status: 'queued', num_segments: '1', error_code: null },
    platformId: messageSid(8),
    refusals: [
      { status: 400, answer: twilioError(21610, 400), result: 'failed' },
      { status: 401, answer: twilioError(20003, 401), result: 'stopped' },
      { status: 429, answer: twilioError(20429, 429), result: 'deferred' },
      { status: 429, answer: undefined, result: 'deferred' },
      { status: 404, answer: '<html>', result: 'failed' },
      { status: 500, answer: twilioError(20500, 500), result: 'unknown' },
      { status: 502, answer: '<html>', result: 'unknown' },
      { status: 408, answer: undefined, result: 'unknown' },
      { status: 201, answer: {}, result: 'unknown' },
      { status: 200, answer: '<html>', result: 'unknown' }
    ],
    // An emoji is two of what networks count.
    longest: '🎁'.repeat(800)
  }
}

const lineError = (message: string) => ({ message })

const lineVendor: Vendor = {
  platform: 'line',
  customer: { platform: 'line', kind: 'user_id', value: line.brown },
  handshakes: false,
  call: line.called,
  batch: items => [line.hook(...items)],
  story: [
    line.event(1, 'follow', { follow: { isUnblocked: false } }),
    line.text(2, 'Hello'),
    line.message(3, 'image', { contentProvider: { type: 'line' } }),
    line.text(4, 'This one', { quotedMessageId: line.messageId(3) }),
    line.text(5, 'Never mind'),
    line.unsent(6, 5),
    line.message(7, 'sticker', {
      packageId: '446',
      stickerId: '1988',
      stickerResourceType: 'ANIMATION',
      keywords: ['cry']
    }),
    line.event(8, 'postback', { postback: { data: 'size=m' } }),
    line.event(9, 'unfollow')
  ],
  seen: {
    messages: 6,
    words: ['Hello', 'This one', line.messageId(3), 'cry', 'size=m', 'followed', 'blocked'],
    gone: []
  },
  overtaken: [],
  said: (id, words) => line.text(1000 + id, words),
  broken: { ...line.text(99, 'when?'), timestamp: 'yesterday' },
  api: {
    path: '/v2/bot/message/push',
    asked: { to: line.brown, messages: [{ type: 'text', text: 'hello' }] },
    taken: { sentMessages: [{ id: '461230966842064897', quoteToken: 'IStG5h1Tz7b...' }] },
    platformId: '461230966842064897',
    quoteToken: 'IStG5h1Tz7b...',
    refusals: [
      { status: 400, answer: lineError('Failed to send messages'), result: 'failed' },
      { status: 401, answer: lineError('Authentication failed.'), result: 'stopped' },
      { status: 403, answer: lineError('Access to this API is not available for your account'), result: 'stopped' },
      { status: 429, answer: lineError('You have reached your monthly limit.'), result: 'stopped' },
      { status: 429, answer: lineError('The API rate limit has been exceeded.'), result: 'deferred' },
      { status: 429, answer: undefined, result: 'deferred' },
      { status: 404, answer: '<html>', result: 'failed' },
      { status: 500, answer: lineError('Internal server error'), result: 'unknown' },
      { status: 502, answer: '<html>', result: 'unknown' },
      { status: 408, answer: undefined, result: 'unknown' },
      { status: 200, answer: {}, result: 'unknown' },
      { status: 200, answer: '<html>', result: 'unknown' }
    ],
    longest: '🎁'.repeat(2500)
  }
}

export const vendors: readonly Vendor[] = [whatsapp, instagram, messenger, telegram, sms, lineVendor]
export const vendorAccounts = {
  whatsapp: account,
  instagram: igId,
  messenger: pageId,
  telegram: bot,
  sms: smsAccount,
  line: line.lineBot
}
