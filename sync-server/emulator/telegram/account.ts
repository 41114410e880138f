import type { Phone, PhoneMessage } from '../../../shared/protocol/emulator.ts'
import type { VendorAccount } from '../stand-in.ts'
import { chatOf, connectionId, numberOf, seconds } from './updates.ts'

/** Who has connected the bot. Source: Telegram, "Bot API", "BusinessConnection". */
export function ownerOf({ account, name }: VendorAccount) {
  return { id: Number(account) + 1, is_bot: false, first_name: name }
}

/** What is said there has the connection in its id, as another chat would have its number. */
export function isInAccount({ id }: Pick<PhoneMessage, 'id'>): boolean {
  return id.includes(`:${connectionId}:`)
}

/** An update of that account's is called otherwise, and names the connection. */
export function inAccount(update: object): object {
  const entries = Object.entries(update).map(([kind, item]) =>
    kind === 'update_id'
      ? [kind, item]
      : [businessNames.get(kind) ?? kind, { ...item, business_connection_id: connectionId }]
  )
  return Object.fromEntries(entries)
}

const businessNames = new Map([
  ['message', 'business_message'],
  ['edited_message', 'edited_business_message']
])

export function accountChat(chat: string): string {
  return `${connectionId}:${chat}`
}

/** "Can send and edit messages in the private chats that had incoming messages in the last 24 hours". */
const activeForMs = 24 * 3_600_000

export function mayAnswerThere({ messages }: Phone, now: number): boolean {
  return messages.some(one => one.from === 'customer' && isInAccount(one) && now - one.at < activeForMs)
}

export function connectionUpdate(account: VendorAccount, { update, at }: { update: number; at: number }) {
  const user = ownerOf(account)
  const business_connection = { id: connectionId, user, user_chat_id: user.id, date: seconds(at), is_enabled: true }
  return { update_id: update, business_connection: { ...business_connection, rights: { can_reply: true } } }
}

/** Source: Telegram, "Bot API", "BusinessMessagesDeleted". */
export function deletedUpdate(phone: Phone, { id }: PhoneMessage, update: number) {
  const deleted = { business_connection_id: connectionId, chat: chatOf(phone), message_ids: [numberOf(id)] }
  return { update_id: update, deleted_business_messages: deleted }
}
