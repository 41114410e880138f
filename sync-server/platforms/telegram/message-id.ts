import { idFrom } from '../reading.ts'

/**
 * A bot counts its messages from one in every chat, and a private chat has the customer's id whichever bot it is with:
 * only the three together are an id. Two bots of one workspace may talk with the same person.
 */
export function messageId(bot: string, chat: number | string, message: number | string): string {
  return idFrom(`${bot}:${chat}:${message}`)
}

/** Telegram's own number of a message in this chat; `undefined`: it is none, or of another chat or bot. */
export function numberIn(message: string, bot: string, chat: number): number | undefined {
  const [, , number] = message.split(':')
  const isOne = number !== undefined && /^\d{1,15}$/.test(number) && message === messageId(bot, chat, number)
  return isOne ? Number(number) : undefined
}
