import { createHmac } from 'node:crypto'

/** Webhooks as Meta documents them, with the sample workspace's phone number id in them. */
export const account = '100000000000001'
export const appSecret = 'demo-app-secret'

/** 2026-11-23 10:00:00 UTC, as seconds. */
export const noon = 1_795_428_000

type Item = Record<string, unknown>

export const value = (parts: Item, phoneNumberId = account): Item => ({
  messaging_product: 'whatsapp',
  metadata: { display_phone_number: '15550783881', phone_number_id: phoneNumberId },
  ...parts
})

export const change = (parts: Item, phoneNumberId = account): Item => ({
  field: 'messages',
  value: value(parts, phoneNumberId)
})

export const hook = (...changes: readonly Item[]): Item => ({
  object: 'whatsapp_business_account',
  entry: [{ id: '102290129340398', changes }]
})

export const sheena = { profile: { name: 'Sheena Nelson' }, wa_id: '16505551234' }

export const text = (id: string, body: string, at = noon, from = sheena.wa_id): Item => ({
  from,
  id: `wamid.${id}`,
  timestamp: String(at),
  type: 'text',
  text: { body }
})

export const image: Item = {
  from: '16505551234',
  id: 'wamid.HBgLMTY1MDM4Nzk0MzkVAgASGBQzQTRBNjU5OUFFRTAzODEwMTQ0RgA=',
  timestamp: '1795428060',
  type: 'image',
  image: {
    caption: 'Taj Mahal',
    mime_type: 'image/jpeg',
    sha256: 'SfInY0gGKTsJlUWbwxC1k+FAD0FZHvzwfpvO0zX0GUI=',
    id: '1003383421387256'
  }
}

export const reaction: Item = {
  from: '16505551234',
  id: 'wamid.HBgLMTY0NjcwNDM1OTUVAgASGBQzQUZCMTY0MDc2MUYwNzBDNTY5MAA=',
  timestamp: '1795428120',
  type: 'reaction',
  reaction: { message_id: 'wamid.HBgLMTQxMjU1NTA4MjkVAgASGBQzQUNCNjk5RDUwNUZGMUZEM0VBRAA=', emoji: '👍' }
}

export const systemChange: Item = {
  from: '16505551234',
  id: 'wamid.HBgLMTY1MDM4Nzk0MzkVAgARGBI3QTNDRDVGQzk3QjMxMTgwMjYA',
  timestamp: '1795428180',
  type: 'system',
  system: {
    body: 'User Sheena Nelson changed from 16505551234 to 12195555358',
    wa_id: '12195555358',
    type: 'user_changed_number'
  }
}

/** What Meta itself cannot hand on. */
export const unsupported: Item = {
  from: '16505551234',
  id: 'wamid.HBgLMTY1MDM4Nzk0MzkVAgASGBQzQUFERjg0NDEzNDdFODU3MUMxMAA=',
  timestamp: '1795428240',
  type: 'unsupported',
  errors: [
    {
      code: 131051,
      title: 'Message type unknown',
      message: 'Message type unknown',
      error_data: { details: 'Message type is currently not supported.' }
    }
  ]
}

/** From April 2026 on: a customer who shows no number. */
export const withoutNumber = {
  contacts: [{ profile: { name: 'Pablo', username: '@pablo' }, user_id: 'US.13491208655302741918' }],
  messages: [
    {
      from_user_id: 'US.13491208655302741918',
      id: 'wamid.HBgLMTY1MDM4Nzk0MzkVAgASGBQzQTRBNjU5OUFFRTAzODEwMTQ1RgA=',
      timestamp: '1795428300',
      type: 'text',
      text: { body: 'Does it come in another color?' }
    }
  ]
}

export const status = (of: string, word: string, at = noon, more: Item = {}): Item => ({
  id: `wamid.${of}`,
  status: word,
  timestamp: String(at),
  recipient_id: sheena.wa_id,
  conversation: { id: 'a-conversation', origin: { type: 'service' } },
  pricing: { billable: false, pricing_model: 'PMP', category: 'service', type: 'free_customer_service' },
  ...more
})

export const failedStatus = (of: string): Item =>
  status(of, 'failed', noon, {
    errors: [
      {
        code: 131049,
        title: 'This message was not delivered to maintain healthy ecosystem engagement.',
        message: 'This message was not delivered to maintain healthy ecosystem engagement.',
        error_data: {
          details: 'In order to maintain a healthy ecosystem engagement, the message failed to be delivered.'
        }
      }
    ]
  })

export function signed(payload: unknown, secret = appSecret) {
  const body = typeof payload === 'string' ? payload : JSON.stringify(payload)
  const signature = createHmac('sha256', secret).update(body).digest('hex')
  return {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` }
  }
}
