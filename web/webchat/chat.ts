import { batch, computed, signal } from '@preact/signals'
import * as v from 'valibot'
import { unreachable } from '../../shared/kernel/unreachable.ts'
import type { Media } from '../../shared/conversations/content.ts'
import { broughtFile, type ChatDown, type ChatMessage, type ChatUp } from '../../shared/protocol/webchat.ts'
import { Connection } from './connection.ts'
import { Draft } from './draft.ts'
import { follow, unread } from './history.ts'
import { written } from './ledger.ts'
import { Receipts } from './receipts.ts'
import { Said } from './said.ts'
import type { Shelf } from './shelf.ts'
import { Someone } from './someone.ts'
import { forget, keep, nextToSend, unsentOn, type Unsent } from './unsent.ts'
import { whyNotTaken } from './why-not-taken.ts'
import type { World } from './world.ts'

const bringAgainAfterMs = 5000

type Heard<K extends ChatDown['type']> = Extract<ChatDown, { type: K }>

/** One visitor's conversation with one inbox: what is known, what waits to be sent, and the talk with the server. */
export class Chat {
  readonly title
  readonly name
  readonly nameSkipped
  readonly shown = signal<readonly ChatMessage[]>([])
  /** The history is here: what comes from now on is new. */
  readonly met = signal(false)
  readonly notice = signal<string | null>(null)
  readonly lasts
  readonly draft: Draft
  readonly receipts: Receipts
  readonly connection: Connection
  /** The name of who writes just now. */
  readonly writing
  readonly #someone = new Someone()
  readonly #said: Said
  /** How many of the visitor's own the business has read. */
  readonly #read = signal(0)
  readonly #unsent
  /** On the server's disk, and not yet told back in the order of the log. */
  readonly #kept = signal<readonly Unsent[]>([])
  readonly #world: World
  readonly #shelf: Shelf
  /** Opens this visitor's conversation, and no other. It goes to the shelf with the first words: see `#drain`. */
  #token: string | null = null
  #helloToken: string | null = null
  #saying: string | null = null

  constructor(world: World) {
    const shelf = world.shelf
    this.#world = world
    this.#shelf = shelf
    this.title = signal(shelf.get('title') ?? '')
    this.name = signal(shelf.get('name'))
    this.nameSkipped = signal(shelf.get('name-skipped') !== null)
    this.lasts = signal(shelf.lasts())
    this.#unsent = signal<readonly Unsent[]>(unsentOn(shelf))
    this.draft = new Draft(shelf)
    this.receipts = new Receipts(shelf)
    this.#said = new Said(shelf, () => world.now())
    this.writing = this.#someone.writes
    this.connection = new Connection({
      open: () => world.open(),
      chance: () => world.chance(),
      hello: () => this.#hello(),
      heard: frame => this.#heard(frame)
    })
  }

  readonly lines = computed(() => written(this.shown.value, this.#kept.value, this.#unsent.value, this.#read.value))
  readonly unread = computed(() => unread(this.shown.value, this.receipts.lookedAt.value))
  readonly waiting = computed(() => this.#unsent.value.length)

  say(text: string): void {
    const at = this.#next()
    keep(this.#shelf, { id: this.#world.newId(at), at, text, refused: null })
    this.draft.write('')
    this.reread()
    this.#drain()
  }

  /** On this device's disk when it resolves. */
  async sendFile(media: Media, bytes: ArrayBuffer): Promise<void> {
    const file = v.parse(broughtFile, media)
    const at = this.#next()
    const id = this.#world.newId(at)
    await this.#world.files.put(id, bytes)
    keep(this.#shelf, { id, at, text: '', refused: null, file })
    this.reread()
    this.#drain()
  }

  /** Takes a refused file away. */
  remove(id: string): void {
    this.#forget(id)
    this.reread()
    this.#drain()
  }

  retry(id: string): void {
    const message = this.#unsentBy(id)
    if (!message) return
    keep(this.#shelf, { ...message, refused: null })
    this.reread()
    this.#drain()
  }

  /** Takes a refused message back into the composer. */
  edit(id: string): void {
    const message = this.#unsentBy(id)
    if (!message) return
    this.draft.giveBack(message.text)
    forget(this.#shelf, id)
    this.reread()
  }

  callMe(name: string): void {
    this.#shelf.put('name-to-say', name)
    this.#named(name)
    this.connection.say({ type: 'call-me', name })
  }

  skipName(): void {
    this.#shelf.put('name-skipped', '1')
    this.nameSkipped.value = true
  }

  /** An agent's message really was before the visitor's eyes. */
  looked(id: string): void {
    this.receipts.look(this.shown.peek(), id)
    this.#tellReceipts()
  }

  /** Another tab of this visitor was heard by the server: its conversation is ours too. */
  join(token: string): void {
    if (token !== this.#token && this.#saying === null) this.connection.begin()
  }

  /** The shelf is the truth: another tab may have written or sent something. */
  reread(): void {
    this.#unsent.value = unsentOn(this.#shelf)
    this.lasts.value = this.#shelf.lasts()
  }

  /** Now; but behind what waits, also when the clock was put back. */
  #next(): number {
    return Math.max(this.#world.now(), (unsentOn(this.#shelf).at(-1)?.at ?? -1) + 1)
  }

  #hello(): ChatUp {
    this.#saying = null
    this.receipts.begin()
    this.#helloToken = this.#shelf.get('token') ?? this.#token
    const have = this.shown.peek().length
    const of = { have, log: this.#said.log ?? undefined, now: this.#world.now() }
    return { type: 'hello', token: this.#helloToken, ...of, courtesies: true, quotes: true }
  }

  #heard(frame: ChatDown): void {
    switch (frame.type) {
      case 'welcome':
        return this.#welcomed(frame)
      case 'messages':
        return this.#received(frame)
      case 'read':
        this.#read.value = frame.count
        return
      case 'writing':
        return this.#someone.write(frame.from)
      case 'kept':
        return this.#settled(frame.id)
      case 'staying':
        return void this.#bring(frame.id)
      case 'refused':
        return this.#refused(frame)
      case 'pong':
      case 'bye':
        return
      default:
        return unreachable(frame)
    }
  }

  #welcomed(frame: Heard<'welcome'>): void {
    const isForgotten = frame.token !== null && this.#helloToken !== null
    if (this.#said.met(frame.log, isForgotten) || isForgotten) this.#kept.value = []
    this.#token = frame.token ?? this.#helloToken
    if (frame.token) this.shown.value = []
    this.#read.value = 0
    this.notice.value = null
    this.title.value = frame.title
    this.#shelf.put('title', frame.title)
    const wanted = this.#shelf.get('name-to-say')
    if (wanted === null || wanted === frame.name) this.#shelf.drop('name-to-say')
    else this.connection.say({ type: 'call-me', name: wanted })
    this.#named(wanted ?? frame.name)
    this.reread()
    this.#drain()
  }

  #received(frame: Heard<'messages'>): void {
    const next = follow(this.shown.peek(), frame)
    if (!next) {
      this.shown.value = []
      return this.connection.begin()
    }
    if (frame.messages.some(message => !message.mine)) this.#someone.write(null)
    const there = new Set(next.map(message => message.id))
    for (const message of this.#unsent.peek()) if (there.has(message.id)) this.#taken(message)
    batch(() => {
      this.shown.value = next
      this.#kept.value = this.#kept.peek().filter(({ id }) => !there.has(id))
      this.met.value = true
      this.reread()
    })
    this.#drain()
    this.#tellReceipts()
  }

  #settled(id: string): void {
    this.notice.value = null
    if (this.#token !== null && this.#shelf.get('met') !== this.#token) this.#shelf.put('met', this.#token)
    const message = this.#unsentBy(id)
    if (!message) return
    this.#taken(message)
    batch(() => {
      this.#kept.value = [...this.#kept.peek(), message]
      this.reread()
    })
    this.#drain()
  }

  #refused({ id, reason }: Heard<'refused'>): void {
    const message = this.#unsentBy(id)
    if (message) keep(this.#shelf, { ...message, refused: reason })
    else this.notice.value = reason
    if (this.#saying === id) this.#saying = null
    this.reread()
    this.#drain()
  }

  #drain(): void {
    const next = nextToSend(this.#unsent.peek())
    if (!next || this.#saying === next.id || this.#token === null) return
    // The server knows a visitor from the first words on, so the token must be on the shelf before they are said.
    const known = this.#shelf.get('token')
    if (known !== null && known !== this.#token && known !== this.#helloToken) return this.connection.begin()
    if (known !== this.#token) this.#shelf.put('token', this.#token)
    const up: ChatUp = next.file
      ? { type: 'stay', id: next.id }
      : { type: 'say', id: next.id, at: next.at, text: next.text }
    if (this.connection.say(up)) this.#saying = next.id
  }

  /** The server knows who we are: its file goes before the message that names it. */
  async #bring(id: string): Promise<void> {
    const { file, at } = this.#unsentBy(id) ?? {}
    const bytes = file && (await this.#world.files.get(id))
    if (this.#saying !== id || !file || this.#token === null) return
    if (!bytes) return this.#refused({ type: 'refused', id, reason: 'no-such-file' })
    const status = await this.#world.put(file.file, file.mime, this.#token, bytes).catch(() => 0)
    // Hung up meanwhile: whoever begins again begins with this.
    if (this.#saying !== id || at === undefined) return
    const reason = whyNotTaken(status)
    if (reason !== undefined) return this.#refused({ type: 'refused', id, reason })
    if (status >= 200 && status < 300) return void this.connection.say({ type: 'send-file', id, at, file })
    setTimeout(() => {
      if (this.#saying !== id) return
      this.#saying = null
      this.#drain()
    }, bringAgainAfterMs)
  }

  #tellReceipts(): void {
    this.receipts.tell(this.shown.peek(), receipt => this.connection.say(receipt))
  }

  #named(name: string | null): void {
    this.name.value = name
    if (name === null) this.#shelf.drop('name')
    else this.#shelf.put('name', name)
    this.lasts.value = this.#shelf.lasts()
  }

  #taken(message: Unsent): void {
    this.#said.keep(message)
    this.#forget(message.id)
  }

  #forget(id: string): void {
    forget(this.#shelf, id)
    void this.#world.files.drop(id)
  }

  #unsentBy(id: string | null): Unsent | undefined {
    return this.#unsent.peek().find(message => message.id === id)
  }
}
