import { describe, expect, test } from 'vitest'
import { passedOver } from '../../sync-server/platforms/reading.ts'
import { read } from '../../sync-server/platforms/telegram/read.ts'
import {
  ana,
  bot,
  botUser,
  edited,
  file,
  group,
  location,
  membership,
  message,
  pressed,
  reacted,
  said,
  shopMessage,
  ten,
  update
} from './updates.ts'

const handles = [{ platform: 'telegram', kind: 'user_id', value: String(ana.id) }]
const idOf = (id: number) => `${bot}:${ana.id}:${id}`
const came = (ten + 99) * 1000
const readIt = (payload: unknown) => read(payload, bot, came)
const media = (item: object, more = {}) => ({ kind: 'media', items: [item], ...more })

describe('what a customer sends', () => {
  const sized = { bytes: 2048, width: 640, height: 480 }
  const frame = { width: 640, height: 480 }
  const golden: readonly (readonly [what: string, parts: Record<string, unknown>, content: object])[] = [
    ['a text', { text: 'Is it in stock?' }, { kind: 'text', text: 'Is it in stock?' }],
    [
      'the first words of somebody who followed a link of ours',
      { text: '/start spring-26', entities: [{ offset: 0, length: 6, type: 'bot_command' }] },
      { kind: 'text', text: '/start spring-26', referral: { source: 'link', ref: 'spring-26' } }
    ],
    [
      'a photo, in its largest size',
      {
        photo: [file('s', { width: 90, height: 67 }), file('l', frame), file('m', { width: 320, height: 240 })],
        caption: 'Torn',
        media_group_id: '1'
      },
      media({ media: 'image', id: 'file-l', ...sized }, { caption: 'Torn' })
    ],
    [
      'a voice',
      { voice: file('v', { duration: 4, mime_type: 'audio/ogg' }) },
      media({ media: 'voice', id: 'file-v', mime: 'audio/ogg', bytes: 2048, seconds: 4 })
    ],
    [
      'a piece of music',
      { audio: file('a', { duration: 200, file_name: 'song.mp3', mime_type: 'audio/mpeg' }) },
      media({ media: 'audio', id: 'file-a', mime: 'audio/mpeg', bytes: 2048, name: 'song.mp3', seconds: 200 })
    ],
    [
      'a video',
      { video: file('w', { duration: 9, mime_type: 'video/mp4', ...frame }), caption: 'Look' },
      media({ media: 'video', id: 'file-w', mime: 'video/mp4', seconds: 9, ...sized }, { caption: 'Look' })
    ],
    [
      'a round video note',
      { video_note: file('n', { duration: 5, length: 240 }) },
      media({ media: 'video', id: 'file-n', bytes: 2048, seconds: 5, width: 240, height: 240 })
    ],
    [
      'an animation, which is a document as well',
      {
        animation: file('g', { duration: 2, mime_type: 'video/mp4', ...frame }),
        document: file('g', { mime_type: 'video/mp4' })
      },
      media({ media: 'video', id: 'file-g', mime: 'video/mp4', seconds: 2, ...sized })
    ],
    [
      'a document',
      { document: file('d', { file_name: 'bill.pdf', mime_type: 'application/pdf' }) },
      media({ media: 'document', id: 'file-d', mime: 'application/pdf', bytes: 2048, name: 'bill.pdf' })
    ],
    [
      'a sticker that stands still',
      { sticker: file('k', { type: 'regular', emoji: '🔥', is_animated: false, is_video: false, ...frame }) },
      media({ media: 'sticker', id: 'file-k', mime: 'image/webp', ...sized })
    ],
    [
      'a sticker that moves',
      { sticker: file('k', { type: 'regular', is_animated: true, is_video: false, ...frame }) },
      media({ media: 'sticker', id: 'file-k', mime: 'application/x-tgsticker', ...sized })
    ],
    ['a place', { location }, { kind: 'location', ...location }],
    [
      'a place that moves for an hour',
      { location: { ...location, live_period: 3600, heading: 20 } },
      { kind: 'location', ...location, liveSeconds: 3600 }
    ],
    [
      'a venue, which is a place as well',
      { venue: { location, title: 'The Clock', address: 'Bridge St' }, location },
      { kind: 'location', ...location, name: 'The Clock', address: 'Bridge St' }
    ],
    [
      'a card',
      { contact: { phone_number: '+44123', first_name: 'Bo', last_name: 'Ek', user_id: 22 } },
      { kind: 'cards', cards: [{ name: 'Bo Ek', phones: ['+44123'], emails: [] }] }
    ],
    [
      'an answer to a message of ours, with the part that was quoted',
      { text: 'This', reply_to_message: shopMessage(3), quote: { text: 'size', position: 6 } },
      { kind: 'text', text: 'This', replyTo: { message: idOf(3), words: 'size' } }
    ],
    [
      'something passed on',
      { text: 'See', forward_origin: { type: 'hidden_user', sender_user_name: 'Bo', date: ten } },
      { kind: 'text', text: 'See', forwarded: true }
    ]
  ]

  test.each(golden)('%s', (_what, parts, content) => {
    const at = (ten + 5) * 1000
    expect(readIt(said(5, parts))).toEqual([{ kind: 'message', id: idOf(5), at, handles, name: 'Ana Lima', content }])
  })

  test.each([
    ['poll', { poll: { id: '1', question: 'Red or blue?', options: [] } }, 'Red or blue?'],
    ['dice', { dice: { emoji: '🎲', value: 4 } }, '🎲 4'],
    ['story', { story: { id: 4, chat: group } }, undefined],
    ['hologram', { sender_boost_count: 2, hologram: { depth: 3 }, caption: 'Walk around it' }, 'Walk around it'],
    ['photo', { photo: [{ width: 4 }, 'no size'] }, undefined],
    ['location', { location: { latitude: 512, longitude: 0 } }, undefined],
    ['text', { text: 7 }, undefined]
  ])('a %s that we cannot show is kept as it came, with its words', (what, parts, caption) => {
    const item = message(5, parts)
    const words = caption === undefined ? {} : { caption }
    expect(readIt(update({ message: item }))).toMatchObject([
      { kind: 'message', content: { kind: 'unsupported', what, raw: JSON.stringify(item), ...words } }
    ])
  })

  test('what is said in a group is no conversation, and opens nothing', () => {
    const inGroup = { chat: group, text: 'Hi all' }
    expect(readIt(said(5, inGroup))).toMatchObject([
      { kind: 'message', handles, content: { what: 'group_message', caption: 'Hi all', elsewhere: true } }
    ])
    const notOurs = { ...inGroup, from: { ...botUser, id: 5 } }
    expect(readIt(said(5, notOurs))).toEqual([passedOver])
    expect(readIt(said(5, { from: notOurs.from }))).toMatchObject([{ kind: 'unread', why: 'was said by a bot' }])
  })

  test('two bots count alike in a chat with the same person: the bot is a part of the id', () => {
    const [one, other] = [readIt(said(5, { text: 'a' })), read(said(5, { text: 'b' }), '7000000002', came)]
    expect(one).not.toMatchObject([{ id: (other[0] as { id: string }).id }])
  })
})

describe('what becomes of a message', () => {
  test('an edit, by the time of the edit; two of one second are two', () => {
    const both = [edited(5, { text: 'Is it here?' }, ten + 60), edited(5, { text: 'Is it here now?' }, ten + 60)]
    const [one, other] = both.flatMap(readIt)
    expect(one).toMatchObject({
      kind: 'edit',
      message: idOf(5),
      at: (ten + 60) * 1000,
      handles,
      content: { kind: 'text', text: 'Is it here?' }
    })
    expect((one as { id: string }).id).not.toBe((other as { id: string }).id)
  })

  test('a reaction is all the emoji that are there now, and none takes them away', () => {
    const emoji = (one: string) => ({ type: 'emoji', emoji: one })
    const all = [emoji('👍'), { type: 'custom_emoji', custom_emoji_id: '5' }, { type: 'paid' }]
    expect(readIt(reacted(5, all))).toMatchObject([
      { kind: 'reaction', of: idOf(5), emojis: ['👍', '(custom emoji)', '⭐'], handles, at: (ten + 5) * 1000 }
    ])
    expect(readIt(reacted(5, []))).toMatchObject([{ kind: 'reaction', of: idOf(5), emojis: [] }])
    expect(readIt(reacted(5, [emoji('👍')], ten, group))).toEqual([passedOver])
  })

  test('a press of a button is a choice, after the message that it answers', () => {
    expect(readIt(pressed())).toEqual([
      {
        kind: 'message',
        id: `press:${bot}:4382bfdwdsb323b2d9`,
        at: (ten + 7 + 1) * 1000,
        handles,
        name: 'Ana Lima',
        content: { kind: 'choice', via: 'button', title: 'Medium', payload: 'size:m', replyTo: { message: idOf(7) } }
      }
    ])
    expect(readIt(pressed({ data: 'gone' }))).toMatchObject([{ content: { title: 'gone' } }])
    const forgotten = { message_id: 7, chat: { id: ana.id, type: 'private' }, date: 0 }
    // The bot cannot reach that message any more: nothing tells when its button was pressed, but that it has come.
    expect(readIt(pressed({ message: forgotten }))).toMatchObject([{ at: came, content: { title: 'size:m' } }])
    const strange = { ...forgotten, date: 'today' }
    expect(readIt(pressed({ message: strange }))).toMatchObject([{ kind: 'unread' }])
    expect(readIt(pressed({ data: undefined, game_short_name: 'chess' }))).toMatchObject([{ kind: 'unread' }])
  })

  test('blocked, and let in again, is noticed and no message', () => {
    expect(readIt(membership('kicked'))).toMatchObject([
      { kind: 'notice', what: 'blocked', text: expect.stringContaining('blocked the bot'), handles, at: ten * 1000 }
    ])
    expect(readIt(membership('member'))).toMatchObject([{ kind: 'notice', what: 'unblocked', handles }])
    const stranger = { user: { ...botUser, id: 9 }, status: 'kicked' }
    expect(readIt(membership('kicked', { new_chat_member: stranger }))).toMatchObject([{ why: 'is for another bot' }])
  })
})

describe('what makes no sense', () => {
  test.each([
    ['nothing', null, 'has no update_id'],
    ['a list', [], 'has no update_id'],
    ['a word', 'hello', 'has no update_id'],
    ['an empty update', update({}), 'says nothing'],
    ['a kind of tomorrow', update({ shop_visited: {} }), 'is not about a conversation with the bot'],
    [
      'a name of every object',
      JSON.parse('{"update_id":1,"constructor":{}}'),
      'is not about a conversation with the bot'
    ],
    ['a message that is none', update({ message: 'x' }), expect.any(String)],
    ['a message without a time', said(5, { text: 'x', date: 'today' }), 'date: is not a number'],
    ['a message from nobody', said(5, { text: 'x', from: undefined }), expect.stringContaining('from')],
    ['an edit without a time', update({ edited_message: message(5, { text: 'x' }) }), expect.any(String)],
    ['a reaction to nothing', update({ message_reaction: {} }), expect.any(String)]
  ])('%s is kept, and why is said', (_what, payload, why) => {
    expect(readIt(payload)).toMatchObject([{ kind: 'unread', why, raw: expect.any(String) }])
  })

  test('one broken item costs only itself', () => {
    const both = update({ message: message(5, { text: 'here' }), edited_message: 'broken' })
    expect(readIt(both).map(report => report.kind)).toEqual(['message', 'unread'])
  })

  test('a message too long to keep in the conversation is kept beside it', () => {
    const reports = readIt(said(5, { hologram: 'x'.repeat(70_000) }))
    expect(reports.map(report => report.kind)).toEqual(['message', 'unread'])
  })
})
