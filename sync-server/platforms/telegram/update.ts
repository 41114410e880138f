import * as v from 'valibot'
import { maybe } from '../reading.ts'

/** The parts of the Bot API's updates that we read. Everything else is let through: Telegram adds fields whenever it likes. */

/** What an update is read with: `update` is its number, `account` the bot's own id. */
export type Told = { readonly update: string; readonly account: string; readonly cameAt: number }

const whole = v.pipe(v.number('is not a number'), v.safeInteger('is not a whole number'))
const maybeText = maybe(v.string())

/** Seconds since 1970. */
const seconds = v.pipe(
  whole,
  v.minValue(1, 'is not a time'),
  v.maxValue(99_999_999_999, 'is not a time'),
  v.transform(given => given * 1000)
)

export const tgUser = v.looseObject({
  id: v.pipe(whole, v.minValue(1)),
  is_bot: maybe(v.boolean()),
  first_name: maybeText,
  last_name: maybeText
})

const chat = v.looseObject({ id: whole, type: v.string(), first_name: maybeText, last_name: maybeText })

export const tgMessage = v.looseObject({ message_id: whole, date: seconds, chat, from: tgUser })

export const tgEdited = v.looseObject({ ...tgMessage.entries, edit_date: seconds })

const connectionId = v.pipe(v.string(), v.regex(/^[\w-]{1,100}$/, 'is not an id'))

/** In a chat of an account that the bot answers for. */
export const tgBusinessMessage = v.looseObject({ ...tgMessage.entries, business_connection_id: connectionId })

export const tgBusinessEdited = v.looseObject({ ...tgBusinessMessage.entries, edit_date: seconds })

/** It has no time, and nobody says who took them back. */
export const tgBusinessDeleted = v.looseObject({
  business_connection_id: connectionId,
  chat,
  message_ids: v.pipe(v.array(whole), v.minLength(1))
})

const maybeYes = maybe(v.boolean())

export const tgConnection = v.looseObject({
  id: connectionId,
  user: tgUser,
  date: seconds,
  is_enabled: v.boolean(),
  rights: maybe(v.looseObject({ can_reply: maybeYes })),
  /** As it was said before there were rights. */
  can_reply: maybeYes
})

export const tgPressId = v.pipe(v.string(), v.regex(/^[\w-]{1,100}$/, 'is not an id'))

/** What a press of a button comes with: it has no time of its own. */
export const tgPress = v.looseObject({
  id: tgPressId,
  from: tgUser,
  data: maybeText,
  /** Its date is 0 where the bot can no longer reach it. */
  message: v.looseObject({
    message_id: whole,
    date: v.union([v.literal(0), seconds]),
    edit_date: maybe(seconds),
    chat,
    business_connection_id: maybe(connectionId)
  })
})

const reaction = v.looseObject({ type: v.string(), emoji: maybeText })

export const tgReaction = v.looseObject({
  message_id: whole,
  date: seconds,
  chat,
  user: tgUser,
  new_reaction: v.array(reaction)
})
export type TgReaction = v.InferOutput<typeof reaction>

export const tgMembership = v.looseObject({
  chat,
  from: tgUser,
  date: seconds,
  new_chat_member: v.looseObject({ status: v.string(), user: v.looseObject({ id: whole }) })
})
