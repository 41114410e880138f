import * as v from 'valibot'
import type { Report } from '../port.ts'
import { faultOf, isObject, list, name, part, unread, type Item } from '../reading.ts'
import { aboutPage, enforced } from './account.ts'
import type { Dialect } from './dialect.ts'
import { metaEvent, moment } from './event.ts'
import { toldBy } from './told.ts'

/**
 * Everything in a webhook of Messenger or Instagram: all entries, and in each what is told to us, what we only overhear
 * because another app has the conversation (`standby`), and the same in the shape of `changes`.
 * Source: Meta, "Webhook events reference" and "Instagram, Webhooks".
 */
export function read(payload: unknown, account: string, dialect: Dialect): readonly Report[] {
  const calls = list(payload)
  if (calls.length === 0) return [unread('has no entries', payload)]
  return calls.flatMap(call => readCall(call, account, dialect))
}

function readCall(call: unknown, account: string, dialect: Dialect): readonly Report[] {
  if (!isObject(call) || call['object'] !== dialect.object) {
    return [unread(`is not about ${dialect.strategy.name}`, call)]
  }
  const entries = call['entry']
  if (!Array.isArray(entries) || entries.length === 0) return [unread('has no entries', call)]
  return entries.flatMap(entry => readEntry(entry, account, dialect))
}

function readEntry(entry: unknown, account: string, dialect: Dialect): readonly Report[] {
  if (!isObject(entry)) return [unread('is no entry', entry)]
  if (name(entry['id']) !== account) return [unread('is for another account', entry)]
  const reports = [
    ...[...list(entry['messaging']), ...list(entry['standby'])].flatMap(item => readEvent(item, account, dialect)),
    ...list(entry['changes']).flatMap(change => readChange(change, account, { ...dialect, toldAt: entry['time'] }))
  ]
  return reports.length > 0 ? reports : [unread('says nothing', entry)]
}

/** Comments, mentions and what else happens around an account come as changes, too: none of them is a conversation. */
function readChange(
  change: unknown,
  account: string,
  dialect: Dialect & { readonly toldAt: unknown }
): readonly Report[] {
  const value = isObject(change) ? change['value'] : undefined
  if (!isObject(value) || (!isObject(value['sender']) && !isObject(value['recipient']))) {
    return [aboutPage(part({ change }, 'change')['field'], dialect) ?? unread('is not about messages', change)]
  }
  return readEvent(value, account, dialect)
}

function readEvent(item: unknown, account: string, { strategy, handle }: Dialect): readonly Report[] {
  const ofAccount = isObject(item) ? enforced(item, account) : undefined
  if (ofAccount) return [ofAccount]
  const checked = v.safeParse(metaEvent, item)
  if (!checked.success || !isObject(item))
    return [unread(checked.success ? 'is no event' : faultOf(checked.issues), item)]
  const [from, to] = [checked.output.sender?.id, checked.output.recipient?.id]
  const ours = from === account
  const customer = ours ? to : to === account ? from : undefined
  if (customer === account) return [unread('is from the account to itself', item)]
  if (typeof customer !== 'string') return [unread('is not between this account and a customer', item)]
  const at = checked.output.timestamp ?? markIn(item)
  if (at === undefined) return [unread('has no time', item)]
  const handles = [{ platform: strategy.platform, kind: handle, value: customer }]
  return toldBy({ at, handles, ours, customer, item })
}

/** What was delivered may come without a time of its own. */
function markIn(item: Item): number | undefined {
  const { delivery, read: seen } = item
  const mark = [delivery, seen].flatMap(one => (isObject(one) ? [v.safeParse(moment, one['watermark'])] : []))[0]
  return mark?.success ? mark.output : undefined
}
