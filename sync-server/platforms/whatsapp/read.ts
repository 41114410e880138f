import * as v from 'valibot'
import type { Handle } from '../../../shared/contacts/events.ts'
import type { Report } from '../port.ts'
import { waContact, waMessage, waStatus, type WaContact, type WaMessage, type WaStatus } from './payload.ts'
import { cut, isObject, said } from './said.ts'
import { wordsFor } from './verdict.ts'

/**
 * Everything in a webhook of the Cloud API: all entries, all changes, all messages, all statuses.
 * `account` is the inbox's phone number id; what belongs to another number is not read into this inbox.
 */
export function read(payload: unknown, account: string): readonly Report[] {
  const entries = isObject(payload) ? payload['entry'] : undefined
  if (!Array.isArray(entries)) return [unread('has no entries', payload)]
  return entries.flatMap(entry => {
    const changes: unknown = isObject(entry) ? entry['changes'] : undefined
    if (!Array.isArray(changes)) return [unread('has no changes', entry)]
    return changes.flatMap(change => readChange(change, account))
  })
}

function readChange(change: unknown, account: string): readonly Report[] {
  const value = isObject(change) ? change['value'] : undefined
  if (!isObject(change) || !isObject(value)) return [unread('has no value', change)]
  if (change['field'] !== undefined && change['field'] !== 'messages') return [unread('is not about messages', change)]
  const metadata = isObject(value['metadata']) ? value['metadata'] : {}
  if (String(metadata['phone_number_id']) !== account) return [unread('is for another phone number', change)]

  const contacts = list(value['contacts']).flatMap(contact => {
    const known = v.safeParse(waContact, contact)
    return known.success ? [known.output] : []
  })
  const reports = [
    ...list(value['messages']).flatMap(message => readMessage(message, contacts)),
    ...list(value['statuses']).map(readStatus),
    ...list(value['errors']).map(error => unread('is an error of the account', error))
  ]
  return reports.length > 0 ? reports : [unread('says nothing', change)]
}

function readMessage(item: unknown, contacts: readonly WaContact[]): readonly Report[] {
  const checked = v.safeParse(waMessage, item)
  if (!checked.success) return [unread(faultOf(checked.issues), item)]
  const message = checked.output
  const contact = senderAmong(contacts, message)
  const handles = handlesOf(
    [message.from ?? contact?.wa_id, message.from_user_id ?? contact?.user_id],
    // A changed number comes as a message from the old one: both are the same person.
    [message.system?.wa_id, message.system?.user_id]
  )
  if (handles.length === 0) return [unread('has no sender', item)]
  const { content, whole } = said(message, item)
  const name = cut((contact?.profile?.name ?? '').trim(), 120)
  const report: Report = {
    kind: 'message',
    id: message.id,
    at: message.timestamp,
    handles,
    name: name || null,
    content
  }
  return whole ? [report] : [report, unread('is too long to keep in the conversation', item)]
}

/** Since April 2026 a message may come without a phone number: then only the business-scoped user id tells whose it is. */
function senderAmong(contacts: readonly WaContact[], { from, from_user_id }: WaMessage): WaContact | undefined {
  const named = contacts.find(
    contact => (from && contact.wa_id === from) || (from_user_id && contact.user_id === from_user_id)
  )
  return named ?? (contacts.length === 1 && !from && !from_user_id ? contacts[0] : undefined)
}

function readStatus(item: unknown): Report {
  const checked = v.safeParse(waStatus, item)
  if (!checked.success) return unread(faultOf(checked.issues), item)
  const status = checked.output
  const ours = status.biz_opaque_callback_data ?? ''
  return {
    kind: 'receipt',
    platformId: status.id,
    message: /^[A-Za-z0-9][\w.:~=+/@#-]{0,199}$/.test(ours) ? ours : null,
    // A voice message that was played was looked at, and more.
    status: status.status === 'played' ? 'read' : status.status,
    word: status.status,
    at: status.timestamp,
    failure: status.status === 'failed' ? failureOf(status) : null,
    handles: handlesOf([status.recipient_id, status.recipient_user_id])
  }
}

function failureOf(status: WaStatus) {
  const error = status.errors?.[0]
  const code = String(error?.code ?? 'none')
  const told = error?.error_data?.details ?? error?.message ?? error?.title ?? 'WhatsApp did not say why.'
  return { code: cut(code, 64), reason: wordsFor(code, told) }
}

function handlesOf(...pairs: readonly (readonly [string | null | undefined, string | null | undefined])[]): Handle[] {
  const handles: Handle[] = []
  for (const [number, user] of pairs) {
    if (isHandle(number)) handles.push({ platform: 'whatsapp', kind: 'wa_id', value: number })
    if (isHandle(user)) handles.push({ platform: 'whatsapp', kind: 'user_id', value: user })
  }
  return handles.filter(
    (one, at) => handles.findIndex(other => other.kind === one.kind && other.value === one.value) === at
  )
}

function isHandle(value: string | null | undefined): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= 200
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value]
}

function unread(why: string, item: unknown): Report {
  return { kind: 'unread', why, raw: JSON.stringify(item) ?? 'undefined' }
}

function faultOf(issues: readonly v.BaseIssue<unknown>[]): string {
  const [first] = issues
  return first ? `${v.getDotPath(first) ?? 'it'}: ${first.message}` : 'cannot be read'
}
