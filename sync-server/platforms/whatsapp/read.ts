import * as v from 'valibot'
import type { Report } from '../port.ts'
import { count, cut, faultOf, idFrom, isObject, list, ownId, part, unread, wordOf, type Item } from '../reading.ts'
import { readAccount, readErrors, type Told } from './account-news.ts'
import { readCall, readCallStatus } from './call.ts'
import { handlesOf, senderAmong } from './handles.ts'
import { readHistory } from './history.ts'
import { waContact, waEcho, waMessage, waPreference, waStatus, type WaContact, type WaStatus } from './payload.ts'
import { toldBy } from './told.ts'
import { readUserId } from './user-id.ts'
import { wordsFor } from './verdict.ts'

/**
 * Everything in a webhook of the Cloud API: all entries, all changes, all messages, all statuses.
 * `account` is the inbox's phone number id; what belongs to another number is not read into this inbox.
 */
export function read(payload: unknown, account: string, told: Told = { cameAt: 0 }): readonly Report[] {
  const entries = isObject(payload) ? payload['entry'] : undefined
  if (!Array.isArray(entries) || entries.length === 0) return [unread('has no entries', payload)]
  return entries.flatMap(entry => {
    const changes: unknown = isObject(entry) ? entry['changes'] : undefined
    if (!isObject(entry) || !Array.isArray(changes) || changes.length === 0) return [unread('has no changes', entry)]
    return changes.flatMap(change => readChange(change, account, entry, told))
  })
}

/** What tells of customers. All else that is not about the account is kept as it came. */
const fields: ReadonlySet<unknown> = new Set([
  undefined,
  'messages',
  'message_echoes',
  'smb_message_echoes',
  // Another app of the business has the conversation: told in the same shape, as what we overhear.
  'standby',
  'user_preferences',
  'user_id_update',
  'calls',
  'history'
])

function readChange(change: unknown, account: string, entry: Item, told: Told): readonly Report[] {
  const value = isObject(change) ? change['value'] : undefined
  if (!isObject(change) || !isObject(value)) return [unread('has no value', change)]
  const number = part(value, 'metadata')['phone_number_id']
  const isOthers = [unread('is for another phone number', change)]
  const ofAccount = readAccount(change['field'], change, entry, told)
  if (ofAccount) return number === undefined || String(number) === account ? [ofAccount] : isOthers
  if (!fields.has(change['field'])) {
    return [unread(`is not about messages but ${wordOf(String(change['field']))}`, change)]
  }
  if (String(number) !== account) return isOthers
  if (change['field'] === 'history') {
    const seconds = count(entry['time'])
    const past = readHistory(value, { change, at: seconds ? seconds * 1000 : told.cameAt })
    return past.length > 0 ? past : [unread('says nothing', change)]
  }
  const contacts = list(value['contacts']).flatMap(contact => {
    const known = v.safeParse(waContact, contact)
    return known.success ? [known.output] : []
  })
  const reports = [
    ...list(value['messages']).flatMap(message => readMessage(message, contacts)),
    ...list(value['message_echoes']).flatMap(readEcho),
    ...list(value['statuses']).map(readStatus),
    ...list(value['calls']).map(readCall),
    ...list(value['user_preferences']).map(readPreference),
    ...list(value['user_id_update']).map(readUserId)
  ]
  if (reports.length > 0) return reports
  const errors = list(value['errors'])
  return [errors.length > 0 ? readErrors(errors, entry, told) : unread('says nothing', change)]
}

function readMessage(item: unknown, contacts: readonly WaContact[]): readonly Report[] {
  const checked = v.safeParse(waMessage, item)
  if (!checked.success) return [unread(faultOf(checked.issues), item)]
  const { id, timestamp: at, type, from, from_user_id, system, ...rest } = checked.output
  const contact = senderAmong(contacts, { from, from_user_id })
  const handles = handlesOf(
    [from ?? contact?.wa_id, from_user_id ?? contact?.user_id],
    // A changed number comes as a message from the old one: both are the same person.
    [system?.wa_id ?? system?.new_wa_id, system?.user_id],
    // And it brings another user id, of which nothing else says whose it was.
    [undefined, system?.previous_user_id]
  )
  if (handles.length === 0) return [unread('has no sender', item)]
  const { profile } = contact ?? {}
  const name = cut((profile?.name || profile?.username || '').trim(), 120) || null
  return toldBy({ id, at, handles, name }, type, { ...rest, type, system }, item)
}

/** Sent from the WhatsApp Business app, or from a device linked to it. */
function readEcho(item: unknown): readonly Report[] {
  const checked = v.safeParse(waEcho, item)
  if (!checked.success) return [unread(faultOf(checked.issues), item)]
  const { id, timestamp: at, type, to, to_user_id, ...rest } = checked.output
  const handles = handlesOf([to, to_user_id])
  if (handles.length === 0) return [unread('has no recipient', item)]
  const told = toldBy({ id, at, handles, name: null }, type, { ...rest, type }, item)
  return told.map(report => {
    if (report.kind === 'message') return { kind: 'echo', id, at, handles, message: null, content: report.content }
    // What became there of a message of ours.
    const isLater = report.kind === 'reaction' || report.kind === 'edit' || report.kind === 'unsent'
    return isLater ? { ...report, ours: true } : report
  })
}

function readStatus(item: unknown): Report {
  const checked = v.safeParse(waStatus, item)
  if (!checked.success) return readCallStatus(item) ?? unread(faultOf(checked.issues), item)
  const status = checked.output
  return {
    kind: 'receipt',
    platformId: status.id,
    message: ownId(status.biz_opaque_callback_data),
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
  return { code: cut(code, 64), reason: wordsFor(code, error?.error_data?.details, error?.message ?? error?.title) }
}

/** Whether the customer wants marketing. */
function readPreference(item: unknown): Report {
  const checked = v.safeParse(waPreference, item)
  if (!checked.success) return unread(faultOf(checked.issues), item)
  const { wa_id, user_id, timestamp: at, value, detail } = checked.output
  const handles = handlesOf([wa_id, user_id])
  if (handles.length === 0) return unread('has no sender', item)
  const id = idFrom(`preference:${handles[0]?.value ?? ''}:${at}`)
  const text = cut(detail ?? value ?? '', 1000)
  return { kind: 'notice', id, at, handles, name: null, what: 'user_preferences', text, raw: JSON.stringify(item) }
}
