import * as v from 'valibot'
import type { Thanks } from '../port.ts'
import { tgPressId } from './update.ts'

const pressing = v.looseObject({ callback_query: v.looseObject({ id: tgPressId }) })

/**
 * A button that a customer has pressed turns until the bot answers. The answer to the call is one that Telegram takes as
 * a request: nothing more has to be sent, and it is said only when the press is on disk.
 * Source: Telegram Bot API, "Making requests when getting updates", "answerCallbackQuery".
 */
export function thanks(payload: unknown): Thanks | null {
  const pressed = v.safeParse(pressing, payload)
  if (!pressed.success) return null
  const { id } = pressed.output.callback_query
  const words = JSON.stringify({ method: 'answerCallbackQuery', callback_query_id: id })
  return { type: 'application/json', words }
}
