import { describe, expect, test } from 'vitest'
import { passedOver } from '../../sync-server/platforms/reading.ts'
import { read } from '../../sync-server/platforms/telegram/read.ts'
import { ana, bot, group, membership, ten, update } from './updates.ts'

const readIt = (payload: unknown) => read(payload, bot, (ten + 60) * 1000)

describe('what is documented, and about no conversation, is no letter', () => {
  test.each([
    ['channel_post', { message_id: 1, date: ten, chat: { id: -1, type: 'channel' }, text: 'News' }],
    ['guest_message', { message_id: 1, date: ten, chat: group, from: ana, text: '@bot how much is it?' }],
    ['poll_answer', { poll_id: '1', user: ana, option_ids: [0] }],
    ['chat_member', { chat: group, from: ana, date: ten, old_chat_member: {}, new_chat_member: {} }],
    ['pre_checkout_query', { id: '1', from: ana, currency: 'EUR', total_amount: 100, invoice_payload: 'x' }],
    ['inline_query', { id: '1', from: ana, query: 'blue', offset: '' }]
  ])('%s', (kind, item) => {
    expect(readIt(update({ [kind]: item }))).toEqual([passedOver])
  })

  test.each([
    ['new_chat_members', [ana]],
    ['left_chat_member', ana],
    ['new_chat_title', 'Friends'],
    ['pinned_message', { message_id: 1, date: 0, chat: group }],
    ['forum_topic_created', { name: 'Orders', icon_color: 1 }],
    ['video_chat_started', {}]
  ])('what a group writes by itself is nobody’s words: %s', (field, of) => {
    const written = { message_id: 6, date: ten, chat: group, from: ana, [field]: of }
    expect(readIt(update({ message: written }))).toEqual([passedOver])
  })

  test('words with a price in a group are words', () => {
    const written = { message_id: 6, date: ten, chat: group, from: ana, text: 'Hi all', suggested_post_info: {} }
    expect(readIt(update({ message: written }))).toMatchObject([{ kind: 'message', content: { elsewhere: true } }])
  })

  test('a reaction and a press in a group', () => {
    const inGroup = { message_id: 5, date: ten, chat: group }
    const reaction = { ...inGroup, user: ana, old_reaction: [], new_reaction: [{ type: 'emoji', emoji: '👍' }] }
    const press = { id: '1', from: ana, chat_instance: '1', data: 'a', message: inGroup }
    expect(readIt(update({ message_reaction: reaction }))).toEqual([passedOver])
    expect(readIt(update({ callback_query: press }))).toEqual([passedOver])
  })

  test.each([
    ['administrator', { type: 'supergroup', title: 'Book club' }, /is in the group “Book club”/],
    ['left', { type: 'channel', title: 'Shop news' }, /no longer in the channel “Shop news”/]
  ])('that the bot is %s somewhere is news for its admins', (status, where, sentence) => {
    const [report] = readIt(membership(status, { chat: { ...group, ...where } }))
    const news = { trouble: false, sentence: expect.stringMatching(sentence) }
    expect(report).toMatchObject({ kind: 'account', about: 'account', news })
  })
})
