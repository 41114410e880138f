import * as v from 'valibot'
import type { Report } from '../port.ts'
import { faultOf, idFrom, unread, withRest } from '../reading.ts'
import { messageId } from './message-id.ts'
import { noticeIn } from './noticed.ts'
import { said } from './said.ts'
import { tgBusinessDeleted, tgBusinessEdited, tgBusinessMessage, tgConnection, type Told } from './update.ts'
import { handlesOf, nameOf } from './who.ts'

/*
 * Somebody's own Telegram account may let a bot answer in its chats. What is said there comes to the bot, also what the
 * owner writes: whoever has the chat's id is the customer, and everybody else is the shop.
 * Source: Telegram, "Bot API", "BusinessConnection", and "Connected business bots".
 */

export function readBusinessMessage(item: unknown, { account: bot }: Told): readonly Report[] {
  const checked = v.safeParse(tgBusinessMessage, item)
  if (!checked.success) return [unread(faultOf(checked.issues), item)]
  const { chat, message_id, date: at, from, business_connection_id: connection, ...message } = checked.output
  if (chat.type !== 'private') return [unread('is not from a private chat', item)]
  const isTheirs = from.id === chat.id
  if (isTheirs && from.is_bot === true) return [unread('was said by a bot', item)]
  const place = { bot, chat: chat.id, connection }
  const who = { id: messageId(place, message_id), at, handles: handlesOf(chat) }
  const notice = isTheirs ? noticeIn(message) : undefined
  if (notice) return [{ kind: 'notice', ...who, name: nameOf(chat), ...notice, raw: JSON.stringify(item) }]
  const { content, whole } = said(message, { place, type: chat.type, item })
  const report: Report = isTheirs
    ? { kind: 'message', ...who, name: nameOf(chat), content }
    : { kind: 'echo', ...who, message: null, content }
  return withRest(report, whole, item)
}

export function readBusinessEdited(item: unknown, { update, account: bot }: Told): readonly Report[] {
  const checked = v.safeParse(tgBusinessEdited, item)
  if (!checked.success) return [unread(faultOf(checked.issues), item)]
  const { chat, message_id, edit_date: at, from, business_connection_id: connection, ...edited } = checked.output
  if (chat.type !== 'private') return [unread('is not from a private chat', item)]
  const isTheirs = from.id === chat.id
  if (isTheirs && from.is_bot === true) return [unread('was said by a bot', item)]
  const place = { bot, chat: chat.id, connection }
  const { content, whole } = said(edited, { place, type: chat.type, item })
  const what = {
    id: idFrom(`edit:${bot}:${update}`),
    at,
    handles: handlesOf(chat),
    message: messageId(place, message_id)
  }
  return withRest({ kind: 'edit', ...what, content, ...(!isTheirs && { ours: true }) }, whole, item)
}

/** Each side may take back what the other has said. */
export function readBusinessDeleted(item: unknown, { update, account: bot, cameAt }: Told): readonly Report[] {
  const checked = v.safeParse(tgBusinessDeleted, item)
  if (!checked.success) return [unread(faultOf(checked.issues), item)]
  const { chat, message_ids, business_connection_id: connection } = checked.output
  if (chat.type !== 'private') return [unread('is not from a private chat', item)]
  const place = { bot, chat: chat.id, connection }
  return message_ids.map(number => ({
    kind: 'unsent',
    id: idFrom(`deleted:${bot}:${update}:${number}`),
    at: cameAt,
    handles: handlesOf(chat),
    message: messageId(place, number),
    ours: true,
    quiet: true
  }))
}

/** What an account lets the bot do, for its admins: Telegram itself holds the bot to it. */
export function readConnection(item: unknown, { update, account: bot }: Told): readonly Report[] {
  const checked = v.safeParse(tgConnection, item)
  if (!checked.success) return [unread(faultOf(checked.issues), item)]
  const { user, date: at, is_enabled, rights, can_reply } = checked.output
  const mayReply = (rights?.can_reply ?? can_reply) === true
  const whose = nameOf(user) ?? `The account ${user.id}`
  const words = `is_enabled: ${is_enabled}, can_reply: ${mayReply}`
  const news = { id: idFrom(`connection:${bot}:${update}`), at, about: 'account', words } as const
  const told = (trouble: boolean, sentence: string): readonly Report[] => [
    { kind: 'account', about: 'account', news: { ...news, trouble, sentence } }
  ]
  if (!is_enabled)
    return told(true, `${whose} has disconnected this bot: nothing comes from that account’s chats, nor goes there.`)
  if (!mayReply) return told(true, `${whose} lets this bot read along and not answer: ${whereItIsAllowed}`)
  return told(
    false,
    `${whose} has connected this bot: what customers write to that account comes here, and is answered in its name.`
  )
}

const whereItIsAllowed =
  'in Telegram, Settings, Telegram Business, Chatbots, it has to be allowed to reply to messages.'
