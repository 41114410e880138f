import { describe, expect, test } from 'vitest'
import { passedOver } from '../../sync-server/platforms/reading.ts'
import { read } from '../../sync-server/platforms/line/read.ts'
import {
  again,
  brown,
  cony,
  event,
  hook,
  inGroup,
  inRoom,
  lineBot,
  message,
  messageId,
  tenMs,
  text,
  unsent
} from './line-events.ts'

const handles = [{ platform: 'line', kind: 'user_id', value: brown }]
const at = tenMs + 5000
const readIt = (payload: unknown, account = lineBot) => read(payload, account)
const readOne = (item: object) => readIt(hook(item))
const stored = { contentProvider: { type: 'line' } }
const media = (item: object, more = {}) => ({ kind: 'media', items: [item], ...more })
const sticker = { packageId: '446', stickerId: '1988', stickerResourceType: 'ANIMATION' }
const clock = { latitude: 35.687574, longitude: 139.72922 }

describe('what a customer sends', () => {
  const golden: readonly (readonly [what: string, type: string, parts: Record<string, unknown>, content: object])[] = [
    ['a text', 'text', { text: 'Hello, world' }, { kind: 'text', text: 'Hello, world' }],
    [
      'a text with LINE’s own emoji and a mention in it',
      'text',
      {
        text: '@All @example Good Morning!! (love)',
        emojis: [{ index: 29, length: 6, productId: '5ac1bfd5040ab15980c9b435', emojiId: '001' }],
        mention: {
          mentionees: [
            { index: 0, length: 4, type: 'all' },
            { index: 5, length: 8, userId: cony, type: 'user', isSelf: false }
          ]
        }
      },
      { kind: 'text', text: '@All @example Good Morning!! (love)' }
    ],
    [
      'an answer to an earlier message',
      'text',
      { text: 'This one', quotedMessageId: '468789532432007169' },
      { kind: 'text', text: 'This one', replyTo: { message: '468789532432007169' } }
    ],
    ['an image', 'image', stored, media({ media: 'image', id: messageId(5) })],
    [
      'one of several images',
      'image',
      {
        ...stored,
        imageSet: { id: 'E005D41A7288F41B65593ED38FF6E9834B046AB36A37921A56BC236F13A91855', index: 1, total: 2 }
      },
      media({ media: 'image', id: messageId(5) })
    ],
    [
      'an image that another service keeps',
      'image',
      {
        contentProvider: {
          type: 'external',
          originalContentUrl: 'https://example.com/original.jpg',
          previewImageUrl: 'https://example.com/p.jpg'
        }
      },
      media({ media: 'image', url: 'https://example.com/original.jpg' })
    ],
    ['a video', 'video', { ...stored, duration: 60_400 }, media({ media: 'video', id: messageId(5), seconds: 60 })],
    ['a voice', 'audio', { ...stored, duration: 4000 }, media({ media: 'voice', id: messageId(5), seconds: 4 })],
    [
      'a file',
      'file',
      { fileName: 'bill.pdf', fileSize: 2138 },
      media({ media: 'document', id: messageId(5), name: 'bill.pdf', bytes: 2138 })
    ],
    [
      'a place',
      'location',
      { ...clock, title: 'my location', address: '1-3 Kioicho, Chiyoda-ku, Tokyo' },
      { kind: 'location', ...clock, name: 'my location', address: '1-3 Kioicho, Chiyoda-ku, Tokyo' }
    ],
    ['a place without a name', 'location', clock, { kind: 'location', ...clock }]
  ]

  test.each(golden)('%s', (_what, type, parts, content) => {
    const said = { ...content, quoteToken: 'q3Plxr4AgKd...' }
    const report = { kind: 'message', id: messageId(5), at, handles, name: null, content: said }
    expect(readOne(message(5, type, parts))).toEqual([report])
  })

  test.each([
    [
      'what it may mean',
      { ...sticker, keywords: ['cony', 'sally', 'Staring', 'hi', 'whatsup', 'line'] },
      'cony, sally, Staring, hi, whatsup'
    ],
    ['what stands on it', { ...sticker, stickerResourceType: 'MESSAGE', text: 'Let’s hang out!' }, 'Let’s hang out!'],
    ['nothing', sticker, undefined]
  ])('a sticker is shown as one, with %s', (_what, parts, caption) => {
    const item = message(5, 'sticker', parts)
    const content = {
      kind: 'unsupported',
      what: 'sticker',
      raw: JSON.stringify(item),
      ...(caption !== undefined && { caption })
    }
    expect(readOne(item)).toMatchObject([{ kind: 'message', content }])
  })

  test('a kind of tomorrow is shown as what it is, with all of it kept', () => {
    const item = message(5, 'hologram', { text: 'Look' })
    const content = { kind: 'unsupported', what: 'hologram', caption: 'Look', raw: JSON.stringify(item) }
    expect(readOne(item)).toMatchObject([{ kind: 'message', content }])
  })

  test('a place that is none is kept', () => {
    expect(readOne(message(5, 'location', { latitude: 91, longitude: 0 }))).toMatchObject([
      { content: { kind: 'unsupported', what: 'location' } }
    ])
  })

  test.each([inGroup, inRoom])('among many it opens no window', source => {
    const [report] = readOne(text(5, 'Hi all', {}, { source }))
    expect(report).toMatchObject({
      kind: 'message',
      handles,
      content: { kind: 'unsupported', what: 'group_message', caption: 'Hi all', elsewhere: true }
    })
  })

  test('what is taken back is told by its message, and by an id of its own', () => {
    expect(readOne(unsent(6, 5))).toEqual([
      { kind: 'unsent', id: '01FZ74A0TDDPYRVKNK77X00006', at: tenMs + 6000, handles, message: messageId(5) }
    ])
  })
})

describe('a press', () => {
  const pressed = (postback: object, more = {}) => event(5, 'postback', { postback, ...more })
  const choice = (title: string, payload?: string) => ({
    kind: 'message',
    id: '01FZ74A0TDDPYRVKNK77X00005',
    at,
    handles,
    name: null,
    content: { kind: 'choice', via: 'postback', title, ...(payload !== undefined && { payload }) }
  })

  test.each([
    ['of a button', { data: 'storeId=12345' }, choice('storeId=12345', 'storeId=12345')],
    [
      'that picks a moment',
      { data: 'book', params: { datetime: '2017-12-25T01:00' } },
      choice('2017-12-25T01:00', 'book')
    ],
    ['that picks a day', { data: 'book', params: { date: '2017-12-25' } }, choice('2017-12-25', 'book')],
    ['that picks a time', { data: 'book', params: { time: '01:00' } }, choice('01:00', 'book')],
    [
      'that changes the menu',
      { data: 'richmenu=b', params: { newRichMenuAliasId: 'richmenu-alias-b', status: 'SUCCESS' } },
      choice('richmenu-alias-b', 'richmenu=b')
    ]
  ])('%s', (_what, postback, report) => {
    expect(readOne(pressed(postback))).toEqual([report])
  })

  test('of nothing, or in a group, is kept unread', () => {
    expect(readOne(pressed({}))).toMatchObject([{ kind: 'unread', why: 'is a press of nothing' }])
    expect(readOne(pressed({ data: 'x' }, { source: inGroup }))).toMatchObject([{ why: 'is a press in a group' }])
  })
})

describe('what is about the customer and no message', () => {
  test.each([
    ['follow', { follow: { isUnblocked: false } }, 'followed', 'added the account', false],
    ['follow', { follow: { isUnblocked: true } }, 'unblocked', 'write again', false],
    // As it was before 2024.
    ['follow', {}, 'followed', 'added the account', false],
    ['unfollow', {}, 'blocked', 'blocked the account', false],
    ['accountLink', { link: { result: 'ok', nonce: 'xxx' } }, 'account-link', 'linked their account', false],
    ['accountLink', { link: { result: 'failed', nonce: 'xxx' } }, 'account-link', 'could not be linked', false],
    ['delivery', { delivery: { data: 'x' } }, 'delivery', 'a notification reached', true],
    ['activated', { chatControl: { expireAt: 1 } }, 'activated', 'this app answers', true],
    ['deactivated', {}, 'deactivated', 'another app answers', true],
    ['membership', { membership: { type: 'joined', membershipId: 3189 } }, 'membership', 'joined', false],
    ['beacon', { beacon: { hwid: 'd41d8cd98f', type: 'enter' } }, 'beacon', 'came near a beacon: d41d8cd98f', true],
    ['beacon', { beacon: { hwid: 'd41d8cd98f', type: 'stay' } }, 'beacon', 'still near', true],
    ['beacon', { beacon: { hwid: 'd41d8cd98f', type: 'banner' } }, 'beacon', 'tapped', true],
    ['beacon', { beacon: { type: 'tomorrow' } }, 'beacon', 'was seen by a beacon', true],
    ['videoPlayComplete', { videoPlayComplete: { trackingId: 'track-id' } }, 'video-watched', 'track-id', true]
  ])('%s %j', (type, parts, what, words, quiet) => {
    const item = event(5, type, parts)
    const notice = { kind: 'notice', id: '01FZ74A0TDDPYRVKNK77X00005', at, handles, name: null, what }
    const [report, ...more] = readOne(item)
    expect([report, more]).toEqual([
      { ...notice, text: expect.stringContaining(words), raw: JSON.stringify(item), ...(quiet && { quiet }) },
      []
    ])
  })

  test('who joined a group is told of each', () => {
    const members = [
      { type: 'user', userId: brown },
      { type: 'user', userId: cony }
    ]
    const source = { type: 'group', groupId: inGroup['groupId'] }
    expect(readOne(event(5, 'memberJoined', { source, joined: { members } }))).toMatchObject([
      { kind: 'notice', id: '01FZ74A0TDDPYRVKNK77X00005:0', what: 'joined-group', handles, quiet: true },
      { kind: 'notice', id: '01FZ74A0TDDPYRVKNK77X00005:1', handles: [{ value: cony }] }
    ])
    expect(readOne(event(6, 'memberLeft', { source, left: { members: [members[0]] } }))).toMatchObject([
      { what: 'left-group' }
    ])
  })

  test('an edit says it anew, by the id of what was said; in a group it is nothing of a conversation', () => {
    const parts = { message: { type: 'text', id: messageId(4), text: 'Hello again', quoteToken: 'q4' } }
    expect(readOne(event(5, 'messageEdited', parts))).toMatchObject([
      { kind: 'edit', at, handles, message: messageId(4), content: { kind: 'text', text: 'Hello again' } }
    ])
    expect(readOne(event(5, 'messageEdited', { ...parts, source: inGroup }))).toMatchObject([
      { kind: 'edit', content: { what: 'group_message', caption: 'Hello again', elsewhere: true } }
    ])
    expect(readOne(event(5, 'messageEdited', {}))).toMatchObject([{ kind: 'unread' }])
  })

  test('an event of tomorrow is shown as what it is, with all of it kept', () => {
    const item = event(5, 'reaction', { reaction: { emoji: '👍' } })
    const content = { kind: 'unsupported', what: 'reaction', raw: JSON.stringify(item) }
    expect(readOne(item)).toMatchObject([{ kind: 'message', handles, content }])
    expect(readOne({ ...item, source: inGroup })).toMatchObject([
      { content: { ...content, elsewhere: true, raw: expect.any(String) } }
    ])
  })
})

describe('what is told of the account', () => {
  const source = { type: 'group', groupId: inGroup['groupId'] }
  test.each([
    ['join', { source }, false, /into a LINE group/],
    ['leave', { source }, false, /no longer in one/],
    ['botSuspended', { source: undefined }, true, /has suspended/],
    ['botResumed', { source: undefined }, false, /opened .* again/]
  ])('%s is news for its admins, and no letter', (type, parts, trouble, sentence) => {
    const news = { trouble, sentence: expect.stringMatching(sentence) }
    expect(readIt(hook(event(4, type, parts)))).toMatchObject([{ kind: 'account', about: 'account', news }])
  })

  test.each([
    ['memberJoined', { source, joined: { members: [{ type: 'user' }] } }],
    ['message', { source, message: { type: 'text', id: '1', text: 'Hi' } }]
  ])('whom LINE does not name in a group troubles nobody: %s', (type, parts) => {
    expect(readIt(hook(event(4, type, parts)))).toEqual([passedOver])
  })

  test('that an app was attached to it troubles nobody', () => {
    const module = { type: 'attached', botId: lineBot, scopes: [] }
    expect(readIt(hook(event(4, 'module', { source: null, module })))).toEqual([passedOver])
  })
})

describe('what is about nobody is kept unread, and costs only itself', () => {
  test.each([
    ['message', { source: { type: 'user' }, message: { type: 'text', id: '1', text: 'Hi' } }, 'names no customer'],
    ['message', { message: { type: 'text', id: '', text: 'Hi' } }, 'message.id: is not an id'],
    ['unsend', { unsend: {} }, 'unsends nothing'],
    ['unsend', { timestamp: 'yesterday' }, 'timestamp: is not a time']
  ])('%s %j', (type, parts, why) => {
    const kept = readIt(hook(event(4, type, parts), text(5, 'Hello')))
    expect(kept).toMatchObject([{ kind: 'unread', why }, { kind: 'message' }])
  })

  test('a payload that is none', () => {
    for (const payload of [null, 'x', {}, [], { events: 'x' }]) {
      expect(readIt(payload)).toMatchObject([{ kind: 'unread', why: 'has no events' }])
    }
  })
})

describe('the call itself', () => {
  test('without events LINE only asks whether somebody is there', () => {
    expect(readIt(hook())).toEqual([])
    expect(readIt({ destination: 'xxxxxxxxxx', events: [] })).toEqual([])
  })

  test('several events, with fields of tomorrow in all of them', () => {
    const future = { source: { type: 'user', userId: brown, region: 'JP' }, priority: 'high' }
    expect(readIt({ ...hook(text(1, 'one', { lang: 'en' }, future), text(2, 'two')), tomorrow: 1 })).toMatchObject([
      { content: { kind: 'text', text: 'one' } },
      { content: { kind: 'text', text: 'two' } }
    ])
  })

  test('told again it is the same', () => {
    for (const item of [text(5, 'Hello'), event(5, 'follow'), unsent(6, 5)]) {
      const id = (one: object) => readOne(one).map(report => 'id' in report && report.id)
      expect(id(again(item))).toEqual(id(item))
      const { webhookEventId: _new, ...older } = item
      expect(id(again(older))).toEqual(id(older))
      expect(id(older)).toEqual([expect.stringMatching(/^[\w:-]+$/)])
    }
  })

  test('a message to another bot is not ours', () => {
    const other = { ...hook(text(5, 'Hello')), destination: cony }
    expect(readIt(other)).toMatchObject([{ kind: 'unread', why: 'is for another bot' }])
    // An inbox that was connected by another id of its channel has only the signature to go by.
    expect(readIt(other, '1653423421')).toMatchObject([{ kind: 'message' }])
    expect(readIt({ ...other, destination: 'xxxxxxxxxx' })).toMatchObject([{ kind: 'message' }])
  })

  test('in standby it is read as well: the conversation is whole, whoever answers', () => {
    expect(readOne(text(5, 'Hello', {}, { mode: 'standby' }))).toMatchObject([{ kind: 'message' }])
  })
})

test('what LINE wants to have back once it was read comes with the message, and is no part of what it says', () => {
  const [report] = readOne(message(40, 'text', { text: 'Hello', markAsReadToken: '30yhdy232' }))
  expect(report).toMatchObject({ kind: 'message', readToken: '30yhdy232', content: { kind: 'text', text: 'Hello' } })
  expect(JSON.stringify((report as { content: unknown }).content)).not.toContain('30yhdy232')
})

test('what LINE wants to have back with an answer that names a message stays with it, whole or not at all', () => {
  const tokenOf = (quoteToken: unknown) => {
    const [report] = readOne(text(41, 'Hello', { quoteToken }))
    return (report as { content: { quoteToken?: string } }).content.quoteToken
  }
  expect(tokenOf('yHAz4Ua2wx7')).toBe('yHAz4Ua2wx7')
  expect(tokenOf('x'.repeat(500))).toHaveLength(500)
  for (const strange of [undefined, null, '', 7, 'x'.repeat(501)]) expect(tokenOf(strange)).toBeUndefined()
})
