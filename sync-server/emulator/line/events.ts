import { createHash, createHmac, randomBytes, randomInt } from 'node:crypto'
import type { Phone, PhoneSays } from '../../../shared/protocol/emulator.ts'
import type { Seal } from '../hooks.ts'
import { here } from '../shown.ts'

/** Field by field as LINE documents them. Times are milliseconds. Source: LINE, "Webhook event objects". */
export type LineEvent = Readonly<Record<string, unknown>>

/** The body is signed; what is told again says so. Source: LINE, "Verify webhook signature", "Redelivered webhooks". */
export function sealed(secret: string): Seal {
  return (payload, _address, again) => {
    const { destination, events } = payload as { destination: string; events: readonly LineEvent[] }
    const told = again ? events.map(event => ({ ...event, deliveryContext: { isRedelivery: true } })) : events
    const shown = { destination, events: told }
    const body = JSON.stringify(shown)
    const signature = createHmac('sha256', secret).update(body).digest('base64')
    const headers = {
      'content-type': 'application/json; charset=utf-8',
      'x-line-signature': signature,
      'user-agent': 'LineBotWebhook/2.0'
    }
    return { headers, body, shown }
  }
}

/** The same when it is told again: a ULID. */
export function newEventId(): string {
  return `01${randomBytes(15).toString('hex').toUpperCase().slice(0, 24)}`
}

export function newMessageId(): string {
  return `4${randomInt(1e8, 1e9)}${randomInt(1e8, 1e9)}`
}

/** It never runs out, not even when this server starts anew: so it is made of the message. Source: LINE, "Get quote tokens". */
export function quoteTokenOf(id: string): string {
  return createHash('sha256').update(`quote ${id}`).digest('base64url')
}

export function eventOf(phone: Phone, id: string, at: number, part: LineEvent): LineEvent {
  return {
    mode: 'active',
    timestamp: at,
    source: { type: 'user', userId: phone.id },
    webhookEventId: id,
    deliveryContext: { isRedelivery: false },
    replyToken: randomBytes(16).toString('hex'),
    ...part
  }
}

/** Said to all in the group: the account is one of them. Source: LINE, "Source group chat". */
export function inGroup(event: LineEvent, { id }: Phone): LineEvent {
  return { ...event, source: { type: 'group', groupId, userId: id } }
}

const groupId = `C${'0123456789abcdef'.repeat(2)}`

/** What a customer says. `undefined`: it cannot be said on LINE. */
export function messagePart(says: PhoneSays, id: string): LineEvent | undefined {
  const tokens = { quoteToken: quoteTokenOf(id), markAsReadToken: randomBytes(12).toString('hex') }
  switch (says.kind) {
    case 'text':
    case 'group':
      return { type: 'message', message: { type: 'text', id, ...tokens, text: says.text } }
    case 'image':
      return { type: 'message', message: { type: 'image', id, ...tokens, contentProvider: { type: 'line' } } }
    case 'location': {
      const { latitude, longitude, name: title, address } = here
      const { markAsReadToken } = tokens
      return {
        type: 'message',
        message: { type: 'location', id, markAsReadToken, title, address, latitude, longitude }
      }
    }
    case 'choice':
      return { type: 'postback', postback: { data: says.choice } }
    default:
      return undefined
  }
}
