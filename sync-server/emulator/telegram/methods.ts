import * as v from 'valibot'
import { limitOf, takes, type FileKind } from '../../../shared/platforms/files.ts'
import { measure } from '../../../shared/platforms/strategy.ts'
import { telegram } from '../../../shared/platforms/telegram.ts'
import type { Phone, PhoneMessage } from '../../../shared/protocol/emulator.ts'
import type { VendorAnswer } from '../answering.ts'
import { wroteHere } from '../phones.ts'
import { quoteOf } from '../quote.ts'
import { shownOf } from '../shelf.ts'
import type { RoleParts } from '../stand-in.ts'
import { accountChat, isInAccount, mayAnswerThere, ownerOf } from './account.ts'
import { botError } from './bot-error.ts'
import { botUserOf, connectionId, fullId, messageOf, numberOf, userOf, usernameOf } from './updates.ts'

export type Given = Readonly<Record<string, unknown>>
export type Bot = RoleParts & {
  /** The number of the next message in this chat. */
  next(chat: string): number
  nextUpdate(): number
}

type Method = (bot: Bot, given: Given) => VendorAnswer

const ok = (result: unknown, description?: string): VendorAnswer => ({
  status: 200,
  body: { ok: true, result, ...(description !== undefined && { description }) }
})
const bad = (why: string) => botError(400, `Bad Request: ${why}`)

/** Telegram dims "typing" after so long. */
const typingLastsMs = 5000

// A map, because a name comes from outside: an object would know `constructor` as well.
export const methods: ReadonlyMap<string, Method> = new Map<string, Method>([
  ['getme', ({ account }) => ok({ ...botUserOf(account), username: usernameOf(account.name), can_join_groups: true })],
  // No address takes the webhook away. Source: Telegram, "Bot API", `setWebhook`.
  ['setwebhook', (_bot, { url }) => ok(true, url ? 'Webhook was set' : 'Webhook is already deleted')],
  ['answercallbackquery', () => ok(true)],
  ['sendmessage', sendMessage],
  ['sendphoto', sender('photo', 'image')],
  ['sendvideo', sender('video', 'video')],
  ['sendaudio', sender('audio', 'audio')],
  ['sendvoice', sender('voice', 'audio')],
  ['senddocument', sender('document', 'document')],
  ['sendchataction', sendChatAction],
  ['setmessagereaction', setMessageReaction]
])

const keyboard = v.looseObject({
  inline_keyboard: v.array(
    v.array(v.looseObject({ text: v.pipe(v.string(), v.minLength(1)), callback_data: v.string() }))
  )
})
const reactions = v.pipe(v.array(v.looseObject({ type: v.literal('emoji'), emoji: v.string() })), v.maxLength(1))
/** Of a key without `callback_data`. Source: tdlib/telegram-bot-api, `Client.cpp`. */
const textButtons = 'Text buttons are unallowed in the inline keyboard'
const longestData = 64

/**
 * The chat it is for: one with a customer who has written, because a bot cannot begin, and does not know of anybody
 * else. Whom it has only met in a group it cannot write to either. Source:
 * github.com/tdlib/telegram-bot-api, issues 219 and 332.
 */
function chatIn({ world }: Bot, { chat_id, business_connection_id }: Given): Phone | VendorAnswer {
  const id = String(chat_id ?? '')
  const phone = world.has(id) ? world.phone(id) : undefined
  if (business_connection_id !== undefined) {
    if (business_connection_id !== connectionId) return bad('business connection not found')
    return phone && mayAnswerThere(phone, Date.now()) ? phone : bad('BUSINESS_PEER_USAGE_MISSING')
  }
  if (phone?.messages.some(wroteToBot)) return phone
  return phone?.messages.length
    ? botError(403, "Forbidden: bot can't initiate conversation with a user")
    : bad('chat not found')
}

function wroteToBot(message: PhoneMessage): boolean {
  return wroteHere(message) && !isInAccount(message)
}

/** The chat as it stands in ids: the bot's own, or the account's that it answers for. */
function placeIn(chat: Phone, { business_connection_id }: Given): string {
  return business_connection_id === undefined ? chat.id : accountChat(chat.id)
}

/** Source: Telegram, "Bot API", `ReplyParameters`. */
const replying = v.looseObject({
  message_id: v.pipe(v.number(), v.safeInteger()),
  allow_sending_without_reply: v.optional(v.boolean(), false)
})

/** What it answers, if anything: in a form these parameters are JSON, as all that is more than a word. */
function answeredIn({ account }: Bot, chat: Phone, asked: Given): PhoneMessage | undefined | VendorAnswer {
  const { reply_parameters: given } = asked
  if (given === undefined) return undefined
  const read = v.safeParse(v.union([replying, v.pipe(v.string(), v.parseJson(), replying)]), given)
  if (!read.success) return bad("can't parse reply parameters JSON object")
  const full = fullId(account.account, placeIn(chat, asked), read.output.message_id)
  const answered = chat.messages.find(({ id }) => id === full)
  return answered || read.output.allow_sending_without_reply ? answered : bad('message to be replied not found')
}

/** Source: Telegram, "Bot API", `sendMessage`, `InlineKeyboardButton`. */
function sendMessage(bot: Bot, given: Given): VendorAnswer {
  const chat = chatIn(bot, given)
  if ('status' in chat) return chat
  const answered = answeredIn(bot, chat, given)
  if (answered && 'status' in answered) return answered
  const { text, reply_markup } = given
  if (typeof text !== 'string' || text.trim() === '') return bad('message text is empty')
  if (measure(text, telegram.text) > telegram.text.most) return bad('message is too long')
  if (reply_markup === undefined) return put(bot, chat, given, { kind: 'text', text, answered }, { text })
  if (!v.is(keyboard, reply_markup)) return bad(`can't parse inline keyboard button: ${textButtons}`)
  const keys = reply_markup.inline_keyboard.flat()
  if (keys.some(({ callback_data }) => Buffer.byteLength(callback_data) > longestData))
    return bad('BUTTON_DATA_INVALID')
  const choices = keys.map(({ text: title, callback_data: id }) => ({ id, title }))
  return put(bot, chat, given, { kind: 'text', text, choices, answered }, { text, reply_markup })
}

type Shown = Pick<PhoneMessage, 'kind' | 'text' | 'file' | 'choices'> & { readonly answered: PhoneMessage | undefined }

function put(bot: Bot, chat: Phone, given: Given, { answered, ...shown }: Shown, part: object): VendorAnswer {
  const { world, account } = bot
  const place = placeIn(chat, given)
  const isThere = place !== chat.id
  const number = bot.next(place)
  const at = Date.now()
  const base = { id: fullId(account.account, place, number), from: 'business', at, ticks: 'sent' } as const
  world.put(chat.id, { ...base, ...shown, ...quoteOf(answered), ...(isThere && { account: true }) })
  const us = isThere ? ownerOf(account) : botUserOf(account)
  const by = answered?.from === 'customer' ? userOf(chat) : us
  const reply_to_message = answered && messageOf(by, chat, { id: numberOf(answered.id), at: answered.at })
  const through = isThere && { business_connection_id: connectionId, sender_business_bot: botUserOf(account) }
  const message = { ...messageOf(us, chat, { id: number, at }), ...through, ...part }
  return ok({ ...message, ...(reply_to_message && { reply_to_message }) })
}

/**
 * Source: Telegram, "Bot API", `sendPhoto` and its like, "Sending files": the limits. What is said of a file of another
 * type or beyond them is not documented: Telegram's servers may take some as a document.
 */
function sender(
  field: 'photo' | 'video' | 'audio' | 'voice' | 'document',
  kind: Exclude<FileKind, 'sticker' | 'voice'>
): Method {
  return (bot, given) => {
    const chat = chatIn(bot, given)
    if ('status' in chat) return chat
    const answered = answeredIn(bot, chat, given)
    if (answered && 'status' in answered) return answered
    const file = given[field]
    if (!(file instanceof File)) return bad(`there is no ${field} in the request`)
    const { caption } = given
    const words = typeof caption === 'string' ? caption : ''
    const most = telegram.caption?.most ?? 0
    if (telegram.caption && measure(words, telegram.caption) > most) return bad('message caption is too long')
    if (file.size === 0) return bad('file must be non-empty')
    const limit = limitOf(telegram, kind)
    if (!limit || file.size > limit.mostBytes) return botError(413, 'Request Entity Too Large')
    if (!takes(limit, file.type) && field !== 'voice') return bad(`wrong file type for ${field}`)
    const shelved = bot.shelf.put({ mime: file.type, name: file.name, body: file })
    const part = { file_id: shelved.id, file_unique_id: shelved.id, file_size: file.size }
    const told = field === 'photo' ? [{ ...part, width: 1, height: 1 }] : part
    return put(
      bot,
      chat,
      given,
      { kind, text: words, file: shownOf(shelved), answered },
      { [field]: told, ...(words && { caption: words }) }
    )
  }
}

const actions: ReadonlySet<string> = new Set([
  'typing',
  'upload_photo',
  'record_video',
  'upload_video',
  'record_voice',
  'upload_voice',
  'upload_document',
  'choose_sticker',
  'find_location',
  'record_video_note',
  'upload_video_note'
])

/** Source: Telegram, "Bot API", `sendChatAction`. */
function sendChatAction(bot: Bot, given: Given): VendorAnswer {
  const chat = chatIn(bot, given)
  if ('status' in chat) return chat
  const { action } = given
  if (typeof action !== 'string' || !actions.has(action)) return bad('wrong parameter action in request')
  // The phone shows one of them.
  if (action === 'typing') bot.world.types(chat.id, typingLastsMs)
  return ok(true)
}

/** Source: Telegram, "Bot API", `setMessageReaction`, "ReactionTypeEmoji". */
function setMessageReaction(bot: Bot, given: Given): VendorAnswer {
  const chat = chatIn(bot, given)
  if ('status' in chat) return chat
  const { message_id, reaction } = given
  const message = chat.messages.find(one => wroteToBot(one) && numberOf(one.id) === Number(message_id))
  if (!message) return bad('message to react not found')
  const [wanted] = v.is(reactions, reaction) ? reaction : []
  if (!v.is(reactions, reaction) || (wanted && !telegram.reactionEmojis?.includes(wanted.emoji)))
    return bad('REACTION_INVALID')
  bot.world.react(chat.id, message.id, wanted?.emoji ?? '', 'business')
  return ok(true)
}
