import type { VendorAnswer } from '../answering.ts'

/**
 * What the Bot API says, by what the page calls it. Source: Telegram, "Bot API", "Making requests", "ResponseParameters";
 * the words: its server, github.com/tdlib/telegram-bot-api, `Client.cpp`, but for what Telegram itself refuses with
 * (rights), which is written down nowhere.
 */
const known: Readonly<Record<string, readonly [code: number, description: string]>> = {
  '400/chat': [400, 'Bad Request: chat not found'],
  '400/usage': [400, 'Bad Request: BUSINESS_PEER_USAGE_MISSING'],
  '400/connection': [400, 'Bad Request: business connection not found'],
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

/** How long to wait is said twice, in the header as well. Source: tdlib/telegram-bot-api, `HttpConnection.cpp`. */
export function botError(error_code: number, description: string): VendorAnswer {
  const body = { ok: false, error_code, description }
  if (error_code !== 429) return { status: error_code, body }
  return {
    status: error_code,
    body: { ...body, parameters: { retry_after: retryAfterSeconds } },
    headers: { 'retry-after': String(retryAfterSeconds) }
  }
}

export const botDown = (): VendorAnswer => botError(502, 'Bad Gateway')
