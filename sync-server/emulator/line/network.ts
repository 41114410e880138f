import * as v from 'valibot'
import type { Phone, PhoneMessage, PhoneSays } from '../../../shared/protocol/emulator.ts'
import type { VendorAnswer } from '../answering.ts'
import { fetchSent } from '../fetch-sent.ts'
import { wroteHere } from '../phones.ts'
import { quoteOf } from '../quote.ts'
import { shown } from '../shown.ts'
import { shownOf } from '../shelf.ts'
import type { RoleParts } from '../stand-in.ts'
import { eventOf, inGroup, messagePart, newEventId, newMessageId, quoteTokenOf, type LineEvent } from './events.ts'
import { judgePush, type LineMessage } from './judge.ts'
import { lineError, requestId } from './line-error.ts'

const dayMs = 86_400_000
const longestLoadingSeconds = 60

const loading = v.looseObject({ chatId: v.string(), loadingSeconds: v.optional(v.number(), 20) })
const marking = v.looseObject({ markAsReadToken: v.string() })

/** What LINE does between the phones and the account. */
export function createNetwork(parts: RoleParts) {
  const { world, origin } = parts
  /** A key that was used, and what came of it. "The retry key is valid for 24 hours." */
  const used = new Map<string, { readonly answer: VendorAnswer; readonly at: number }>()
  /** The message that a token marks as read, with all before it. */
  const tokens = new Map<string, { readonly phone: string; readonly at: number }>()
  return {
    say: (phone: Phone, says: PhoneSays) => say(parts, tokens, phone, says),
    /** It has no reply token. Source: LINE, "Unsend event". */
    changed(phone: Phone, { id: messageId }: PhoneMessage, at: number) {
      const { replyToken: _none, ...event } = eventOf(phone, newEventId(), at, {
        type: 'unsend',
        unsend: { messageId }
      })
      const payload = { destination: parts.account.account, events: [event] }
      parts.hooks.tell(phone.id, `unsend · ${phone.name}`, payload)
    },
    // Nobody is told that it was read; the phone knows.
    open(phone: Phone) {
      for (const { id, from } of phone.messages) if (from === 'business') world.tick(phone.id, id, 'read')
    },
    phonesOn: () => undefined,
    /** Source: LINE, "Send push message", "Retry failed API requests". */
    async push(body: unknown, key: string | undefined): Promise<VendorAnswer> {
      if (key !== undefined && !/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(key))
        return lineError('400', [{ property: 'X-Line-Retry-Key', message: 'Must be a UUID' }])
      const before = key === undefined ? undefined : used.get(key)
      if (before && Date.now() - before.at < dayMs) return again(before.answer)
      const judged = judgePush(body, origin())
      if (!('messages' in judged)) return judged
      const { to, messages } = judged
      // An id that does not exist. Who has blocked the account or closed theirs is no error: 200, and nothing arrives.
      // Source: LINE, "FAQ", "Do I get an error when I send a message with a user ID that doesn't exist?".
      const isKnown = world.has(to) && world.phone(to).messages.some(wroteHere)
      if (!isKnown) return lineError('400/unknown')
      const strange = messages.findIndex(one => tokenOf(one) !== undefined && !answered(world.phone(to), one))
      if (strange >= 0) {
        return lineError('400', [{ property: `messages[${strange}].quoteToken`, message: 'Invalid quote token' }])
      }
      const taken = await Promise.all(messages.map(message => put(parts, to, message)))
      const answer = { status: 200, body: { sentMessages: taken }, headers: requestId() }
      if (key !== undefined) used.set(key, { answer, at: Date.now() })
      return answer
    },
    /** Source: LINE, "Display a loading animation". */
    load(body: unknown): VendorAnswer {
      if (!v.is(loading, body) || !world.has(body.chatId)) return lineError('400')
      const { chatId, loadingSeconds = 20 } = body
      if (loadingSeconds % 5 !== 0 || loadingSeconds > longestLoadingSeconds) return lineError('400')
      world.types(chatId, loadingSeconds * 1000)
      return { status: 202, body: {}, headers: requestId() }
    },
    /** Source: LINE, "Mark messages as read". */
    mark(body: unknown): VendorAnswer {
      const marked = v.is(marking, body) ? tokens.get(body.markAsReadToken) : undefined
      if (!marked) return lineError('400', [{ property: 'markAsReadToken', message: 'Invalid token' }])
      for (const { id, from, at } of world.phone(marked.phone).messages) {
        if (from === 'customer' && at <= marked.at) world.tick(marked.phone, id, 'read')
      }
      return { status: 200, body: {}, headers: requestId() }
    }
  }
}

function tokenOf(message: LineMessage): string | undefined {
  return message.type === 'text' ? message.quoteToken : undefined
}

/** "Quote tokens can only be used in the chat where the message to be quoted was sent." Source: LINE, "Get quote tokens". */
function answered({ messages }: Phone, message: LineMessage): PhoneMessage | undefined {
  const token = tokenOf(message)
  return token === undefined ? undefined : messages.find(one => !one.group && quoteTokenOf(one.id) === token)
}

/** "The retry key is already accepted": what was answered then is answered with it. */
function again({ body, headers }: VendorAnswer): VendorAnswer {
  const accepted = headers?.['x-line-request-id'] ?? ''
  const told = { message: 'The retry key is already accepted', ...(body as object) }
  return { status: 409, body: told, headers: { ...requestId(), 'x-line-accepted-request-id': accepted } }
}

/** `quoteToken`: only where it could be quoted. Source: LINE, "Send push message", "Get quote tokens". */
type Sent = { readonly id: string; readonly quoteToken?: string }

async function put({ world, shelf, origin }: RoleParts, to: string, message: LineMessage): Promise<Sent> {
  const base = { id: newMessageId(), from: 'business', at: Date.now(), ticks: 'sent' } as const
  if (message.type === 'text') {
    const choices = message.quickReply?.items.map(({ action: { data: id, label: title } }) => ({ id, title }))
    const quote = quoteOf(answered(world.phone(to), message))
    world.put(to, { ...base, kind: 'text', text: message.text, ...quote, ...(choices && { choices }) })
    return quotable(base.id)
  }
  // LINE takes the address; whether it opens, its readers find out.
  const file = await fetchSent(message.originalContentUrl, origin(), shelf)
  world.put(to, { ...base, kind: message.type, text: '', ...(file && { file: shownOf(file) }) })
  return message.type === 'audio' ? { id: base.id } : quotable(base.id)
}

function quotable(id: string): Sent {
  return { id, quoteToken: quoteTokenOf(id) }
}

type Tokens = Map<string, { readonly phone: string; readonly at: number }>

function say(parts: RoleParts, tokens: Tokens, phone: Phone, says: PhoneSays): PhoneMessage | string {
  const { world, hooks, account } = parts
  if (says.kind === 'reaction') return 'Nobody can react on LINE.'
  const at = Date.now()
  const [id, event] = [newMessageId(), newEventId()]
  // A press is known by its event: no message stands for it.
  const shownId = says.kind === 'choice' ? event : id
  const part = messagePart(says, id)
  if (!part) return 'This cannot be said on LINE.'
  const token = tokenIn(part)
  if (token !== undefined) tokens.set(token, { phone: phone.id, at })
  // Whoever writes in a group need not have added the account.
  const isFirst = says.kind !== 'group' && !phone.messages.some(wroteHere)
  const message: PhoneMessage = { id: shownId, from: 'customer', ...shown(says), at, ticks: 'waiting' }
  const caption = says.kind === 'image' ? says.caption.trim() : ''
  world.put(phone.id, says.kind === 'image' ? { ...message, text: '' } : message)
  // Who writes for the first time has added the account before: LINE may tell both at once.
  const follow = isFirst
    ? [eventOf(phone, newEventId(), at - 1, { type: 'follow', follow: { isUnblocked: false } })]
    : []
  const told = eventOf(phone, event, at, part)
  const events = [...follow, says.kind === 'group' ? inGroup(told, phone) : told]
  const taken = () => void world.tick(phone.id, shownId, 'delivered')
  const payload = { destination: account.account, events }
  hooks.tell(phone.id, `${says.kind === 'choice' ? 'press' : 'message'} · ${phone.name}`, payload, { taken })
  // A photo has no words on LINE: they are said after it.
  if (caption !== '') say(parts, tokens, world.phone(phone.id), { kind: 'text', text: caption })
  return message
}

function tokenIn({ message }: LineEvent): string | undefined {
  const token = (message as { markAsReadToken?: unknown } | undefined)?.markAsReadToken
  return typeof token === 'string' ? token : undefined
}
