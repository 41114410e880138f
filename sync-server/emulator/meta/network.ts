import { randomBytes, randomInt } from 'node:crypto'
import * as v from 'valibot'
import type { Phone, PhoneMessage, PhoneSays } from '../../../shared/protocol/emulator.ts'
import type { VendorAnswer } from '../answering.ts'
import { fetchSent } from '../fetch-sent.ts'
import { quoteOf } from '../quote.ts'
import { shown } from '../shown.ts'
import { shownOf, type Shelved } from '../shelf.ts'
import type { RoleParts } from '../stand-in.ts'
import type { Dialect } from './dialect.ts'
import { echo, fromCustomer, hookOf, type MetaEvent } from './events.ts'
import { badFile, badWords, kindOf, outside, sendBody, type Attachment, type SendBody } from './judge.ts'
import { sendError } from './send-error.ts'

/** "The typing indicator is shown for 20 seconds, or until the bot sends a message." */
const typingLastsMs = 20_000

/** What Meta does between the phones and the business. */
export function createNetwork(parts: RoleParts, dialect: Dialect) {
  const tell = (phone: Phone, title: string, events: readonly MetaEvent[], taken?: () => void) =>
    parts.hooks.tell(phone.id, `${title} · ${phone.name}`, hookOf(dialect, parts.account, events), taken && { taken })
  return {
    say: (phone: Phone, says: PhoneSays) => say(parts, tell, phone, says),
    /** Source: Meta, "message_edits", and "Instagram, Webhooks", `message.is_deleted`. */
    changed(phone: Phone, { id: mid, text, edits, unsent }: PhoneMessage, at: number) {
      const part = unsent ? { message: { mid, is_deleted: true } } : { message_edit: { mid, text, num_edit: edits } }
      tell(phone, unsent ? 'unsend' : 'edit', [fromCustomer({ account: parts.account, phone }, at, part)])
    },
    open: (phone: Phone) => looked(parts, dialect, tell, phone),
    phonesOn() {
      for (const phone of parts.world.all()) {
        for (const { id, from } of phone.messages) if (from === 'business') deliver(parts, dialect, tell, phone, id)
      }
    },
    ask: (body: unknown) => ask(parts, dialect, tell, body)
  }
}

type Tell = (phone: Phone, title: string, events: readonly MetaEvent[], taken?: () => void) => void

function say(parts: RoleParts, tell: Tell, phone: Phone, says: PhoneSays): PhoneMessage | string {
  const { world, account, origin } = parts
  const at = Date.now()
  const between = { account, phone }
  if (says.kind === 'reaction') {
    const of = phone.messages.find(({ id, from }) => from === 'business' && id === says.of)
    if (!of) return 'There is no such message of the business.'
    world.react(phone.id, of.id, says.emoji, 'customer')
    const put = { action: 'react', reaction: reactionNamed(says.emoji), emoji: says.emoji }
    const reaction = { mid: of.id, ...(says.emoji === '' ? { action: 'unreact' } : put) }
    tell(phone, 'reaction', [fromCustomer(between, at, { reaction })])
    return of
  }
  if (says.kind === 'group') return 'There are no groups here.'
  if (says.kind === 'location') return 'Nobody can share a place here.'
  const said = saidBy(says, `${origin()}/emulator/${world.strategy.platform}`).map(one => ({ ...one, mid: newMid() }))
  const events = said.map(({ mid, part }, n) => fromCustomer(between, at + n, { message: { mid, ...part } }))
  const messages = said.map(({ mid, on }, n): PhoneMessage => ({
    id: mid,
    from: 'customer',
    ...on,
    at: at + n,
    ticks: 'waiting'
  }))
  for (const message of messages) world.put(phone.id, message)
  tell(phone, 'message', events, () => {
    for (const { id } of messages) world.tick(phone.id, id, 'delivered')
  })
  return messages[0] ?? 'Nothing was said.'
}

/**
 * Source: Meta, "message_reactions": the names. Which emoji is called what it does not say: its example is a heart, and
 * the others are a guess.
 */
const reactionNames: ReadonlyMap<string, string> = new Map([
  ['❤', 'love'],
  ['😆', 'smile'],
  ['😮', 'wow'],
  ['😢', 'sad'],
  ['😠', 'angry'],
  ['👍', 'like'],
  ['👎', 'dislike']
])

function reactionNamed(emoji: string): string {
  return reactionNames.get(emoji.replace('\u{FE0F}', '')) ?? 'other'
}

type Said = { readonly part: object; readonly on: Pick<PhoneMessage, 'kind' | 'text' | 'pressed'> }

/** Words under a photo are a message of their own: both come in one call. */
function saidBy(says: Exclude<PhoneSays, { kind: 'reaction' | 'location' | 'group' }>, base: string): readonly Said[] {
  switch (says.kind) {
    case 'text':
      return [{ part: { text: says.text }, on: shown(says) }]
    case 'choice':
      return [{ part: { text: says.title, quick_reply: { payload: says.choice } }, on: shown(says) }]
    case 'image': {
      const url = `${base}/files/${randomInt(1e11, 1e12)}`
      const photo = {
        part: { attachments: [{ type: 'image', payload: { url } }] },
        on: { kind: 'image', text: '' } as const
      }
      const text = says.caption.trim()
      return text === '' ? [photo] : [photo, { part: { text }, on: { kind: 'text', text } }]
    }
  }
}

/** Source: Meta, "message_reads" and Instagram's "messaging_seen". */
function looked({ world, account }: RoleParts, { watermarks }: Dialect, tell: Tell, phone: Phone): void {
  const at = Date.now()
  const news = phone.messages.filter(({ id, from }) => from === 'business' && world.tick(phone.id, id, 'read'))
  const last = news.at(-1)
  if (!last) return
  const read = watermarks ? { watermark: at } : { mid: last.id }
  tell(phone, 'read', [fromCustomer({ account, phone }, at, { read })])
}

/** Source: Meta, "message_deliveries". Instagram tells none. */
function deliver({ world, account }: RoleParts, { strategy }: Dialect, tell: Tell, phone: Phone, mid: string): void {
  const at = Date.now()
  if (!strategy.receipts.includes('delivered') || world.mood().phonesOff) return
  if (!world.tick(phone.id, mid, 'delivered')) return
  tell(phone, 'delivered', [fromCustomer({ account, phone }, at, { delivery: { mids: [mid], watermark: at } })])
}

async function ask(parts: RoleParts, dialect: Dialect, tell: Tell, body: unknown): Promise<VendorAnswer> {
  const { world } = parts
  const read = v.safeParse(sendBody, body)
  if (!read.success) return sendError('100', `Param ${v.getDotPath(read.issues[0]) ?? 'body'} is not valid`)
  const { recipient, sender_action, message, reply_to } = read.output
  if (!world.has(recipient.id)) return sendError(`100/${dialect.stranger}`)
  const phone = world.phone(recipient.id)
  const closed = outside(dialect, phone, read.output, Date.now())
  if (sender_action !== undefined) return act(parts, phone, read.output)
  if (closed) return closed
  if (!message) return sendError('100', 'The parameter message is required')
  const file = message.attachment && (await fileOf(parts, dialect, message.attachment))
  if (file && 'status' in file) return file
  const bad = message.attachment ? undefined : badWords(dialect, message)
  if (bad) return bad
  const answered = reply_to && phone.messages.find(({ id }) => id === reply_to.mid)
  if (reply_to && !answered) return sendError('100', 'The parameter reply_to is not valid')
  return take(parts, dialect, tell, { phone, message, file, answered })
}

/** Source: Meta, "Sender actions". */
function act({ world }: RoleParts, phone: Phone, { sender_action, payload }: SendBody): VendorAnswer {
  const done: VendorAnswer = { status: 200, body: { recipient_id: phone.id } }
  if (sender_action === 'typing_on') world.types(phone.id, typingLastsMs)
  if (sender_action === 'mark_seen') {
    for (const { id, from } of phone.messages) if (from === 'customer') world.tick(phone.id, id, 'read')
  }
  if (sender_action !== 'react' && sender_action !== 'unreact') return done
  const emoji = sender_action === 'react' ? payload?.reaction : ''
  if (!payload || emoji === undefined) return sendError('100', 'The parameter payload is required')
  return world.react(phone.id, payload.message_id, emoji, 'business') ? done : sendError('100', 'No such message')
}

/** What an attachment names: brought before, or fetched now. */
async function fileOf(
  { shelf, origin }: RoleParts,
  dialect: Dialect,
  attachment: Attachment
): Promise<Shelved | VendorAnswer> {
  const { url, attachment_id } = attachment.payload
  const file = url === undefined ? shelf.get(String(attachment_id)) : await fetchSent(url, origin(), shelf)
  if (!file) return sendError(url === undefined ? '100' : '100/2018008')
  return badFile(dialect, file, kindOf(attachment)) ?? file
}

type Taken = {
  readonly phone: Phone
  readonly message: NonNullable<SendBody['message']>
  readonly file: Shelved | undefined
  readonly answered: PhoneMessage | undefined
}

function take(parts: RoleParts, dialect: Dialect, tell: Tell, taken: Taken): VendorAnswer {
  const { world, account } = parts
  const { phone, message, file, answered } = taken
  const mid = newMid()
  const at = Date.now()
  const { text = '', attachment, metadata, quick_replies } = message
  const choices = quick_replies?.map(({ title, payload }) => ({ id: payload, title: cutTitle(title) }))
  const on =
    attachment && file ? { kind: kindOf(attachment), text: '', file: shownOf(file) } : { kind: 'text' as const, text }
  const shownAs = { ...on, ...quoteOf(answered), ...(choices && { choices }) }
  world.put(phone.id, { id: mid, from: 'business', ...shownAs, at, ticks: 'sent' })
  const words = attachment ? { attachments: [attachment] } : { text }
  const back = dialect.metadata && metadata !== undefined ? { metadata } : {}
  tell(phone, 'echo', [echo({ account, phone }, at, { mid, ...words, ...back })])
  deliver(parts, dialect, tell, phone, mid)
  return { status: 200, body: { recipient_id: phone.id, message_id: mid } }
}

/** "20 character limit": what is longer is cut. */
function cutTitle(title: string): string {
  return Array.from(title).slice(0, 20).join('')
}

function newMid(): string {
  return `m_${randomBytes(33).toString('base64url')}`
}
