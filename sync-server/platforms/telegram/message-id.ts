import { idFrom } from '../reading.ts'

/**
 * A bot counts its messages from one in every chat, and a private chat has the customer's id whichever bot it is with:
 * only the three together are an id. Two bots of one workspace may talk with the same person.
 */
export function messageId(bot: string, chat: number | string, message: number | string): string {
  return idFrom(`${bot}:${chat}:${message}`)
}
