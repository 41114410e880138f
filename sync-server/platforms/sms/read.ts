import type { Handle } from '../../../shared/contacts/events.ts'
import type { Report } from '../port.ts'
import { idFrom, isObject, name, unread, type Item } from '../reading.ts'
import { accountIn, isService, type Account } from './account.ts'
import { optOutIn } from './opt-out.ts'
import { said } from './said.ts'
import { receiptOf } from './status.ts'

/**
 * The fields of one call: a message, or how far one of ours has come. Twilio tells no time, so what it says happened when
 * it first came. Source: Twilio, "Request to your incoming message webhook URL" and "Status callbacks".
 */
export function read(payload: unknown, account: string, cameAt: number): readonly Report[] {
  if (!isObject(payload)) return [unread('is no form', payload)]
  const ours = accountIn(account)
  if (name(payload['AccountSid']) !== ours.sid) return [unread('is for another account', payload)]
  const id = name(payload['MessageSid']) ?? name(payload['SmsMessageSid']) ?? name(payload['SmsSid'])
  if (id === undefined) return [unread('has no MessageSid', payload)]
  const status = name(payload['MessageStatus']) ?? name(payload['SmsStatus']) ?? 'received'
  return status === 'received' || status === 'receiving'
    ? readMessage(payload, ours, { id, at: cameAt })
    : readStatus(payload, ours, { id, at: cameAt, status })
}

type Told = { readonly id: string; readonly at: number }

function readMessage(item: Item, ours: Account, { id, at }: Told): readonly Report[] {
  const handles = handlesOf(item['From'])
  if (!handles) return [unread('did not come by SMS', item)]
  if (!isOurs(item, ours, item['To'])) return [unread('is for another number', item)]
  const who = { at, handles, name: null }
  const optOut = optOutIn(item)
  const notice = optOut && { ...who, kind: 'notice' as const, id: idFrom(`${id}:${optOut.what}`), ...optOut.notice }
  if (notice && !optOut.alsoSaid) return [notice]
  const content = said(item)
  if (!content) return [unread('says nothing', item)]
  const message = { ...who, kind: 'message' as const, id: idFrom(id), content }
  return notice ? [message, notice] : [message]
}

function readStatus(item: Item, ours: Account, told: Told & { readonly status: string }): readonly Report[] {
  const handles = handlesOf(item['To'])
  if (!handles) return [unread('did not go by SMS', item)]
  if (!isOurs(item, ours, item['From'])) return [unread('is of another number', item)]
  return [receiptOf(item, handles, told) ?? unread('is a status of another kind', item)]
}

/** By its number, or by the messaging service that the number is in. A short number has no plus. */
function isOurs(item: Item, { sender }: Account, number: unknown): boolean {
  if (sender === undefined) return true
  if (isService(sender)) return name(item['MessagingServiceSid']) === sender
  return numberIn(number)?.replace(/^\+/, '') === sender.replace(/^\+/, '')
}

/** RCS goes by the same number. WhatsApp and Messenger, which Twilio has too, are people of other inboxes. */
function numberIn(address: unknown): string | undefined {
  const given = name(address)?.trim().replace(/^rcs:/, '')
  return given === undefined || given === '' || given.length > 200 || given.includes(':') ? undefined : given
}

function handlesOf(address: unknown): readonly Handle[] | undefined {
  const value = numberIn(address)
  return value === undefined ? undefined : [{ platform: 'sms', kind: 'number', value }]
}
