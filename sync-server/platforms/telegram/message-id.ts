import { inAccount } from '../../../shared/platforms/telegram.ts'
import { idFrom } from '../reading.ts'

/** Where a message stands: a private chat has the customer's id, with the bot and with an account that it answers for. */
export type Place = {
  readonly bot: string
  readonly chat: number | string
  /** The bot's connection to an account of the shop's own, where it is that account's chat. */
  readonly connection?: string | undefined
}

/**
 * A bot counts its messages from one in every chat, an account on its own, and a private chat has the customer's id
 * whomever it is with: only all of it together is an id. Two bots of one workspace may talk with the same person.
 */
export function messageId({ bot, chat, connection }: Place, message: number | string): string {
  return idFrom([bot, ...(connection === undefined ? [] : [connection]), chat, message].join(':'))
}

/** Telegram's own number of a message in this chat; `undefined`: it is none, or of another chat or bot. */
export function numberIn(message: string, place: Place): number | undefined {
  const number = message.split(':').at(-1)
  const isOne = number !== undefined && /^\d{1,15}$/.test(number) && message === messageId(place, number)
  return isOne ? Number(number) : undefined
}

/** A press of a button has an id of Telegram's own. */
export function pressId({ bot, connection }: Omit<Place, 'chat'>, press: string): string {
  return ['press', bot, ...(connection === undefined ? [] : [connection]), press].join(':')
}

/** The connection that a message or a press came through; `undefined`: it was said to the bot itself. */
export function connectionIn(id: string): string | undefined {
  const [, ofMessage, ofPress] = inAccount.exec(id) ?? []
  return ofMessage ?? ofPress
}
