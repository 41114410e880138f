import type { StreamId } from '../../../shared/kernel/message.ts'
import { unreachable } from '../../../shared/kernel/unreachable.ts'
import type { DownFrame } from '../../../shared/protocol/down.ts'
import type { Painter } from '../../app/painter.ts'
import type { SharedConnection, TabMessage } from '../tabs.ts'
import type { Cursor } from '../../log/db.ts'
import type { DeviceLog } from './device-log.ts'
import { elect, type Leader, type LeaderEffect, type LeaderInput } from './leader.ts'
import { connectionOf, isNews, step } from './line.ts'
import { noLine, type Line, type LineEffect, type LineInput } from './line-state.ts'
import { News } from './news.ts'
import { Overtaken, raiseEpoch } from './receive.ts'
import type { Script } from './script.ts'
import { startAnew } from './start-anew.ts'
import type { TabEffect, TabInput, TabWorld } from './tab-state.ts'

/** This tab's part in the sync: it owns the socket, or it hears from the tab that does. */
export class Tab {
  readonly #world: TabWorld
  readonly #log: DeviceLog
  readonly #painter: Painter
  readonly #emit: (effect: TabEffect) => void
  readonly #news: News
  #leader: Leader
  #line: Line | null = null
  #dialled = 0
  /** The epoch of the newest leader we heard of. What was stored before it we have read. */
  #ledBy = 0
  /** Up to where the screen shows what the store has: it is up to date only when it can be seen. */
  #drawn: Cursor | null = null
  #shared: SharedConnection = { state: 'offline', pushedUpTo: 0, lastHeardAt: null }

  constructor(world: TabWorld, log: DeviceLog, painter: Painter, emit: (effect: TabEffect) => void) {
    this.#world = world
    this.#log = log
    this.#painter = painter
    this.#emit = emit
    this.#leader = { hasLocks: world.hasLocks, isVisible: world.isVisible(), state: 'following', epoch: 0 }
    const onHole = ({ stream, from }: { stream: StreamId; from: number }) => void this.#needNow(stream, from)
    const tell = (message: TabMessage) => emit({ do: 'tell', message })
    this.#news = new News({ log, painter, tell, onHole, now: () => world.now() })
  }

  get leads(): boolean {
    return this.#line !== null
  }

  take(input: TabInput): void {
    // The databases are about to be closed: what other tabs still say finds nobody.
    if (this.#leader.state === 'closed') return
    switch (input.on) {
      case 'begin':
      case 'close':
      case 'lock':
        return this.#elect(input)
      case 'woken':
        return this.#wake()
      case 'told':
        this.#elect(input)
        return this.#work(() => this.#hear(input.message))
      case 'time':
        if (input.timer === 'redial' || input.timer === 'life') return this.#step({ on: 'time', timer: input.timer })
        return this.#elect({ on: 'time', timer: input.timer })
      case 'opened':
      case 'heard':
      case 'ended':
      case 'doubt':
        return this.#step(input)
      default:
        return unreachable(input)
    }
  }

  /** Something in the outbox was changed here. */
  *changed(streams: Iterable<StreamId>): Script<void> {
    this.#emit({ do: 'tell', message: { type: 'outbox-changed' } })
    // Sent before it is drawn: the store takes its time, and this tab can draw meanwhile.
    this.#step({ on: 'push' })
    yield* this.#painter.outbox(streams)
  }

  /** Asks the server for a stream's events before this version; `needed` is the answer. */
  need(stream: StreamId, before: number): void {
    if (!this.#line) this.#emit({ do: 'tell', message: { type: 'need', stream, before } })
    else if (!this.#needNow(stream, before)) this.#emit({ do: 'needed', stream, answer: 'offline' })
  }

  #needNow(stream: StreamId, before: number): boolean {
    if (!this.#line?.welcomed) return false
    this.#step({ on: 'need', stream, before })
    return true
  }

  #wake(): void {
    this.#elect({ on: this.#world.isVisible() ? 'shown' : 'hidden' })
    if (this.#line) this.#step({ on: 'hurry' })
    else this.#work(() => this.#news.catchUp())
  }

  #work(work: () => Script<void>): void {
    const trouble = (error: unknown) => this.#trouble(error)
    this.#emit({
      do: 'work',
      *script() {
        try {
          yield* work()
        } catch (error) {
          trouble(error)
        }
      }
    })
  }

  #trouble(error: unknown): void {
    if (error instanceof Overtaken) this.#elect({ on: 'overtaken' })
    else this.#emit({ do: 'trouble', error })
  }

  #elect(input: LeaderInput): void {
    const { leader, effects } = elect(this.#leader, input, this.#world.random())
    this.#leader = leader
    for (const effect of effects) this.#lead(effect)
  }

  #lead(effect: LeaderEffect): void {
    switch (effect.do) {
      case 'raise epoch':
        return this.#emit({ do: 'work', script: () => this.#rise() })
      case 'lead':
        this.#line = { ...noLine, dialled: this.#dialled }
        return this.#step({ on: 'dial' })
      case 'follow':
        this.#step({ on: 'close' })
        this.#line = null
        return
      default:
        return this.#emit(effect)
    }
  }

  *#rise(): Script<void> {
    let epoch: number | null = null
    try {
      const raised = yield* raiseEpoch()
      yield* this.#news.catchUp()
      this.#ledBy = epoch = raised
      this.#drawn = this.#log.past.cursor
    } catch (error) {
      this.#trouble(error)
    }
    this.#elect({ on: 'raised', epoch })
  }

  #step(input: LineInput): void {
    if (!this.#line) return
    const [{ outbox, past }, { patience }] = [this.#log, this.#world]
    const device = { now: this.#world.now(), random: this.#world.random(), patience, outbox, cursor: past.cursor }
    const { line, effects } = step(this.#line, input, device)
    this.#line = line
    this.#dialled = line.dialled
    // What goes, goes before it is drawn; and a screen that cannot draw this is not the end of the line.
    for (const effect of effects) this.#carryOut(effect)
    if (this.#line === line) this.#connection(connectionOf(line, this.#drawn))
  }

  #connection(shared: SharedConnection): void {
    if (!isNews(this.#shared, shared)) return
    this.#shared = shared
    this.#emit({ do: 'tell', message: { type: 'connection', connection: shared } })
    this.#painter.connection(shared)
  }

  #carryOut(effect: LineEffect): void {
    const { epoch } = this.#leader
    switch (effect.do) {
      case 'take':
        return this.#forLine(effect.socket, () => this.#takeIn(epoch, effect.incarnation, effect.frame))
      case 'window':
        return this.#forLine(effect.socket, () => this.#window(effect.socket, effect.from, effect.log))
      case 'look':
        return this.#work(() => this.#look())
      case 'renumber':
        return this.#forLine(effect.socket, () => this.#renumber())
      case 'start anew':
        return this.#work(() => startAnew(epoch, this.#news, this.#world.newClient()))
      default:
        return this.#emit(effect)
    }
  }

  /** Does what the line asked for, and lets it hear how that went; `null`: it knows already. */
  #forLine(socket: number, work: () => Script<'taken' | 'lost' | 'failed' | null>): void {
    const ended = (result: 'taken' | 'lost' | 'failed') => this.#step({ on: 'taken', socket, result })
    const trouble = (error: unknown) => this.#trouble(error)
    const isCurrent = () => this.#line?.socket === socket
    this.#emit({
      do: 'work',
      *script() {
        try {
          const result = isCurrent() ? yield* work() : null
          if (result) ended(result)
        } catch (error) {
          trouble(error)
          ended('failed')
        }
      }
    })
  }

  *#window(socket: number, from: number, log: string): Script<null> {
    const { outbox } = this.#log
    const waited = new Set(outbox.rows.filter(row => row.acceptedAt === null).map(row => row.n))
    const items = yield* outbox.window(from, log)
    this.#step({ on: 'window', socket, items })
    // A restored server is told again what it had accepted: that waits once more, and is shown so.
    const waits = outbox.rows.some(row => row.command && row.acceptedAt === null && !waited.has(row.n))
    if (waits || items.some(({ n, command }) => command && !waited.has(n))) yield* this.changed([])
    return null
  }

  *#look(): Script<void> {
    yield* this.#news.look()
    this.#step({ on: 'push' })
  }

  *#renumber(): Script<'failed'> {
    yield* this.#news.renumber(this.#world.newClient())
    // What this socket said was about another client: it ends, and the next one says hello as the new one.
    return 'failed'
  }

  *#takeIn(epoch: number, incarnation: string, frame: DownFrame): Script<'taken' | 'lost' | 'failed'> {
    let result: 'taken' | 'lost' | 'failed' = 'failed'
    try {
      return (result = yield* this.#store(epoch, incarnation, frame))
    } finally {
      // [S2] A snapshot that was begun has taken the cursor away: if it broke off, the next hello must not say the old one.
      if (result !== 'taken') yield* this.#news.catchUp()
      this.#drawn = this.#log.past.cursor
    }
  }

  *#store(epoch: number, incarnation: string, frame: DownFrame): Script<'taken' | 'lost' | 'failed'> {
    switch (frame.type) {
      case 'welcome':
        this.#emit({ do: 'welcomed', me: frame.me })
        yield* this.#news.look()
        // With another role than before, what is hoped for may not hold.
        yield* this.#painter.outbox()
        for (const { stream, from } of yield* this.#news.holes()) this.#needNow(stream, from)
        return 'taken'
      case 'events':
        return yield* this.#news.events(epoch, incarnation, frame)
      case 'snapshot':
        yield* this.#news.snapshot(epoch, incarnation, frame)
        return 'taken'
      case 'part': {
        yield* this.#news.part(epoch, frame)
        const { stream, complete } = frame
        const answer = complete ? 'complete' : 'stored'
        this.#emit({ do: 'needed', stream, answer })
        this.#emit({ do: 'tell', message: { type: 'needed', stream, answer } })
        return 'taken'
      }
      case 'acks':
        return (yield* this.#news.settle(frame.acks)) === 'copied' ? yield* this.#renumber() : 'taken'
      default:
        return 'taken'
    }
  }

  *#hear(message: TabMessage): Script<void> {
    switch (message.type) {
      case 'stored':
        // Late news of a leader who is overtaken: we have read the store since, and would step back.
        return message.epoch < this.#ledBy ? undefined : yield* this.#painter.stored(message.stored)
      case 'outbox-changed':
        yield* this.#log.outbox.reload()
        yield* this.#painter.outbox()
        return this.#step({ on: 'push' })
      case 'connection':
        return this.#line ? undefined : this.#painter.connection(message.connection)
      case 'need':
        if (!this.#line || this.#needNow(message.stream, message.before)) return
        return this.#emit({ do: 'tell', message: { type: 'needed', stream: message.stream, answer: 'offline' } })
      case 'needed':
        return this.#emit({ do: 'needed', stream: message.stream, answer: message.answer })
      case 'who-leads':
        if (!this.#line) return
        return this.#emit({ do: 'tell', message: { type: 'connection', connection: this.#shared } })
      case 'leading':
        // Whoever led before may have died between storing something and telling us.
        if (this.#line || message.epoch <= this.#ledBy) return
        yield* this.#news.catchUp()
        return void (this.#ledBy = message.epoch)
      default:
        return unreachable(message)
    }
  }
}
