import { appSecret } from './payloads.ts'

/** Updates as Telegram's "Bot API" documents them: one object for a call. */
type Item = Record<string, unknown>

/** The bot's own id, which is the front of its token. */
export const bot = '7000000001'
/** 2026-11-23 10:00:00 UTC, as seconds. */
export const ten = 1_795_428_000

export const ana = { id: 1_111_111, is_bot: false, first_name: 'Ana', last_name: 'Lima', username: 'ana_lima' }
export const botUser = { id: Number(bot), is_bot: true, first_name: 'Shop', username: 'shop_bot' }
export const withAna = { id: ana.id, type: 'private', first_name: 'Ana', last_name: 'Lima', username: 'ana_lima' }
export const group = { id: -1_001_234_567_890, type: 'supergroup', title: 'Friends of the shop' }

let updates = 10_000
export const update = (parts: Item): Item => ({ update_id: (updates += 1), ...parts })

export const message = (id: number, parts: Item, at = ten + id): Item => ({
  message_id: id,
  from: ana,
  chat: withAna,
  date: at,
  ...parts
})
export const said = (id: number, parts: Item, at = ten + id): Item => update({ message: message(id, parts, at) })

export const edited = (id: number, parts: Item, editedAt: number): Item =>
  update({ edited_message: message(id, { edit_date: editedAt, ...parts }) })

export const shopMessage = (id: number, parts: Item = { text: 'Which size?' }): Item =>
  message(id, { from: botUser, ...parts })

export const pressed = (parts: Item = {}): Item =>
  update({
    callback_query: {
      id: '4382bfdwdsb323b2d9',
      from: ana,
      chat_instance: '-3792463789',
      data: 'size:m',
      message: shopMessage(7, {
        text: 'Which size?',
        reply_markup: {
          inline_keyboard: [
            [
              { text: 'Small', callback_data: 'size:s' },
              { text: 'Medium', callback_data: 'size:m' }
            ]
          ]
        }
      }),
      ...parts
    }
  })

export const reacted = (id: number, reactions: readonly Item[], at = ten + id, chat: Item = withAna): Item =>
  update({
    message_reaction: { chat, message_id: id, user: ana, date: at, old_reaction: [], new_reaction: reactions }
  })

export const membership = (status: string, parts: Item = {}): Item =>
  update({
    my_chat_member: {
      chat: withAna,
      from: ana,
      date: ten,
      old_chat_member: { user: botUser, status: status === 'kicked' ? 'member' : 'kicked' },
      new_chat_member: { user: botUser, status, until_date: 0 },
      ...parts
    }
  })

export const location = { latitude: 51.5007, longitude: -0.1246 }
export const file = (of: string, more: Item = {}): Item => ({
  file_id: `file-${of}`,
  file_unique_id: `unique-${of}`,
  file_size: 2048,
  ...more
})

export function told(payload: unknown, secret: string | undefined = appSecret) {
  const body = typeof payload === 'string' ? payload : JSON.stringify(payload)
  const proof: Record<string, string> = secret === undefined ? {} : { 'x-telegram-bot-api-secret-token': secret }
  return { method: 'POST', body, headers: { 'content-type': 'application/json', ...proof } }
}
