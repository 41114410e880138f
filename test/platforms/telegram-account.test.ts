import { describe, expect, test } from 'vitest'
import { read } from '../../sync-server/platforms/telegram/read.ts'
import { send } from '../../sync-server/platforms/telegram/client.ts'
import { react } from '../../sync-server/platforms/telegram/react.ts'
import { show } from '../../sync-server/platforms/telegram/show.ts'
import type { Outgoing } from '../../sync-server/platforms/port.ts'
import { json, vendorApis } from './contract/vendor-api.ts'
import { ana, bot, file, message, pressed, shopMessage, ten, update, withAna } from './updates.ts'

/** An account of the shop's own has connected the bot: what is said in its chats comes here as well. */

const through = 'OF9XWEBmRFEjEAAAyqYTwqYpIJo'
const owner = { id: 5_000_000, is_bot: false, first_name: 'Olga', last_name: 'Shop' }
const handles = [{ platform: 'telegram', kind: 'user_id', value: String(ana.id) }]
const came = (ten + 99) * 1000
const readIt = (payload: unknown) => read(payload, bot, came)
const there = (id: number, parts: object) => message(id, { business_connection_id: through, ...parts })
const theirs = (id: number, parts: object) => update({ business_message: there(id, parts) })
const idOf = (id: number) => `${bot}:${through}:${ana.id}:${id}`

describe('what is said in the account’s chats', () => {
  test('is the customer’s message, under an id that the bot’s own chat with them does not have', () => {
    const reply = { text: 'Is it in stock?', reply_to_message: there(3, { from: owner }) }
    expect(readIt(theirs(5, reply))).toEqual([
      {
        kind: 'message',
        id: idOf(5),
        at: (ten + 5) * 1000,
        handles,
        name: 'Ana Lima',
        content: { kind: 'text', text: 'Is it in stock?', replyTo: { message: idOf(3) } }
      }
    ])
    const [toBot] = readIt(update({ message: message(5, { text: 'hi' }) }))
    expect(toBot).toMatchObject({ id: `${bot}:${ana.id}:5`, handles })
  })

  test('is a file, a place, a service message', () => {
    const photo = { photo: [file('p', { width: 9, height: 9 })], caption: 'Torn' }
    expect(readIt(theirs(6, photo))).toMatchObject([{ id: idOf(6), content: { kind: 'media', caption: 'Torn' } }])
    expect(readIt(theirs(7, { pinned_message: {} }))).toMatchObject([{ kind: 'notice', what: 'pinned_message' }])
    expect(readIt(theirs(8, { of_tomorrow: {} }))).toMatchObject([
      { content: { kind: 'unsupported', what: 'of_tomorrow' } }
    ])
  })

  test.each([
    ['the owner', { from: owner }],
    [
      'a bot in the owner’s name, this one as well',
      { from: owner, sender_business_bot: { id: Number(bot), is_bot: true } }
    ],
    ['the account by itself, as its away message', { from: owner, is_from_offline: true }]
  ])('is the shop’s, when %s wrote it', (_who, by) => {
    expect(readIt(theirs(9, { text: 'Yes', ...by }))).toEqual([
      {
        kind: 'echo',
        id: idOf(9),
        at: (ten + 9) * 1000,
        handles,
        message: null,
        content: { kind: 'text', text: 'Yes' }
      }
    ])
  })

  test('changes, and whose it was stays', () => {
    const edit = (parts: object) => update({ edited_business_message: there(5, { edit_date: ten + 60, ...parts }) })
    const changed = { kind: 'edit', at: (ten + 60) * 1000, handles, message: idOf(5), content: { text: 'Blue' } }
    const [byThem] = readIt(edit({ text: 'Blue' }))
    expect(byThem).toMatchObject(changed)
    expect(byThem).not.toHaveProperty('ours')
    expect(readIt(edit({ text: 'Blue', from: owner }))).toMatchObject([{ ...changed, ours: true }])
  })

  test('is taken back, by nobody says whom, at no time that is told', () => {
    const gone = { business_connection_id: through, chat: withAna, message_ids: [5, 6] }
    const taken = { update_id: 77, deleted_business_messages: gone }
    const what = { kind: 'unsent', at: came, handles, ours: true, quiet: true }
    expect(readIt(taken)).toEqual([
      { ...what, id: `deleted:${bot}:77:5`, message: idOf(5) },
      { ...what, id: `deleted:${bot}:77:6`, message: idOf(6) }
    ])
  })

  test('is pressed', () => {
    const asked = shopMessage(7, { business_connection_id: through, from: owner })
    expect(readIt(pressed({ message: asked }))).toMatchObject([
      { id: `press:${bot}:${through}:4382bfdwdsb323b2d9`, content: { replyTo: { message: idOf(7) } } }
    ])
  })

  test.each([
    ['business_message', there(5, { business_connection_id: undefined, text: 'x' })],
    ['business_message', there(5, { business_connection_id: 'no id!', text: 'x' })],
    ['business_message', there(5, { chat: { id: -5, type: 'group' }, text: 'x' })],
    ['business_message', there(5, { from: { ...ana, is_bot: true }, text: 'x' })],
    ['edited_business_message', there(5, { text: 'x' })],
    ['edited_business_message', there(5, { edit_date: ten, from: { ...ana, is_bot: true }, text: 'x' })],
    ['deleted_business_messages', { business_connection_id: through, chat: withAna, message_ids: [] }],
    [
      'deleted_business_messages',
      { business_connection_id: through, chat: { id: -5, type: 'group' }, message_ids: [1] }
    ],
    ['business_connection', { id: through }]
  ])('a %s that makes no sense is kept as it came', (kind, item) => {
    expect(readIt(update({ [kind]: item }))).toMatchObject([{ kind: 'unread', raw: JSON.stringify(item) }])
  })
})

describe('what the owner lets the bot do is told to the admins', () => {
  const connection = (parts: object) =>
    readIt({ update_id: 9, business_connection: { id: through, user: owner, user_chat_id: 1, date: ten, ...parts } })
  test.each([
    ['answer', { is_enabled: true, rights: { can_reply: true } }, false, 'Olga Shop has connected this bot'],
    ['answer, in older words', { is_enabled: true, can_reply: true }, false, 'Olga Shop has connected this bot'],
    ['read along', { is_enabled: true, rights: { can_read_messages: true } }, true, 'read along and not answer'],
    ['nothing more', { is_enabled: false }, true, 'has disconnected this bot']
  ])('%s', (_what, parts, trouble, words) => {
    const news = { id: `connection:${bot}:9`, at: ten * 1000, about: 'account', trouble }
    expect(connection(parts)).toMatchObject([
      { kind: 'account', about: 'account', news: { ...news, sentence: expect.stringContaining(words) } }
    ])
  })
})

describe('an answer', () => {
  const botApi = vendorApis()
  const nobody = { tenant: 't', inbox: 'i', platform: 'telegram', verifyToken: '', baseUrl: null }
  const secret = { ...nobody, account: bot, appSecret: 's', accessToken: `${bot}:token` }
  const taken = { ok: true, result: { message_id: 8, date: 1, chat: { id: ana.id, type: 'private' } } }
  const reach = (baseUrl: string) => ({ baseUrl, tries: 0, hook: null, signal: AbortSignal.timeout(60_000) })
  const answering = (id: string, more: Partial<Outgoing> = {}): Outgoing => {
    const content = { kind: 'text', text: 'Yes' } as const
    return { message: 'reply-1', content, handles, late: false, answers: { id, content }, ...more }
  }

  test.each([
    ['goes to the bot’s own chat, when they wrote to the bot', `${bot}:${ana.id}:5`, {}],
    ['goes through the account, when they wrote to it', idOf(5), { business_connection_id: through }],
    [
      'goes through the account, when they pressed there',
      `press:${bot}:${through}:43-8_2`,
      { business_connection_id: through }
    ],
    ['goes to the bot’s own chat, when they pressed there', `press:${bot}:43-8_2`, {}]
  ])('%s', async (_what, answers, named) => {
    const api = await botApi(json(taken))
    const sent = await send(answering(answers), secret, reach(api.baseUrl))
    const place = 'business_connection_id' in named ? `${bot}:${through}` : bot
    expect(sent).toEqual({ result: 'sent', platformId: `${place}:${ana.id}:8` })
    expect(api.asked[0]?.body).toEqual({
      chat_id: ana.id,
      ...named,
      text: 'Yes',
      link_preview_options: { is_disabled: true }
    })
  })

  test('names a message there, and none of the bot’s own chat', async () => {
    const api = await botApi(json(taken))
    await send(answering(idOf(5), { quoted: { id: idOf(4), ours: false } }), secret, reach(api.baseUrl))
    await send(answering(idOf(5), { quoted: { id: `${bot}:${ana.id}:4`, ours: false } }), secret, reach(api.baseUrl))
    const named = { message_id: 4, allow_sending_without_reply: true }
    expect(api.asked.map(({ body }) => (body as { reply_parameters?: object }).reply_parameters)).toEqual([
      named,
      undefined
    ])
  })

  test('is shown as being written, there', async () => {
    const api = await botApi(json({ ok: true, result: true }))
    const shown = await show(
      { kind: 'typing', message: idOf(5), readToken: undefined, handles },
      secret,
      reach(api.baseUrl)
    )
    expect(shown).toEqual({ result: 'shown' })
    expect(api.asked[0]?.body).toEqual({ chat_id: ana.id, business_connection_id: through, action: 'typing' })
  })

  test('is no emoji: a bot has none there', async () => {
    const api = await botApi(json({ ok: true, result: true }))
    const put = await react({ message: 'r', of: idOf(5), emoji: '👍', handles }, secret, reach(api.baseUrl))
    expect(put).toMatchObject({ result: 'failed', failure: { code: 'no-id' } })
    expect(api.asked).toEqual([])
  })

  test.each([
    [400, 'Bad Request: BUSINESS_PEER_USAGE_MISSING', 'within 24 hours'],
    [403, 'Forbidden: BUSINESS_PEER_USAGE_MISSING', 'within 24 hours'],
    [400, 'Bad Request: business connection not found', 'not connected to this bot any more'],
    [400, 'Bad Request: BUSINESS_CONNECTION_INVALID', 'not connected to this bot any more'],
    [400, 'Bad Request: BUSINESS_PEER_INVALID', 'does not let this bot answer'],
    [403, 'Forbidden: BOT_ACCESS_FORBIDDEN', 'does not let this bot answer']
  ])(
    'that Telegram does not take (%i %s) is never tried again, and says why',
    async (error_code, description, words) => {
      const api = await botApi(json({ ok: false, error_code, description }, error_code))
      expect(await send(answering(idOf(5)), secret, reach(api.baseUrl))).toEqual({
        result: 'failed',
        failure: { code: String(error_code), reason: expect.stringContaining(words) }
      })
    }
  )
})
