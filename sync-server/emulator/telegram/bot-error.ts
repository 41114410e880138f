import type { VendorAnswer } from '../answering.ts'

/** What the Bot API says, by what the page calls it. Source: Telegram, "Bot API", "Making requests", "ResponseParameters". */
const known: Readonly<Record<string, readonly [code: number, description: string]>> = {
  '400/chat': [400, 'Bad Request: chat not found'],
  '400/rights': [400, 'Bad Request: not enough rights to send text messages to the chat'],
  '401': [401, 'Unauthorized'],
  '403/blocked': [403, 'Forbidden: bot was blocked by the user'],
  '403/deactivated': [403, 'Forbidden: user is deactivated'],
  '404': [404, 'Not Found'],
  '409': [409, 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running'],
  '429': [429, 'Too Many Requests: retry after 2']
}

const retryAfterSeconds = 2

export function knowsBotError(name: string): boolean {
  return Object.hasOwn(known, name)
}

export function namedBotError(name: string): VendorAnswer {
  const [code, description] = known[name] ?? [400, 'Bad Request']
  return botError(code, description)
}

export function botError(error_code: number, description: string): VendorAnswer {
  const parameters = error_code === 429 && { parameters: { retry_after: retryAfterSeconds } }
  return { status: error_code, body: { ok: false, error_code, description, ...parameters } }
}

export const botDown = (): VendorAnswer => botError(502, 'Bad Gateway')
