import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { AnyCommand } from '../../../shared/catalog.ts'
import type { Content } from '../../../shared/conversations/content.ts'
import { trustedContext } from '../../../shared/identity/may.ts'
import { courtesiesOf } from '../../../shared/inboxes/content.ts'
import { unreachable } from '../../../shared/kernel/unreachable.ts'
import { limitOf, takes } from '../../../shared/platforms/files.ts'
import { webchat as strategy } from '../../../shared/platforms/webchat.ts'
import type { ChatDown, ChatUp } from '../../../shared/protocol/webchat.ts'
import type { Actors } from '../../actors/actors.ts'
import type { Files } from '../../media/files.ts'
import type { People } from '../people.ts'
import { readFrame } from './frame.ts'
import type { Pace } from '../pace.ts'
import { quotedInWords } from './quoted-in-words.ts'
import { messageId, type Room, type Rooms } from './rooms.ts'
import { handleOf, newToken, newVisitorId, type Visitor, type Visitors } from './visitors.ts'

export type LineParts = {
  readonly actors: Actors
  readonly people: People
  readonly visitors: Visitors
  readonly log: string
  readonly rooms: Rooms
  readonly files: Files
  readonly visitorPace: Pace
  readonly addressPace: Pace
}

export type LineEnds = {
  readonly tenant: string
  readonly inbox: string
  readonly address: string
  readonly title: string
  say(frame: ChatDown): void
  /** Begin again: this line cannot go on. */
  hangUp(comeBackAfterMs: number): void
}

type Heard<K extends ChatUp['type']> = Extract<ChatUp, { type: K }>

/** Who is on the line. `kept`: the token is on our disk; `met`: this line has seen to it that they are a contact. */
type Caller = { visitor: Visitor; readonly token: string; kept: boolean; met: boolean }
type Place = { readonly contact: string; readonly conversation: string; readonly room: Room }

/** A visitor who writes faster than this is asked to wait, rather than being kept waiting. */
const longestWaitMs = 5000
/** A page that was offline tells of the past, but not of any past. */
const oldestMs = 7 * 86_400_000
const messagesPerFrame = 100
/** Until what was erased is cleared away. */
const beginAgainMs = 1000

/** One page's socket, from its `hello` on. It opens one conversation, and nothing a page says can name another. */
export class Line {
  readonly #parts: LineParts
  readonly #ends: LineEnds
  #caller: Caller | undefined
  #place: Place | undefined
  /** How many messages the page has; `null` until it was greeted. */
  #shown: number | null = null
  /** How many of its own it shows as read; `null`: it does not understand that. */
  #read: number | null = null
  /** It shows what a message answers. */
  #quotes = false
  /** How far the page's clock is ahead of ours. */
  #aheadMs = 0
  #left = false

  constructor(parts: LineParts, ends: LineEnds) {
    this.#parts = parts
    this.#ends = ends
  }

  /** Frames one after the other: the next waits until this has resolved. */
  async hear(text: string): Promise<void> {
    const read = readFrame(text)
    if ('refusal' in read) return this.#ends.say(read.refusal)
    const { frame } = read
    if (frame.type === 'ping') return this.#ends.say({ type: 'pong' })
    const caller = this.#caller
    if (frame.type === 'hello') return caller ? this.#ends.hangUp(0) : this.#hello(frame)
    if (!caller) return this.#ends.hangUp(0)
    switch (frame.type) {
      case 'say':
        return this.#say(caller, frame)
      case 'stay':
        return this.#stay(caller, frame)
      case 'send-file':
        return this.#sendFile(caller, frame)
      case 'call-me':
        return this.#callMe(caller, frame)
      case 'receipt':
        return this.#receipt(frame)
      default:
        return unreachable(frame)
    }
  }

  leave(): void {
    this.#left = true
    this.#place?.room.leave()
  }

  async #hello({ token: given, have, courtesies, quotes, log, now }: Heard<'hello'>): Promise<void> {
    const { tenant, inbox, title } = this.#ends
    const found = given === null ? undefined : await this.#parts.visitors.byToken(inbox, given)
    const visitor = found ?? { inbox, tenant, visitor: newVisitorId(), name: null }
    const token = found && given !== null ? given : newToken()
    if (courtesies) this.#read = 0
    if (now !== undefined) this.#aheadMs = now - Date.now()
    this.#quotes = quotes ?? false
    if (found) await this.#enter(visitor)
    this.#caller = { visitor, token, kept: found !== undefined, met: false }
    this.#ends.say({ type: 'welcome', token: found ? null : token, title, name: visitor.name, log: this.#parts.log })
    const all = this.#place?.room.messages().length ?? 0
    const isOurs = log === undefined || log === this.#parts.log
    this.#shown = isOurs && have <= all ? have : 0
    if (this.#shown === all) this.#ends.say({ type: 'messages', from: all, messages: [] })
    this.#show()
  }

  async #say(caller: Caller, { id, at, text }: Heard<'say'>): Promise<void> {
    const waitMs = this.#waitFor(caller)
    if (waitMs > longestWaitMs) return this.#ends.say({ type: 'refused', id, reason: 'too-fast' })
    if (text.trim() === '') return this.#ends.say({ type: 'refused', id, reason: 'empty' })
    await sleep(waitMs)
    return this.#receive(caller, { id, at }, { kind: 'text', text })
  }

  async #stay(caller: Caller, { id }: Heard<'stay'>): Promise<void> {
    if (this.#waitFor(caller) > longestWaitMs) return this.#ends.say({ type: 'refused', id, reason: 'too-fast' })
    await this.#become(caller)
    this.#ends.say({ type: 'staying', id })
  }

  async #sendFile(caller: Caller, { id, at, file }: Heard<'send-file'>): Promise<void> {
    const refuse = (reason: string) => this.#ends.say({ type: 'refused', id, reason })
    if (this.#waitFor(caller) > longestWaitMs) return refuse('too-fast')
    const limit = limitOf(strategy, file.media)
    if (!limit || !takes(limit, file.mime) || file.bytes > limit.mostBytes) return refuse('file-not-taken')
    const { conversation } = await this.#become(caller)
    const { files } = this.#parts
    const { tenant } = this.#ends
    await files.loose.want({ tenant, conversation, file: file.file })
    const kept = await files.rows.of(tenant, conversation, file.file)
    if (kept?.mime !== file.mime || kept.bytes !== file.bytes) return refuse('no-such-file')
    return this.#receive(caller, { id, at }, { kind: 'media', items: [file] })
  }

  async #receive(caller: Caller, { id, at }: { id: string; at: number }, content: Content): Promise<void> {
    const { contact, conversation } = await this.#become(caller)
    const message = messageId(caller.visitor.visitor, id)
    const now = Date.now()
    const told = await this.#tell(contact, {
      type: 'conversation.receive',
      id: message,
      at: Math.min(Math.max(at - this.#aheadMs, now - oldestMs), now),
      conversation,
      inbox: this.#ends.inbox,
      platform: 'webchat',
      contact,
      message,
      content
    })
    // They were erased while they wrote. The page keeps its words, and says them as somebody new.
    if (told.result === 'refused') this.#ends.hangUp(beginAgainMs)
    else this.#ends.say({ type: 'kept', id })
  }

  async #callMe(caller: Caller, { name }: Heard<'call-me'>): Promise<void> {
    if (name === '' || name === caller.visitor.name) return
    if (this.#waitFor(caller) > 0) return this.#ends.say({ type: 'refused', id: null, reason: 'too-fast' })
    caller.visitor = { ...caller.visitor, name }
    if (!caller.kept || !this.#place) return
    await this.#parts.visitors.keep(caller.token, caller.visitor, this.#place.contact)
    await this.#meet(caller.visitor, this.#place.contact)
  }

  async #receipt({ message, status }: Heard<'receipt'>): Promise<void> {
    if (!this.#place) return
    const { contact, conversation, room } = this.#place
    const messages = room.messages()
    const upTo = messages.findLastIndex(one => one.id === message && !one.mine)
    const seen = new Set(messages.slice(0, upTo + 1).map(one => one.id))
    const { sends } = await this.#parts.actors.state(this.#ends.tenant, 'conversation', conversation)
    const at = Date.now()
    for (const { message: platformId, delivery } of sends) {
      if (!seen.has(platformId) || delivery === 'read' || delivery === status) continue
      const id = `chat:${platformId}:${status}`
      const receipt = { id, at, conversation, platformId, message: platformId, status }
      await this.#tell(contact, { type: 'conversation.receipt', ...receipt })
    }
  }

  /** From the first words on, a visitor is somebody: before, a page that was only opened leaves no trace. */
  async #become(caller: Caller): Promise<Place> {
    const place = this.#place ?? (await this.#enter(caller.visitor))
    if (!caller.kept) await this.#parts.visitors.keep(caller.token, caller.visitor, place.contact)
    caller.kept = true
    // Also for somebody we know: a crash may have come between their token and their first words.
    if (!caller.met) await this.#meet(caller.visitor, place.contact)
    caller.met = true
    return place
  }

  async #enter(visitor: Visitor): Promise<Place> {
    const { people, rooms } = this.#parts
    const { tenant, inbox } = this.#ends
    const [person] = await people.claim(tenant, [[handleOf(visitor)]])
    if (!person) throw new Error('a visitor has no contact')
    const { contact } = person
    const conversation = people.conversationOf(tenant, inbox, contact)
    const listener = {
      grew: () => this.#show(),
      writing: (from: string) => this.#read !== null && this.#ends.say({ type: 'writing', from }),
      broke: () => this.#ends.hangUp(1000)
    }
    const room = await rooms.enter(tenant, conversation, listener)
    if (this.#left) room.leave()
    return (this.#place = { contact, conversation, room })
  }

  /** Sends what the page does not have yet. */
  #show(): void {
    const all = this.#place?.room.messages() ?? []
    while (this.#shown !== null && this.#shown < all.length) {
      const some = all.slice(this.#shown, this.#shown + messagesPerFrame)
      const messages = this.#quotes ? some : some.map(quotedInWords)
      this.#ends.say({ type: 'messages', from: this.#shown, messages })
      this.#shown += some.length
    }
    if (this.#shown !== null && this.#read !== null) this.#showRead().catch(() => this.#ends.hangUp(1000))
  }

  async #showRead(): Promise<void> {
    const inbox = await this.#parts.actors.state(this.#ends.tenant, 'inbox', this.#ends.inbox)
    const count = this.#place?.room.read() ?? 0
    if (this.#left || count <= (this.#read ?? count) || !courtesiesOf(inbox).read) return
    this.#read = count
    this.#ends.say({ type: 'read', count })
  }

  async #meet(visitor: Visitor, contact: string): Promise<void> {
    const id = `chat:${visitor.visitor}:met:${randomUUID()}`
    const handles = [handleOf(visitor)]
    const { inbox } = this.#ends
    const meet = { type: 'contact.meet', id, at: Date.now(), contact, inbox, handles, name: visitor.name } as const
    const told = await this.#tell(contact, meet)
    if (told.result === 'refused') this.#ends.hangUp(beginAgainMs)
  }

  #tell(contact: string, command: AnyCommand) {
    const judge = (now: number) => trustedContext({ kind: 'customer', id: contact }, now)
    return this.#parts.actors.tell(this.#ends.tenant, command, judge)
  }

  #waitFor({ visitor: { inbox, visitor } }: Caller): number {
    const now = Date.now()
    const { visitorPace, addressPace } = this.#parts
    return Math.max(visitorPace.take(`${inbox} ${visitor}`, now), addressPace.take(this.#ends.address, now))
  }
}
