import type { EmulatorNews, Phone, PhoneMessage } from '../../shared/protocol/emulator.ts'
import { windowClosesAt } from '../../shared/platforms/reply-window.ts'
import type { Strategy } from '../../shared/platforms/strategy.ts'

export type PastChat = {
  readonly id: string
  readonly name: string | undefined
  readonly messages: readonly PhoneMessage[]
}

/** What a platform calls its customers. */
export type PhoneIds = {
  /** Of somebody who is called so. */
  invented(name: string): string
  readable(id: string): string
}

/** The customers' phones of one platform, in memory. */
export type Phones = {
  all(): readonly Phone[]
  /** The phone of this customer; somebody unknown gets an empty one. */
  phone(id: string): Phone
  has(id: string): boolean
  /** A customer who has not written yet. `id`: one who is always there. */
  meet(name: string, id?: string): Phone
  put(id: string, message: PhoneMessage): void
  knows(message: string): boolean
  /** Adds what this phone does not show yet. */
  recall(chat: PastChat): void
  /** Ticks only rise. Answers whether this was news. */
  tick(id: string, message: string, ticks: PhoneMessage['ticks']): boolean
  /** Of whoever did not write that message. Empty: taken away. Answers whether there is such a message. */
  react(id: string, message: string, emoji: string, by: PhoneMessage['from']): boolean
  /** What the customer makes of a message of theirs; null: nothing. */
  changed(id: string, message: PhoneMessage, text: string | null): PhoneMessage
  /** The business is shown as writing for so long, or until it sends something. */
  types(id: string, forMs: number): void
}

const rung: Record<PhoneMessage['ticks'], number> = { waiting: 0, sent: 1, delivered: 2, read: 3 }

export function createPhones(strategy: Strategy, ids: PhoneIds, tell: (news: EmulatorNews) => void): Phones {
  const phones = new Map<string, Phone>()
  const keep = (id: string, name: string, messages: readonly PhoneMessage[], met?: number) => {
    const metAt = met ?? phones.get(id)?.metAt
    const known = { id, name, number: ids.readable(id), typing: typing.has(id), ...(metAt !== undefined && { metAt }) }
    const phone = { ...draw(strategy, messages), ...known }
    phones.set(phone.id, phone)
    tell({ type: 'phone', phone })
    return phone
  }
  const phone = (id: string) => phones.get(id) ?? keep(id, ids.readable(id), [])
  const again = (id: string) => {
    const { name, messages } = phone(id)
    keep(id, name, messages)
  }
  const typing = typists(again)
  /** The first of a phone's messages that is such a one. Answers whether there is. */
  const alter: Alter = (id, such, become) => {
    const { name, messages } = phone(id)
    const at = messages.findIndex(such)
    const before = messages[at]
    if (before) keep(id, name, messages.with(at, become(before)))
    return before !== undefined
  }
  const meet = (name: string): Phone => {
    const id = ids.invented(name)
    return phones.has(id) ? meet(name) : keep(id, name, [], Date.now())
  }
  return {
    all: () => [...phones.values()],
    phone,
    meet: (name, id) => (id === undefined ? meet(name) : (phones.get(id) ?? keep(id, name, []))),
    has: id => phones.has(id),
    knows: message => [...phones.values()].some(one => one.messages.some(({ id }) => id === message)),
    recall({ id, name, messages }) {
      const before = phones.get(id)
      const there = new Set(before?.messages.map(message => message.id))
      const missing = messages.filter(message => !there.has(message.id))
      keep(id, name ?? before?.name ?? ids.readable(id), [...(before?.messages ?? []), ...missing])
    },
    put(id, message) {
      const { name, messages } = phone(id)
      if (message.from === 'business') typing.end(id)
      keep(id, name, [...messages, message])
    },
    ...becoming(alter),
    types(id, forMs) {
      typing.begin(id, forMs)
      again(id)
    }
  }
}

type Alter = (id: string, such: (one: PhoneMessage) => boolean, become: (one: PhoneMessage) => PhoneMessage) => boolean

/** What becomes of messages that are there. */
function becoming(alter: Alter): Pick<Phones, 'tick' | 'react' | 'changed'> {
  return {
    tick: (id, message, ticks) =>
      alter(
        id,
        one => one.id === message && rung[one.ticks] < rung[ticks],
        one => ({ ...one, ticks })
      ),
    react: (id, message, emoji, by) =>
      alter(
        id,
        one => one.id === message && one.from !== by && !one.unsent,
        one => withReaction(one, emoji)
      ),
    changed(id, message, text) {
      const changed = withChange(message, text)
      alter(
        id,
        one => one.id === message.id,
        () => changed
      )
      return changed
    }
  }
}

function withReaction({ reaction: _before, ...plain }: PhoneMessage, emoji: string): PhoneMessage {
  return emoji === '' ? plain : { ...plain, reaction: emoji }
}

function withChange(message: PhoneMessage, text: string | null): PhoneMessage {
  if (text !== null) return { ...message, text, edits: (message.edits ?? 0) + 1 }
  const { id, from, at, ticks, account } = message
  return { id, from, kind: 'text', text: '', at, ticks, unsent: true, ...(account && { account }) }
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

function draw(strategy: Strategy, unsorted: readonly PhoneMessage[]) {
  const messages = unsorted.toSorted((a, b) => a.at - b.at)
  const last = messages.findLast(wroteHere)
  return {
    platform: strategy.platform,
    messages,
    unread: messages.filter(message => message.from === 'business' && message.ticks !== 'read').length,
    windowClosesAt: last === undefined ? null : windowClosesAt(strategy, last.at, 'program', last.id)
  }
}

/** Did they write this to the business, and not in a group? That opens the window, and lets a bot begin. */
export function wroteHere({ from, group }: PhoneMessage): boolean {
  return from === 'customer' && !group
}

/** Where a phone stands among all: who has not written comes where they were made up, and who was always there last. */
export function lastAt({ messages, metAt }: Phone): number {
  return messages.at(-1)?.at ?? metAt ?? 0
}
