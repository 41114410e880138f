import { randomBytes } from 'node:crypto'
import type { EmulatorNews, Phone, PhoneMessage } from '../../shared/protocol/emulator.ts'
import { windowClosesAt } from '../../shared/platforms/reply-window.ts'
import { whatsapp } from '../../shared/platforms/whatsapp.ts'

export type PastChat = {
  readonly id: string
  readonly name: string | undefined
  readonly messages: readonly PhoneMessage[]
}

/** The customers' phones, in memory. */
export type Phones = {
  all(): readonly Phone[]
  /** The phone of this number; somebody unknown gets an empty one. */
  phone(id: string): Phone
  has(id: string): boolean
  phoneOf(userId: string): Phone | undefined
  /** A customer who has not written yet. */
  meet(name: string): Phone
  put(id: string, message: PhoneMessage): void
  knows(message: string): boolean
  /** Adds what this phone does not show yet. */
  recall(chat: PastChat): void
  /** Ticks only rise. Answers whether this was news. */
  tick(id: string, message: string, ticks: PhoneMessage['ticks']): boolean
  /** Empty: taken away. Answers whether there is such a message of the customer's. */
  react(id: string, message: string, emoji: string): boolean
  /** The business is shown as writing for so long, or until it sends something. */
  types(id: string, forMs: number): void
}

const rung: Record<PhoneMessage['ticks'], number> = { waiting: 0, sent: 1, delivered: 2, read: 3 }

export function createPhones(tell: (news: EmulatorNews) => void): Phones {
  const phones = new Map<string, Phone>()
  const keep = (drawn: Phone) => {
    const phone = { ...drawn, typing: typing.has(drawn.id) }
    phones.set(phone.id, phone)
    tell({ type: 'phone', phone })
    return phone
  }
  const phone = (id: string) => phones.get(id) ?? keep(draw(id, readable(id), []))
  const typing = typists(id => keep(phone(id)))
  const meet = (name: string): Phone => {
    const id = inventedNumber()
    return phones.has(id) ? meet(name) : keep(draw(id, name, []))
  }
  return {
    all: () => [...phones.values()].sort((a, b) => lastAt(b) - lastAt(a)),
    phone,
    meet,
    has: id => phones.has(id),
    phoneOf: userId => [...phones.values()].find(one => userIdOf(one.id) === userId),
    knows: message => [...phones.values()].some(one => one.messages.some(({ id }) => id === message)),
    recall({ id, name, messages }) {
      const before = phones.get(id)
      const there = new Set(before?.messages.map(message => message.id))
      const missing = messages.filter(message => !there.has(message.id))
      keep(draw(id, name ?? before?.name ?? readable(id), [...(before?.messages ?? []), ...missing]))
    },
    put(id, message) {
      const { name, messages } = phone(id)
      if (message.from === 'business') typing.end(id)
      keep(draw(id, name, [...messages, message]))
    },
    tick(id, message, ticks) {
      const { name, messages } = phone(id)
      const at = messages.findIndex(one => one.id === message)
      const before = messages[at]
      if (!before || rung[before.ticks] >= rung[ticks]) return false
      keep(draw(id, name, messages.with(at, { ...before, ticks })))
      return true
    },
    react(id, message, emoji) {
      const { name, messages } = phone(id)
      const at = messages.findIndex(one => one.id === message && one.from === 'customer')
      const { reaction: _before, ...plain } = messages[at] ?? {}
      if (at < 0) return false
      keep(draw(id, name, messages.with(at, { ...(plain as PhoneMessage), ...(emoji !== '' && { reaction: emoji }) })))
      return true
    },
    types(id, forMs) {
      typing.begin(id, forMs)
      keep(phone(id))
    }
  }
}

/** Who is shown as writing, each for a while. */
function typists(faded: (id: string) => void) {
  const all = new Map<string, NodeJS.Timeout>()
  const end = (id: string) => {
    clearTimeout(all.get(id))
    return all.delete(id)
  }
  return {
    has: (id: string) => all.has(id),
    end,
    begin(id: string, forMs: number) {
      end(id)
      all.set(id, setTimeout(() => end(id) && faded(id), forMs).unref())
    }
  }
}

function draw(id: string, name: string, unsorted: readonly PhoneMessage[]): Phone {
  const messages = unsorted.toSorted((a, b) => a.at - b.at)
  const lastWritten = messages.findLast(message => message.from === 'customer')?.at ?? null
  return {
    id,
    name,
    number: readable(id),
    messages,
    unread: messages.filter(message => message.from === 'business' && message.ticks !== 'read').length,
    windowClosesAt: lastWritten === null ? null : windowClosesAt(whatsapp, lastWritten, 'program')
  }
}

function lastAt(phone: Phone): number {
  return phone.messages.at(-1)?.at ?? Number.MAX_SAFE_INTEGER
}

/** 555-0100 to 555-0199 are kept for stories: they belong to nobody, whatever the area code. */
function inventedNumber(): string {
  const [area = 0, line = 0] = randomBytes(2)
  return `1${201 + area * 3}55501${String(line % 100).padStart(2, '0')}`
}

/** Else it is a business-scoped user id: of a customer who shows no number. */
export function isNumber(phone: string): boolean {
  return /^\d+$/.test(phone)
}

/** Country codes of two digits; 1 and 7 have one, all others three. */
const twoDigits = /^(2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/

function readable(id: string): string {
  if (!isNumber(id)) return 'number not shown'
  const country = /^[17]/.exec(id)?.[0] ?? twoDigits.exec(id)?.[0] ?? id.slice(0, 3)
  const [area, middle, line] = [id.slice(country.length, -7), id.slice(-7, -4), id.slice(-4)]
  return `+${[country, area, middle, line].filter(Boolean).join(' ')}`
}

/** The business-scoped user id WhatsApp would give this customer. */
export function userIdOf(phone: string): string {
  return isNumber(phone) ? `XX.${phone}` : phone
}

export function newMessageId(): string {
  return `wamid.${randomBytes(33).toString('base64')}`
}
