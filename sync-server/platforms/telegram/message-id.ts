import { idFrom } from '../reading.ts'

/**
 * A bot counts its messages from one in every chat, and a private chat has the customer's id whichever bot it is with:
 * only the three together are an id. Two bots of one workspace may talk with the same person.
 */
export function messageId(bot: string, chat: number | string, message: number | string): string {
  return idFrom(`${bot}:${chat}:${message}`)
}

/** Telegram's own number of a message, in its chat; `undefined`: it is none, or of another bot. */
export function numberIn(message: string, bot: string): number | undefined {
  const [account, , number] = message.split(':')
  return account === bot && number !== undefined && /^\d{1,15}$/.test(number) ? Number(number) : undefined
}
