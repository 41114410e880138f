import type { StreamId } from '../../shared/kernel/message.ts'
import type { DownFrame } from '../../shared/protocol/down.ts'
import { protocolVersion } from '../../shared/protocol/version.ts'
import type { Cursor } from '../log/db.ts'
import { inTurn } from '../log/in-turn.ts'
import { backoffMs } from './backoff.ts'
import type { Ack, Outbox } from './outbox.ts'
import { openSocket, type Patience, type Socket, type Wire } from './socket.ts'
import type { SharedConnection } from './tabs.ts'

type Frame<T extends DownFrame['type']> = Extract<DownFrame, { type: T }>

/** What the line needs of the device. Everything it hears is handed over one by one, in order. */
export type LineDeps = {
  dial(): Wire
  readonly outbox: Pick<Outbox, 'client' | 'lastN' | 'rows' | 'window' | 'renumber'>
  cursor(): Cursor | null
  newClient(): string
  onWelcome(frame: Frame<'welcome'>): Promise<void>
  /** `lost`: something before this never came; the line says hello again. */
  onEvents(incarnation: string, frame: Frame<'events'>): Promise<'lost' | 'taken'>
  onSnapshot(incarnation: string, frame: Frame<'snapshot'>): Promise<void>
  onPart(frame: Frame<'part'>): Promise<void>
  onAcks(acks: readonly Ack[]): Promise<void>
  onConnection(connection: SharedConnection): void
  /** The server would not have us: perhaps nobody is signed in any more. */
  onTurnedAway(): void
  /** A frame could not be stored. The line hangs up and tries again later. */
  onTrouble(error: unknown): void
  readonly patience?: Patience
  readonly random?: () => number
}

const restlessMs = 2000

/**
 * Keeps one socket to the server, for as long as it is open:
 *
 *     dial → hello → welcome → (snapshot …) → events …      down
 *                       └─ push ─ acks ─ push ─ acks …      up, at most one window on its way
 *     end  → wait (full jitter) → dial
 */
export class Line {
  readonly #deps: LineDeps
  readonly #turn = inTurn()
  #socket: Socket | null = null
  #welcomed: Frame<'welcome'> | null = null
  #attempt = 0
  #comeBackAfterMs: number | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  #closed = false
  /** The next `n` to push on this socket. */
  #next = 1
  #pushing = false
  #lastHeardAt: number | null = null
  #dialledAt = 0

  constructor(deps: LineDeps) {
    this.#deps = deps
    this.#dial()
  }

  /** There may be something to push. */
  push(): void {
    // Somebody is at work here: worth a try now, but not one with every key.
    if (!this.#socket && Date.now() - this.#dialledAt > restlessMs) return this.#dial()
    this.#push().catch(this.#deps.onTrouble)
  }

  /** `false`: not connected. */
  need(stream: StreamId, before: number): boolean {
    if (!this.#welcomed) return false
    this.#socket?.send({ type: 'need', stream, before })
    return true
  }

  /** Something says that the network is back, or that we slept: try now instead of later. */
  hurry(): void {
    if (this.#socket) this.#socket.probe()
    else this.#dial()
  }

  /** Resolves when nothing that was heard is being worked on any more. */
  close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#timer)
    this.#socket?.close()
    return this.#turn(() => Promise.resolve())
  }

  #dial(): void {
    clearTimeout(this.#timer)
    if (this.#closed || this.#socket) return
    this.#dialledAt = Date.now()
    const { dial, outbox, cursor, patience } = this.#deps
    const socket: Socket = openSocket(
      dial(),
      {
        onOpen: () =>
          socket.send({ type: 'hello', protocol: protocolVersion, client: outbox.client, cursor: cursor() }),
        onFrame: frame => this.#heard(socket, frame),
        onEnd: () => this.#ended(socket)
      },
      patience
    )
    this.#socket = socket
    this.#report()
  }

  #heard(socket: Socket, frame: DownFrame): void {
    this.#lastHeardAt = Date.now()
    const work = () => (this.#socket === socket ? this.#hear(frame) : Promise.resolve())
    this.#turn(work).catch((error: unknown) => {
      this.#deps.onTrouble(error)
      socket.close()
    })
  }

  #ended(socket: Socket): void {
    if (this.#socket !== socket) return
    const turnedAway = this.#welcomed === null
    this.#socket = null
    this.#welcomed = null
    this.#pushing = false
    this.#report()
    if (this.#closed) return
    const random = this.#deps.random ?? Math.random
    this.#timer = setTimeout(() => this.#dial(), this.#comeBackAfterMs ?? backoffMs(this.#attempt++, random()))
    this.#comeBackAfterMs = null
    if (turnedAway) this.#deps.onTurnedAway()
  }

  async #hear(frame: DownFrame): Promise<void> {
    const deps = this.#deps
    const incarnation = this.#welcomed?.incarnation
    switch (frame.type) {
      case 'welcome':
        return this.#welcome(frame)
      case 'snapshot':
        if (incarnation !== undefined) await deps.onSnapshot(incarnation, frame)
        return this.#report()
      case 'events':
        if (incarnation !== undefined && (await deps.onEvents(incarnation, frame)) === 'lost') this.#socket?.close()
        return this.#report()
      case 'acks':
        await deps.onAcks(frame.acks)
        this.#report()
        return this.#push()
      case 'gap':
        this.#next = frame.expected
        return this.#push()
      case 'part':
        return deps.onPart(frame)
      case 'pong':
        return this.#report()
      case 'bye':
        return this.#farewell(frame)
    }
  }

  async #welcome(frame: Frame<'welcome'>): Promise<void> {
    const { outbox, newClient, onWelcome } = this.#deps
    if (frame.acked > outbox.lastN) {
      await outbox.renumber(newClient())
      this.#comeBackAfterMs = 0
      return this.#socket?.close()
    }
    this.#attempt = 0
    this.#welcomed = frame
    await onWelcome(frame)
    // What we have no answer to is asked again: the same `n` gets the same answer [P2].
    const unanswered = outbox.rows.find(row => row.acceptedAt === null && row.refusal === null)
    this.#next = Math.min(unanswered?.n ?? Infinity, frame.acked + 1)
    this.#report()
    return this.#push()
  }

  #farewell({ reason, comeBackAfterMs }: Frame<'bye'>): void {
    // Who is signed out is not told when to come back: until somebody signs in, we knock ever more rarely.
    this.#comeBackAfterMs = reason === 'signed-out' ? null : comeBackAfterMs
    if (reason === 'signed-out' && this.#welcomed) this.#deps.onTurnedAway()
    this.#socket?.close()
  }

  async #push(): Promise<void> {
    const { outbox } = this.#deps
    const isOnItsWay = outbox.rows.some(row => row.n < this.#next && row.acceptedAt === null && row.refusal === null)
    const socket = this.#socket
    if (!this.#welcomed || !socket || this.#pushing || isOnItsWay) return
    this.#pushing = true
    const items = await outbox.window(this.#next).finally(() => {
      if (this.#socket === socket) this.#pushing = false
    })
    if (items.length === 0 || this.#socket !== socket) return
    socket.send({ type: 'push', items: [...items] })
    this.#next += items.length
    this.#report()
  }

  #report(): void {
    const seq = this.#deps.cursor()?.seq ?? -1
    const connected = this.#welcomed && (seq >= this.#welcomed.head ? 'up-to-date' : 'catching-up')
    const state = connected ?? (this.#socket ? 'connecting' : 'offline')
    const pushedUpTo = this.#welcomed ? this.#next - 1 : 0
    this.#deps.onConnection({ state, pushedUpTo, lastHeardAt: this.#lastHeardAt })
  }
}
