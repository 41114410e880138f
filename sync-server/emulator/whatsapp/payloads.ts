import { randomInt } from 'node:crypto'
import type { Phone, PhoneMessage, PhoneSays } from '../../../shared/protocol/emulator.ts'
import type { Business } from './business.ts'
import { here } from '../shown.ts'
import { isNumber, userIdOf } from './ids.ts'

/** Webhook bodies, field by field as Meta documents them. Times are seconds, as strings. */

export function messageHook(
  business: Business,
  phone: Phone,
  said: { id: string; at: number; says: PhoneSays }
): unknown {
  const { id, at, says } = said
  return hook(business, {
    contacts: [{ profile: { name: phone.name }, ...named(phone.id, 'wa_id', 'user_id') }],
    messages: [{ ...named(phone.id, 'from', 'from_user_id'), id, timestamp: seconds(at), ...partOf(says) }]
  })
}

/** What became of a message is a message of its own, with an id of its own. */
export function changeHook(
  business: Business,
  phone: Phone,
  { id: original_message_id, text, unsent }: PhoneMessage,
  { id, at }: { readonly id: string; readonly at: number }
): unknown {
  const edit = { original_message_id, message: { type: 'text', text: { body: text } } }
  const part = unsent ? { type: 'revoke', revoke: { original_message_id } } : { type: 'edit', edit }
  return hook(business, {
    contacts: [{ profile: { name: phone.name }, ...named(phone.id, 'wa_id', 'user_id') }],
    messages: [{ ...named(phone.id, 'from', 'from_user_id'), id, timestamp: seconds(at), ...part }]
  })
}

export type Told = {
  readonly id: string
  readonly to: string
  readonly at: number
  readonly status: 'sent' | 'delivered' | 'read'
  /** What the sender wanted to have back with every status. */
  readonly callbackData: string | undefined
  readonly template: boolean
}

export function statusHook(business: Business, { id, to, at, status, callbackData, template }: Told): unknown {
  const type = template ? 'utility' : 'service'
  return hook(business, {
    contacts: [named(to, 'wa_id', 'user_id')],
    statuses: [
      {
        id,
        status,
        timestamp: seconds(at),
        ...named(to, 'recipient_id', 'recipient_user_id'),
        ...(callbackData === undefined ? {} : { biz_opaque_callback_data: callbackData }),
        ...(status === 'sent' ? { conversation: { id: `conversation-${to}`, origin: { type } } } : {}),
        pricing: {
          billable: template,
          pricing_model: 'PMP',
          category: type,
          type: template ? 'regular' : 'free_customer_service'
        }
      }
    ]
  })
}

/** A customer who shows no number is only named by the user id. */
function named(phone: string, number: string, user: string): Record<string, string> {
  return { ...(isNumber(phone) ? { [number]: phone } : {}), [user]: userIdOf(phone) }
}

function hook(business: Business, value: Record<string, unknown>): unknown {
  const metadata = {
    display_phone_number: business.address.replace(/\D/g, ''),
    phone_number_id: business.account
  }
  return {
    object: 'whatsapp_business_account',
    entry: [
      {
        id: '200000000000001',
        changes: [{ field: 'messages', value: { messaging_product: 'whatsapp', metadata, ...value } }]
      }
    ]
  }
}

function partOf(says: PhoneSays): Record<string, unknown> {
  switch (says.kind) {
    case 'text':
      return { type: 'text', text: { body: says.text } }
    // Source: Meta, "Group messages webhook reference".
    case 'group':
      return { group_id: groupId, type: 'text', text: { body: says.text } }
    case 'image': {
      const caption = says.caption.trim() === '' ? {} : { caption: says.caption }
      return {
        type: 'image',
        image: {
          ...caption,
          mime_type: 'image/png',
          // The picture is drawn from its id: every phone takes another one.
          id: inventedMediaId()
        }
      }
    }
    case 'choice':
      return {
        context: { from: 'business', id: says.of },
        type: 'interactive',
        interactive: { type: 'button_reply', button_reply: { id: says.choice, title: says.title } }
      }
    case 'reaction':
      return { type: 'reaction', reaction: { message_id: says.of, emoji: says.emoji } }
    case 'location':
      return {
        type: 'location',
        location: here
      }
  }
}

const groupId = 'Y2FwaV9ncm91cDox'

function inventedMediaId(): string {
  return `3${randomInt(1e14, 2e14)}`
}

function seconds(at: number): string {
  return String(Math.floor(at / 1000))
}
