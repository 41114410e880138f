import * as v from 'valibot'
import { maybe } from '../reading.ts'

/** The parts of the Bot API's updates that we read. Everything else is let through: Telegram adds fields whenever it likes. */

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
export type TgUser = v.InferOutput<typeof tgUser>

const chat = v.looseObject({ id: whole, type: v.string() })

export const tgMessage = v.looseObject({ message_id: whole, date: seconds, chat, from: tgUser })

export const tgEdited = v.looseObject({ ...tgMessage.entries, edit_date: seconds })

export const tgPressId = v.pipe(v.string(), v.regex(/^[\w-]{1,100}$/, 'is not an id'))

/** What a press of a button comes with: it has no time of its own. */
export const tgPress = v.looseObject({
  id: tgPressId,
  from: tgUser,
  data: maybeText,
  /** Its date is 0 where the bot can no longer reach it. */
  message: v.looseObject({ message_id: whole, date: v.union([v.literal(0), seconds]), edit_date: maybe(seconds), chat })
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
