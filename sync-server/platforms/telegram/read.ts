import * as v from 'valibot'
import { longestRaw } from '../../../shared/conversations/content.ts'
import type { Report } from '../port.ts'
import {
  cut,
  faultOf,
  given,
  idFrom,
  isObject,
  list,
  name,
  part,
  passedOver,
  unread,
  withRest,
  words
} from '../reading.ts'
import { isElsewhere, isOfGroup } from './around.ts'
import { readBusinessDeleted, readBusinessEdited, readBusinessMessage, readConnection } from './business.ts'
import { messageId, pressId } from './message-id.ts'
import { readMembership } from './membership.ts'
import { noticeIn } from './noticed.ts'
import { said } from './said.ts'
import { tgEdited, tgMessage, tgPress, tgReaction, type TgReaction, type Told } from './update.ts'
import { handlesOf, nameOf } from './who.ts'

/**
 * Everything in one update of the Bot API. `account` is the bot's own id. Source: Telegram, "Update".
 * The update's id is Telegram's own, and the same when it is told again: what has no id of its own goes by it.
 */
export function read(payload: unknown, account: string, cameAt: number): readonly Report[] {
  const update = isObject(payload) ? name(payload['update_id']) : undefined
  if (!isObject(payload) || update === undefined) return [unread('has no update_id', payload)]
  const items = Object.entries(payload).filter(([kind]) => kind !== 'update_id')
  if (items.length === 0) return [unread('says nothing', payload)]
  return items.flatMap(
    ([kind, item]) => readers.get(kind)?.(item, { update, account, cameAt }) ?? [unknownKind(kind, item)]
  )
}

type Reader = (item: unknown, told: Told) => readonly Report[]

// Maps, because a name comes from outside: an object would know `constructor` as well.
const readers: ReadonlyMap<string, Reader> = new Map(
  Object.entries({
    message: readMessage,
    edited_message: readEdited,
    callback_query: readPress,
    message_reaction: readReaction,
    my_chat_member: readMembership,
    business_connection: readConnection,
    business_message: readBusinessMessage,
    edited_business_message: readBusinessEdited,
    deleted_business_messages: readBusinessDeleted
  })
)

/** A kind that Telegram adds tomorrow is kept under its name. */
function unknownKind(kind: string, item: unknown): Report {
  if (isElsewhere(kind)) return passedOver
  return unread('is not about a conversation with the bot', { [kind]: item })
}

function readMessage(item: unknown, { account }: Told): readonly Report[] {
  const checked = v.safeParse(tgMessage, item)
  if (!checked.success) return [unread(faultOf(checked.issues), item)]
  const { chat, message_id, date: at, from, ...message } = checked.output
  if (from.is_bot === true) return [saidByBot(chat.type, item)]
  if (chat.type !== 'private' && isOfGroup(message)) return [passedOver]
  const place = { bot: account, chat: chat.id }
  const who = { id: messageId(place, message_id), at, handles: handlesOf(from), name: nameOf(from) }
  const notice = chat.type === 'private' ? noticeIn(message) : undefined
  if (notice) {
    const raw = JSON.stringify(item)
    return withRest({ kind: 'notice', ...who, ...notice, raw }, raw.length <= longestRaw, item)
  }
  const { content, whole } = said(message, { place, type: chat.type, item })
  return withRest({ kind: 'message', ...who, content }, whole, item)
}

/** In a group other bots speak, and people in the name of the group or of a channel: none of them is a customer. */
function saidByBot(chat: string, item: unknown): Report {
  return chat === 'private' ? unread('was said by a bot', item) : passedOver
}

function readEdited(item: unknown, { update, account }: Told): readonly Report[] {
  const checked = v.safeParse(tgEdited, item)
  if (!checked.success) return [unread(faultOf(checked.issues), item)]
  const { chat, message_id, edit_date: at, from, ...edited } = checked.output
  if (from.is_bot === true) return [saidByBot(chat.type, item)]
  const place = { bot: account, chat: chat.id }
  const { content, whole } = said(edited, { place, type: chat.type, item })
  const message = messageId(place, message_id)
  // Two edits may fall into one second: only their updates tell them apart.
  const id = idFrom(`edit:${account}:${update}`)
  return withRest({ kind: 'edit', id, at, handles: handlesOf(from), message, content }, whole, item)
}

/**
 * A press has no time. It came after the message with the button was sent or last changed, within a second that has
 * begun: the end of that second is the first moment that is certainly later. Of a message that the bot cannot reach any
 * more nothing tells a time: it was pressed when it first came.
 */
function readPress(item: unknown, { account, cameAt }: Told): readonly Report[] {
  const checked = v.safeParse(tgPress, item)
  if (!checked.success) return [unread(faultOf(checked.issues), item)]
  const { id, from, data, message } = checked.output
  const { chat, message_id, date, edit_date, business_connection_id } = message
  const place = { bot: account, chat: chat.id, connection: business_connection_id ?? undefined }
  const title = words(titleOf(message['reply_markup'], data) ?? data)
  if (chat.type !== 'private') return [passedOver]
  if (title === undefined) return [unread('is a press of nothing', item)]
  const behind = given({ payload: words(data) })
  const replyTo = { message: messageId(place, message_id) }
  const content = { kind: 'choice', via: 'button', title, ...behind, replyTo } as const
  const at = date ? Math.max(date, edit_date ?? 0) + 1000 : cameAt
  return [{ kind: 'message', id: pressId(place, id), at, handles: handlesOf(from), name: nameOf(from), content }]
}

/** What stands on the button that was pressed. */
function titleOf(keyboard: unknown, data: string | null | undefined): string | undefined {
  const buttons = list(part({ keyboard }, 'keyboard')['inline_keyboard']).flatMap(list).filter(isObject)
  return data === undefined || data === null
    ? undefined
    : words(buttons.find(button => button['callback_data'] === data)?.['text'])
}

function readReaction(item: unknown, { update, account }: Told): readonly Report[] {
  const checked = v.safeParse(tgReaction, item)
  if (!checked.success) return [unread(faultOf(checked.issues), item)]
  const { chat, message_id, date: at, user, new_reaction } = checked.output
  if (chat.type !== 'private') return [passedOver]
  const emojis = new_reaction.map(emojiOf).slice(0, 20)
  const of = messageId({ bot: account, chat: chat.id }, message_id)
  return [{ kind: 'reaction', id: idFrom(`reaction:${account}:${update}`), at, handles: handlesOf(user), of, emojis }]
}

/** A picture of somebody's own is known by a number only; a paid reaction is a star. */
function emojiOf({ type, emoji }: TgReaction): string {
  if (emoji) return cut(emoji, 64)
  return type === 'paid' ? '⭐' : cut(`(${type.replaceAll('_', ' ')})`, 64)
}
