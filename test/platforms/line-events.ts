import { createHmac } from 'node:crypto'
import { appSecret } from './payloads.ts'

/** Events as LINE's "Messaging API reference" documents them. */
type Item = Record<string, unknown>

export const lineBot = 'U00000000000000000000000000000b07'
export const brown = 'U4af4980629af4980629af4980629af49'
export const cony = 'U00000000000000000000000000000c0e'
/** 2026-11-23 10:00:00 UTC. */
export const tenMs = 1_795_428_000_000

export const withBrown: Item = { type: 'user', userId: brown }
export const inGroup: Item = { type: 'group', groupId: 'Ca56f94637cc4347f90a25382909b24b9', userId: brown }
export const inRoom: Item = { type: 'room', roomId: 'Ra8dbf4673c4c812cd491258042226c99', userId: brown }

/** The same event has the same id: a ULID in life, a number here. */
export const event = (n: number, type: string, parts: Item = {}): Item => ({
  type,
  mode: 'active',
  timestamp: tenMs + n * 1000,
  source: withBrown,
  webhookEventId: `01FZ74A0TDDPYRVKNK77X${String(n).padStart(5, '0')}`,
  deliveryContext: { isRedelivery: false },
  replyToken: 'nHuyWiB7yP5Zw52FIkcQobQuGDXCTA',
  ...parts
})

export const messageId = (n: number) => `4445738440${String(n).padStart(8, '0')}`

export const message = (n: number, type: string, parts: Item = {}, more: Item = {}): Item =>
  event(n, 'message', { message: { type, id: messageId(n), quoteToken: 'q3Plxr4AgKd...', ...parts }, ...more })

export const text = (n: number, words: string, parts: Item = {}, more: Item = {}): Item =>
  message(n, 'text', { text: words, ...parts }, more)

export const unsent = (n: number, of: number): Item => event(n, 'unsend', { unsend: { messageId: messageId(of) } })

export const again = (of: Item): Item => ({ ...of, deliveryContext: { isRedelivery: true } })

export const hook = (...events: readonly unknown[]): Item => ({ destination: lineBot, events })

export function called(payload: unknown, secret: string = appSecret) {
  const body = typeof payload === 'string' ? payload : JSON.stringify(payload)
  const proof = createHmac('sha256', secret).update(body).digest('base64')
  return {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json; charset=utf-8', 'x-line-signature': proof }
  }
}
