import * as v from 'valibot'
import type { Report } from '../port.ts'
import {
  cut,
  faultOf,
  given,
  idFrom,
  isObject,
  line,
  list,
  name,
  ownId,
  unread,
  withRest,
  wordOf,
  words,
  type Item
} from '../reading.ts'
import { metaEdit, metaMessage, metaReaction, metaReceipt, type Told } from './event.ts'
import { noticed } from './noticed.ts'
import { referralOf, said } from './said.ts'

/** What one event tells: something said, or what became of something said before. */
export function toldBy(told: Told): readonly Report[] {
  const known = Object.keys(told.item).filter(field => readers.has(field))
  if (known.length === 0) return noticed(told)
  return known.flatMap(field => {
    const of = told.item[field]
    return isObject(of) ? (readers.get(field)?.(of, told) ?? []) : [unread(`has no ${field}`, told.item)]
  })
}

type Reader = (of: Item, told: Told) => readonly Report[]

// A map, because a name comes from outside: an object would know `constructor` as well.
const readers: ReadonlyMap<string, Reader> = new Map(
  Object.entries({
    message: readMessage,
    message_edit: readEdit,
    reaction: readReaction,
    postback: readPostback,
    order: readOrder,
    delivery: (of: Item, told: Told) => readReceipt('delivered', of, told),
    read: (of: Item, told: Told) => readReceipt('read', of, told)
  })
)

function readMessage(message: Item, { at, handles, ours, item }: Told): readonly Report[] {
  const checked = v.safeParse(metaMessage, message)
  if (!checked.success) return [unread(faultOf(checked.issues), item)]
  // An echo is no customer's word, and would open a window that Meta keeps closed.
  if (message['is_echo'] === true && !ours) return [unread('is the echo of somebody else', item)]
  const id = idFrom(checked.output.mid)
  const who = { at, handles }
  if (message['is_deleted'] === true) {
    return [{ kind: 'unsent', id: idFrom(`unsent:${id}`), ...who, message: id, ...byUs(ours) }]
  }
  const { content, whole } = said(message, item)
  const report: Report = ours
    ? { kind: 'echo', id, ...who, message: ownId(message['metadata']), content }
    : { kind: 'message', id, ...who, name: null, content }
  return withRest(report, whole, item)
}

/** Source: Meta, "message_edits". A customer may do it five times. */
function readEdit(of: Item, { at, handles, ours, item }: Told): readonly Report[] {
  const checked = v.safeParse(metaEdit, of)
  if (!checked.success) return [unread(faultOf(checked.issues), item)]
  const { mid, text, num_edit } = checked.output
  const id = idFrom(`edit:${mid}:${at}:${String(num_edit)}`)
  const { content, whole } = said({ text }, item)
  return withRest({ kind: 'edit', id, at, handles, message: idFrom(mid), content, ...byUs(ours) }, whole, item)
}

/** Source: Meta, "message_reactions". A person has one on a message; another takes its place. */
function readReaction(of: Item, { at, handles, ours, customer, item }: Told): readonly Report[] {
  const checked = v.safeParse(metaReaction, of)
  if (!checked.success) return [unread(faultOf(checked.issues), item)]
  const { mid, action } = checked.output
  const emoji = action === 'react' ? (emojiIn(of) ?? '') : ''
  const id = idFrom(`reaction:${ours ? 'us' : customer}:${mid}:${at}:${action}:${emoji}`)
  return [{ kind: 'reaction', id, at, handles, of: idFrom(mid), emojis: emoji === '' ? [] : [emoji], ...byUs(ours) }]
}

const namedEmoji: ReadonlyMap<unknown, string> = new Map(
  Object.entries({ smile: '😆', laugh: '😆', angry: '😠', sad: '😢', wow: '😮', love: '❤️', like: '👍', dislike: '👎' })
)

function emojiIn({ emoji, reaction }: Item): string | undefined {
  const shown = words(emoji, 64) ?? namedEmoji.get(reaction)
  return shown ?? cut(`(${words(reaction, 60) ?? 'reaction'})`, 64)
}

/** A press of a button, of "Get started" or in the menu. Overheard, its payload is missing. Source: Meta, "messaging_postbacks". */
function readPostback(of: Item, { at, handles, ours, customer, item }: Told): readonly Report[] {
  const payload = words(of['payload'])
  const title = words(of['title']) ?? payload
  if (ours || title === undefined) return [unread('is a press of nothing', item)]
  const own = words(of['mid'], 2000)
  const id = idFrom(own ?? `postback:${customer}:${at}:${payload ?? title}`)
  const referral = referralOf(of['referral'])
  const content = { kind: 'choice', via: 'postback', title, ...given({ payload, referral }) } as const
  return [{ kind: 'message', id, at, handles, name: null, content }]
}

/** A cart, which has no id of its own. Source: Meta, "send_cart". */
function readOrder(of: Item, { at, handles, ours, customer, item }: Told): readonly Report[] {
  const items = list(of['products']).flatMap(ordered).slice(0, 100)
  if (ours || items.length === 0) return [unread('orders nothing', item)]
  const content = { kind: 'order', items, ...given({ text: words(of['note']) }) } as const
  return [{ kind: 'message', id: idFrom(`order:${customer}:${at}`), at, handles, name: null, content }]
}

function ordered(item: unknown) {
  if (!isObject(item)) return []
  const product = line(item['name']) ?? line(item['retailer_id']) ?? line(String(item['id'] ?? ''))
  const quantity = Number(item['quantity'] ?? 1)
  if (product === undefined || !Number.isFinite(quantity) || quantity < 0) return []
  const price = Number(item['unit_price'] ?? Number.NaN)
  const paid = given({ price: Number.isFinite(price) ? price : undefined, currency: words(item['currency'], 8) })
  return [{ product, quantity, ...paid }]
}

/** Some messages by their ids, and all up to a moment: Messenger says the second always, Instagram never. */
function readReceipt(status: 'delivered' | 'read', of: Item, { at, handles, ours, item }: Told): readonly Report[] {
  const checked = v.safeParse(metaReceipt, of)
  if (!checked.success) return [unread(faultOf(checked.issues), item)]
  if (ours) return [unread('is a receipt of our own', item)]
  const { watermark, mid, mids } = checked.output
  const named = [mid, ...(mids ?? [])].flatMap(one => name(one) ?? [])
  const single = { kind: 'receipt', message: null, status, word: wordOf(status), at, failure: null, handles } as const
  const reports: Report[] = named.map(one => ({ ...single, platformId: idFrom(one) }))
  if (typeof watermark === 'number') reports.push({ kind: 'receipt-up-to', at, status, upTo: watermark, handles })
  return reports.length > 0 ? reports : [unread('is a receipt for nothing', item)]
}

function byUs(ours: boolean): { ours?: true } {
  return ours ? { ours: true } : {}
}
