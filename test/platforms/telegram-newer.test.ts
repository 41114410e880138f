import { describe, expect, test } from 'vitest'
import { passedOver } from '../../sync-server/platforms/reading.ts'
import { read } from '../../sync-server/platforms/telegram/read.ts'
import { ana, bot, file, group, message, said, ten, update } from './updates.ts'

/** What Telegram has added since, in our own words; and what only other people's updates have shown. */

const readIt = (payload: unknown) => read(payload, bot, 1)
const media = (items: object[], more = {}) => ({ kind: 'media', items, ...more })
const size = { width: 640, height: 480 }

describe('what a customer sends', () => {
  const blocks = [
    { type: 'heading', text: 'Order', size: 1 },
    {
      type: 'paragraph',
      text: ['Two ', { type: 'bold', text: 'blue' }, ' ones ', { type: 'custom_emoji', alternative_text: '💙' }]
    },
    { type: 'list', items: [{ label: '1.', blocks: [{ type: 'paragraph', text: 'size M' }] }] },
    { type: 'table', cells: [[{ text: 'a' }, { text: { type: 'bold', text: 'b' } }]] },
    { type: 'divider' }
  ]
  const lines = 'Order\nTwo blue ones 💙\n1. size M\na | b'
  const photo = {
    type: 'photo',
    photo: [file('s', { width: 9, height: 9 }), file('l', size)],
    caption: { text: 'Here' }
  }

  test.each([
    ['a rich message', { rich_message: { blocks } }, { kind: 'text', text: lines }],
    [
      'a rich message with a photo inside',
      { rich_message: { blocks: [...blocks, { type: 'collage', blocks: [photo] }] } },
      media([{ media: 'image', id: 'file-l', bytes: 2048, ...size }], { caption: `${lines}\nHere` })
    ],
    [
      'a form of a page of ours',
      { web_app_data: { button_text: 'Register', data: '{"first_name":"Bo","age":32}' } },
      {
        kind: 'choice',
        via: 'form',
        title: 'Register',
        description: 'first name: Bo\nage: 32',
        payload: '{"first_name":"Bo","age":32}'
      }
    ],
    [
      'a form that says it in its own way',
      { web_app_data: { button_text: 'Register', data: 'bo,32' } },
      { kind: 'choice', title: 'Register', description: 'bo,32' }
    ],
    [
      'people, picked from their list',
      { users_shared: { request_id: 1, users: [{ user_id: 5, first_name: 'Bo', last_name: 'Ek' }, { user_id: 6 }] } },
      { kind: 'cards', cards: [{ name: 'Bo Ek', phones: [], emails: [] }] }
    ],
    [
      'a story, passed on',
      { story: { id: 4, chat: { ...group, username: 'shopfriends' } } },
      { kind: 'shared', what: 'story', title: group.title, url: 'https://t.me/shopfriends/s/4' }
    ],
    [
      'what somebody else sells, passed on',
      {
        paid_media: { star_count: 5, paid_media: [{ type: 'photo', photo: [file('p', size)] }, { type: 'preview' }] },
        caption: 'See'
      },
      media([{ media: 'image', id: 'file-p', bytes: 2048, ...size }], { caption: 'See' })
    ],
    [
      'a piece of music without a file name',
      { audio: file('a', { performer: 'Cony', title: 'Rain' }) },
      media([{ media: 'audio', id: 'file-a', bytes: 2048, name: 'Cony – Rain' }])
    ],
    [
      'a sticker that only the app can move, by what it stands for',
      { sticker: file('k', { type: 'regular', emoji: '🔥', is_animated: true, ...size }) },
      media([{ media: 'sticker', id: 'file-k' }], { caption: '🔥' })
    ],
    [
      'an answer to words in the shop’s channel',
      {
        text: 'Still there?',
        external_reply: { origin: { type: 'channel', date: ten }, chat: { id: -100, type: 'channel' }, message_id: 9 },
        quote: { text: 'Blue, size M', position: 0 }
      },
      { kind: 'text', text: 'Still there?', replyTo: { message: `${bot}:-100:9`, words: 'Blue, size M' } }
    ]
  ])('%s', (_what, parts, content) => {
    expect(readIt(said(5, parts))).toMatchObject([{ kind: 'message', id: `${bot}:${ana.id}:5`, content }])
  })

  test.each([
    ['poll', { poll: { question: 'Which?', options: [{ text: 'Red' }, { text: 'Blue' }] } }, 'Which?\n· Red\n· Blue'],
    ['checklist', { checklist: { title: 'To bring', tasks: [{ id: 1, text: 'The hat' }] } }, 'To bring\n· The hat'],
    ['game', { game: { title: 'Chess' } }, 'Chess'],
    ['invoice', { invoice: { title: 'A hat', currency: 'EUR' } }, 'A hat'],
    ['users_shared', { users_shared: { request_id: 1, users: [{ user_id: 5 }] } }, undefined],
    ['rich_message', { rich_message: { blocks: [{ type: 'divider' }] } }, undefined]
  ])('a %s is kept as it came, and can be read', (what, parts, caption) => {
    const item = message(5, parts)
    const content = { kind: 'unsupported', what, raw: JSON.stringify(item), ...(caption !== undefined && { caption }) }
    expect(readIt(update({ message: item }))).toMatchObject([{ kind: 'message', content }])
  })
})

describe('what Telegram says in their name is no message of theirs', () => {
  test.each([
    ['write_access_allowed', { from_request: true }, 'the customer lets the bot write to them'],
    ['successful_payment', { currency: 'EUR', total_amount: 1250 }, 'the customer paid 12.50 EUR'],
    ['successful_payment', { currency: 'JPY', total_amount: 1250 }, 'the customer paid 1250 JPY'],
    ['successful_payment', { currency: 'XTR', total_amount: 5 }, 'the customer paid 5 ⭐'],
    ['refunded_payment', { currency: '??', total_amount: 5 }, 'the customer got back 5'],
    ['refunded_payment', {}, 'the customer got back something'],
    ['pinned_message', message(3, { text: 'x' }), 'the customer pinned a message'],
    [
      'message_auto_delete_timer_changed',
      { message_auto_delete_time: 100 },
      'messages delete themselves here from now on'
    ],
    ['gift', { gift: {}, text: 'For you' }, 'the customer sent a gift: For you'],
    ['gift_upgrade_sent', { gift: {} }, 'the customer paid for a gift to become a rare one'],
    ['paid_message_price_changed', { paid_message_star_count: 5 }, 'what a message in this chat costs has changed'],
    ['checklist_tasks_added', { tasks: [{ text: 'Milk' }, 7] }, 'the customer added to a checklist: Milk, ?'],
    ['forum_topic_created', { name: 'Returns', icon_color: 1 }, 'the customer began a topic: Returns']
  ])('%s %j', (what, of, text) => {
    const item = message(5, { [what]: of })
    expect(readIt(update({ message: item }))).toEqual([
      {
        kind: 'notice',
        id: `${bot}:${ana.id}:5`,
        at: (ten + 5) * 1000,
        handles: [{ platform: 'telegram', kind: 'user_id', value: String(ana.id) }],
        name: 'Ana Lima',
        what,
        text,
        raw: JSON.stringify(item)
      }
    ])
  })

  test('in a group it is what it was: nothing of a conversation', () => {
    expect(readIt(said(5, { chat: group, pinned_message: {} }))).toEqual([passedOver])
  })
})
