import { randomInt } from 'node:crypto'
import type { Phone, PhoneMessage, PhoneSays } from '../../../shared/protocol/emulator.ts'
import { group, here } from '../shown.ts'
import type { VendorAccount } from '../stand-in.ts'

/** The parts of a private chat that both sides of it are named by. */
export function chatOf({ id, name }: Phone) {
  return { id: Number(id), type: 'private', ...namesOf(name) }
}

/** A chat of several. Source: Telegram, "Bot API", "Chat". */
export const groupChat = { id: -1_001_234_567_890, type: 'supergroup', title: group }

export function userOf({ id, name }: Phone) {
  return { id: Number(id), is_bot: false, ...namesOf(name), language_code: 'en' }
}

export function botUserOf({ account, name }: VendorAccount) {
  return { id: Number(account), is_bot: true, first_name: name, username: usernameOf(name) }
}

export function usernameOf(name: string): string {
  return `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_')}_bot`
}

function namesOf(name: string) {
  const [first_name = name, ...rest] = name.split(' ')
  return { first_name, ...(rest.length > 0 && { last_name: rest.join(' ') }) }
}

export type Saying = { readonly update: number; readonly id: number; readonly at: number; readonly says: PhoneSays }

/** The account of the business's own that has connected the bot. */
export const connectionId = 'OwnAccountOfTheShop_01'
const through = { business_connection_id: connectionId }

/** One update, field by field as Telegram documents it. Times are seconds. `of`: what was pressed, or reacted on. */
export function updateOf(account: VendorAccount, phone: Phone, { update, id, at, says }: Saying, of?: PhoneMessage) {
  const date = seconds(at)
  if (says.kind === 'reaction' && of) {
    const now = says.emoji === '' ? [] : [{ type: 'emoji', emoji: says.emoji }]
    const before = of.reaction === undefined ? [] : [{ type: 'emoji', emoji: of.reaction }]
    const message_reaction = { chat: chatOf(phone), message_id: numberOf(of.id), user: userOf(phone), date }
    return { update_id: update, message_reaction: { ...message_reaction, old_reaction: before, new_reaction: now } }
  }
  if (says.kind === 'choice' && of) {
    const message = messageOf(botUserOf(account), phone, { id: numberOf(of.id), at: of.at })
    const keyboard = { inline_keyboard: of.choices?.map(one => [{ text: one.title, callback_data: one.id }]) ?? [] }
    return {
      update_id: update,
      callback_query: {
        id: String(id),
        from: userOf(phone),
        chat_instance: `-${phone.id}`,
        data: says.choice,
        message: { ...message, ...(of.account && through), text: of.text, reply_markup: keyboard }
      }
    }
  }
  const message = { ...messageOf(userOf(phone), phone, { id, at }), ...partOf(says) }
  return { update_id: update, message: says.kind === 'group' ? { ...message, chat: groupChat } : message }
}

/** The whole message as it is now. Source: Telegram, "Bot API", "Update", `edited_message`. */
export function editedUpdate(
  phone: Phone,
  { id, at, text }: PhoneMessage,
  now: { readonly update: number; readonly at: number }
) {
  const message = messageOf(userOf(phone), phone, { id: numberOf(id), at })
  return { update_id: now.update, edited_message: { ...message, edit_date: seconds(now.at), text } }
}

/** What stands in every message. */
export function messageOf(from: object, phone: Phone, { id, at }: { readonly id: number; readonly at: number }) {
  return { message_id: id, from, chat: chatOf(phone), date: seconds(at) }
}

function partOf(says: PhoneSays): object {
  switch (says.kind) {
    case 'text':
    case 'group':
      return { text: says.text }
    case 'image': {
      const caption = says.caption.trim() === '' ? {} : { caption: says.caption }
      // The picture is drawn from its id: every phone takes another one.
      const file_id = `photo-${randomInt(1e11, 1e12)}`
      const size = { file_id, file_unique_id: `unique-${file_id}`, width: 640, height: 480 }
      return { photo: [{ ...size, width: 160, height: 120 }, size], ...caption }
    }
    case 'location': {
      const { latitude, longitude, name: title, address } = here
      return { location: { latitude, longitude }, venue: { location: { latitude, longitude }, title, address } }
    }
    default:
      return {}
  }
}

/** A bot counts its messages anew in every chat: in a phone's own list they are told apart by all three. */
export function fullId(bot: string, chat: string, message: number | string): string {
  return `${bot}:${chat}:${message}`
}

export function numberOf(full: string): number {
  return Number(full.split(':').at(-1))
}

export function seconds(at: number): number {
  return Math.floor(at / 1000)
}
