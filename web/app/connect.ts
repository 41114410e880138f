import type { StreamId } from '../../shared/kernel/message.ts'
import { unreachable } from '../../shared/kernel/unreachable.ts'
import { inTurn } from '../log/in-turn.ts'
import type { RunScript } from '../log/run-script.ts'
import type { DeviceLog } from '../sync/engine/device-log.ts'
import { patience } from '../sync/engine/line-state.ts'
import { Tab } from '../sync/engine/tab.ts'
import type { TabEffect, TimerName } from '../sync/engine/tab-state.ts'
import { openLock, type Lock, type Locks } from '../sync/lock.ts'
import { Needs, type NeedAnswer } from '../sync/needs.ts'
import { openSocket, type Socket, type Wire } from '../sync/socket.ts'
import type { TabMessage, Tabs } from '../sync/tabs.ts'
import { forgetAllFiles, forgetFiles, forgetFilesOf, giveUpFiles } from './files-here.ts'
import { makingRoom } from './making-room.ts'
import type { Painter } from './painter.ts'

export type ConnectDeps = {
  readonly name: string
  readonly log: DeviceLog
  readonly painter: Painter
  readonly tabs: Tabs
  readonly locks: Locks | null
  readonly run: RunScript
  dial(): Wire
  now(): number
  isVisible(): boolean
  /** Is this conversation on the device? */
  isHere(conversation: string): boolean
  newClient(): string
  onWelcome(me: Extract<TabEffect, { do: 'welcomed' }>['me']): void
  /** What this tab has in its hands of these streams is not to be kept. */
  onErased(streams: readonly StreamId[]): void
  /** What only colleagues wrote of conversations that are not on this device leaves it too. */
  forgetTheirs(isHere: (conversation: string) => boolean): void
  onTurnedAway(): void
  onTrouble(error: unknown): void
}

/** Does in a browser what the engine of this tab wants: sockets, timers, the lock, the other tabs, the databases. */
export class Connected {
  readonly #deps: ConnectDeps
  readonly #tab: Tab
  readonly #needs = new Needs()
  readonly #turn = inTurn()
  readonly #lock: Lock | null
  readonly #sockets = new Map<number, Socket>()
  readonly #timers = new Map<TimerName, ReturnType<typeof setTimeout>>()

  constructor(deps: ConnectDeps) {
    this.#deps = deps
    const { locks, log, painter } = deps
    this.#lock = locks && openLock(locks, deps.name, is => this.#hearOfLock(is))
    const world = { ...deps, hasLocks: locks !== null, patience, random: () => Math.random() }
    this.#tab = new Tab(world, log, painter, effect => this.#perform(effect))
    deps.tabs.onMessage(message => {
      this.#noticeGone(message)
      this.#tab.take({ on: 'told', message })
    })
    // An inbox was taken from us while we were away: its files and its colleagues' words go too.
    void forgetFilesOf(conversation => !deps.isHere(conversation)).catch(deps.onTrouble)
    deps.forgetTheirs(deps.isHere)
    this.#tab.take({ on: 'begin' })
  }

  get leads(): boolean {
    return this.#tab.leads
  }

  /** Something in the outbox was changed here. */
  changed(streams: Iterable<StreamId>): Promise<void> {
    return this.#deps.run(this.#tab.changed(streams))
  }

  /** Asks the server for a stream's events before this version. */
  need(stream: StreamId, before: number): Promise<NeedAnswer> {
    return this.#needs.ask(stream, () => this.#tab.need(stream, before))
  }

  /** The device may be full: here, because the first screen does without. */
  readonly makingRoom = makingRoom
  readonly giveUpFiles = giveUpFiles

  /** The page was shown or hidden, or the browser says that there is a network. */
  wake(): void {
    this.#tab.take({ on: 'woken' })
  }

  /** The browser says that there is no network. */
  doubt(): void {
    this.#tab.take({ on: 'doubt' })
  }

  /** Resolves when nothing reads or writes any more. Whoever sits here next has files of their own. */
  async close(): Promise<void> {
    this.#tab.take({ on: 'close' })
    await this.#turn(() => Promise.resolve())
    await forgetAllFiles()
    this.#deps.tabs.close()
  }

  #hearOfLock(is: unknown): void {
    if (is === 'granted' || is === 'lost') return this.#tab.take({ on: 'lock', is })
    this.#deps.onTrouble(is)
    this.#tab.take({ on: 'lock', is: 'unavailable' })
  }

  #perform(effect: TabEffect): void {
    switch (effect.do) {
      case 'dial':
        return this.#dial(effect.socket)
      case 'send':
        return this.#sockets.get(effect.socket)?.send(effect.frame)
      case 'hang-up':
        this.#sockets.get(effect.socket)?.close()
        this.#sockets.delete(effect.socket)
        return
      case 'wait':
        clearTimeout(this.#timers.get(effect.timer))
        this.#timers.set(
          effect.timer,
          setTimeout(() => this.#tab.take({ on: 'time', timer: effect.timer }), effect.ms)
        )
        return
      case 'stop waiting':
        return clearTimeout(this.#timers.get(effect.timer))
      case 'tell':
        this.#noticeGone(effect.message)
        return this.#deps.tabs.tell(effect.message)
      case 'ask for lock':
        return this.#lock?.ask(effect.how)
      case 'let go':
        return this.#lock?.letGo()
      case 'work':
        this.#turn(() => this.#deps.run(effect.script())).catch(this.#deps.onTrouble)
        return
      case 'needed':
        return this.#needs.answer(effect.stream, effect.answer)
      case 'welcomed':
        return this.#deps.onWelcome(effect.me)
      case 'turned away':
        return this.#deps.onTurnedAway()
      case 'trouble':
        return this.#deps.onTrouble(effect.error)
      default:
        return unreachable(effect)
    }
  }

  /** [S2] [S4] What is not ours to hold any more takes along what hangs on it: in every tab, whoever heard of it from the server. */
  #noticeGone(message: TabMessage): void {
    if (message.type !== 'stored') return
    const { isHere, onErased, forgetTheirs, onTrouble } = this.#deps
    const { erased, rows } = message.stored
    const taken = new Set(rows.filter(({ table, row }) => table === 'threads' && row === null).map(({ id }) => id))
    if (erased.length > 0) onErased(erased)
    void forgetFiles([...erased, ...[...taken].map((id): StreamId => `conversation/${id}`)]).catch(onTrouble)
    // It is stored, and not drawn yet.
    if (taken.size > 0) forgetTheirs(conversation => isHere(conversation) && !taken.has(conversation))
  }

  #dial(socket: number): void {
    const opened = openSocket(this.#deps.dial(), {
      onOpen: () => this.#tab.take({ on: 'opened', socket }),
      onFrame: frame => this.#tab.take({ on: 'heard', socket, frame }),
      onEnd: () => {
        this.#sockets.delete(socket)
        this.#tab.take({ on: 'ended', socket })
      }
    })
    this.#sockets.set(socket, opened)
  }
}
