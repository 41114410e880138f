import { setTimeout as sleep } from 'node:timers/promises'
import type { Phone, PhoneMessage, PhoneSays } from '../../../shared/protocol/emulator.ts'
import type { Past } from '../past.ts'
import { quoteOf } from '../quote.ts'
import { shown } from '../shown.ts'
import { shownOf } from '../shelf.ts'
import type { RoleParts } from '../stand-in.ts'
import type { World } from '../world.ts'
import type { Business } from './business.ts'
import { graphError, type GraphAnswer } from './graph-error.ts'
import { newMessageId, userIdOf } from './ids.ts'
import { judge, windowRefusal, type Letter } from './judge.ts'
import { changeHook, messageHook, statusHook, type Told } from './payloads.ts'
import { markRead, readMark } from './read-mark.ts'
import { takeUpload } from './uploads.ts'

export type Network = {
  /** The customer writes. */
  say(phone: Phone, says: PhoneSays): PhoneMessage | string
  changed(phone: Phone, message: PhoneMessage, at: number): void
  /** The customer looks at the chat. */
  open(phone: Phone): void
  /** The business asks for something; `null`: the connection breaks without an answer. */
  ask(body: unknown): Promise<GraphAnswer | null>
  /** What waited for the phones to be switched on again arrives. */
  phonesOn(): void
  /** The business brings a file, for messages that name it. */
  bring(form: FormData): GraphAnswer
}

/** What WhatsApp does between the phones and the business. */
export function createNetwork(parts: RoleParts<Business>): Network {
  const { world, hooks, account: business, past, shelf } = parts
  const sends = new Map<string, Told>()

  const report = (send: Told, status: Told['status']) => {
    if (!world.tick(send.to, send.id, status)) return
    const told = { ...send, status, at: Date.now() }
    hooks.tell(send.to, `${status} · ${world.phone(send.to).name}`, statusHook(business, told))
  }
  const deliver = (send: Told) => {
    if (!world.mood().phonesOff) report(send, 'delivered')
  }
  const take = ({ kind, text, file, callbackData, of, choices, answers }: Letter, phone: Phone): string => {
    const id = newMessageId()
    const at = Date.now()
    if (kind === 'reaction') {
      world.react(phone.id, of ?? '', text, 'business')
      // It is told as sent, and of more than that nobody hears.
      const told: Told = { id, to: phone.id, at, status: 'sent', callbackData, template: false }
      hooks.tell(phone.id, `sent · ${phone.name}`, statusHook(business, told))
      return id
    }
    const send: Told = { id, to: phone.id, at, status: 'sent', callbackData, template: kind === 'template' }
    sends.set(id, send)
    const shownFile = file && { file: shownOf(file) }
    const asked = choices && { choices: [...choices] }
    // Above a template no bubble is drawn, nor one of what the phone has no more. Source: Meta, "Contextual replies".
    const quote = kind === 'template' ? {} : quoteOf(phone.messages.find(one => one.id === answers))
    world.put(phone.id, { id, from: 'business', kind, text, ...quote, ...shownFile, ...asked, at, ticks: 'sent' })
    hooks.tell(phone.id, `sent · ${phone.name}`, statusHook(business, send))
    deliver(send)
    return id
  }
  return {
    say: (phone, says) => say(parts, phone, says),
    changed: (phone, message, at) => tellChange(parts, phone, message, at),
    open(phone) {
      for (const message of phone.messages) {
        if (message.from === 'business') report(sends.get(message.id) ?? forgotten(phone, message), 'read')
      }
    },
    async ask(body) {
      const { latencyMs, down, error } = world.mood()
      await sleep(latencyMs)
      if (down) return graphError(2)
      if (error !== null) return graphError(Number(error))
      const mark = readMark(body)
      if (mark) return markRead(world, mark)
      const judged = judge(body, await business.templates(), shelf)
      if ('refused' in judged) return judged.refused
      await recall(world, past, judged.letter)
      return answerTo(judged.letter, world, take)
    },
    bring(form) {
      const { down, error } = world.mood()
      if (down) return graphError(2)
      return error === null ? takeUpload(form, shelf) : graphError(Number(error))
    },
    phonesOn() {
      for (const send of sends.values()) deliver(send)
    }
  }
}

/** A customer of long ago is not among the phones: but the window of their chat may be open. */
async function recall(world: World, past: Past, { to, recipient }: Letter): Promise<void> {
  const phone = to ?? recipient
  if (phone === undefined || world.has(phone) || phoneOf(world, phone)) return
  const chat = await past.of(phone)
  if (chat) world.recall(chat)
}

function phoneOf(world: World, userId: string): Phone | undefined {
  return world.all().find(one => userIdOf(one.id) === userId)
}

function answerTo(letter: Letter, world: World, take: (letter: Letter, phone: Phone) => string): GraphAnswer | null {
  const phone = letter.to === undefined ? phoneOf(world, letter.recipient ?? '') : world.phone(letter.to)
  if (!phone) return graphError(131026)
  const closed = windowRefusal(letter, phone, Date.now())
  if (closed) return closed
  if (letter.of !== undefined && !phone.messages.some(one => one.id === letter.of && mayReactOn(one))) {
    return graphError(131009, "Param reaction['message_id'] is not a message of this customer.")
  }
  const id = take(letter, phone)
  if (world.mood().answersLost) return null
  const contact = { input: letter.to ?? letter.recipient, wa_id: phone.id, user_id: userIdOf(phone.id) }
  return { status: 200, body: { messaging_product: 'whatsapp', contacts: [contact], messages: [{ id }] } }
}

/** Not on what "has been deleted". Source: Meta, "Reaction messages". */
function mayReactOn({ from, unsent }: PhoneMessage): boolean {
  return from === 'customer' && !unsent
}

function say({ world, hooks, account }: RoleParts<Business>, phone: Phone, says: PhoneSays): PhoneMessage | string {
  const id = newMessageId()
  const at = Date.now()
  if (says.kind === 'reaction') {
    const reacted = world.react(phone.id, says.of, says.emoji, 'customer')
    const on = phone.messages.find(one => one.id === says.of)
    if (!reacted || !on) return 'There is no such message of the business.'
    hooks.tell(phone.id, `reaction · ${phone.name}`, messageHook(account, phone, { id, at, says }))
    return on
  }
  const message: PhoneMessage = { id, from: 'customer', ...shown(says), at, ticks: 'waiting' }
  world.put(phone.id, message)
  const taken = () => void world.tick(phone.id, id, 'delivered')
  hooks.tell(phone.id, `message · ${phone.name}`, messageHook(account, phone, { id, at, says }), { taken })
  return message
}

function tellChange({ hooks, account }: RoleParts<Business>, phone: Phone, message: PhoneMessage, at: number): void {
  const payload = changeHook(account, phone, message, { id: newMessageId(), at })
  hooks.tell(phone.id, `${message.unsent ? 'revoke' : 'edit'} · ${phone.name}`, payload)
}

/** Sent before this server started: what was to be handed back with its receipts is not known any more. */
function forgotten(phone: Phone, { id, at, kind }: PhoneMessage): Told {
  return { id, to: phone.id, at, status: 'sent', callbackData: undefined, template: kind === 'template' }
}
