import type { Outgoing, Platform } from './port.ts'
import { failed } from './reaching.ts'

/** The same emoji on the same message is the same, however often it is put there: for so long it is asked for again. */
export const reactionOnceForMs = 2 * 3_600_000

/** The platform as `sender.ts` sends a reply to it, with a reaction instead. */
export function reacting(platform: Platform, reacts: { readonly of: string; readonly emoji: string | null }): Platform {
  return {
    ...platform,
    onceForMs: reactionOnceForMs,
    send: async ({ message, handles }: Outgoing, secret, attempt) =>
      platform.react
        ? platform.react({ message, ...reacts, handles }, secret, attempt)
        : failed('unsupported', 'This platform takes no reactions.')
  }
}
