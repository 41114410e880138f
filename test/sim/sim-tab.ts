import { unreachable } from '../../shared/kernel/unreachable.ts'
import { uuidv7 } from '../../shared/kernel/uuid.ts'
import type { DownFrame } from '../../shared/protocol/down.ts'
import type { Wish } from '../../web/app/device.ts'
import { createLive, type Live } from '../../web/app/live.ts'
import { openTab } from '../../web/app/open-tab.ts'
import type { Painter } from '../../web/app/painter.ts'
import { decideHere, type Decided } from '../../web/sync/engine/decide-here.ts'
import type { DeviceLog } from '../../web/sync/engine/device-log.ts'
import { patience } from '../../web/sync/engine/line-state.ts'
import type { Script } from '../../web/sync/engine/script.ts'
import { Tab } from '../../web/sync/engine/tab.ts'
import type { TabEffect, TabInput, TimerName } from '../../web/sync/engine/tab-state.ts'
import type { TabMessage } from '../../web/sync/tabs.ts'
import type { Home } from './home.ts'
import type { Link } from './link.ts'

/** Runs scripts one after the other; an answer takes a moment, and a tab that died in it goes no further. */
class Lane {
  readonly #tab: SimTab
  readonly #waiting: (() => Script<void>)[] = []
  isBusy = false

  constructor(tab: SimTab) {
    this.#tab = tab
  }

  add(script: () => Script<void>): void {
    this.#waiting.push(script)
    if (!this.isBusy) this.#next()
  }

  #next(): void {
    const script = this.#waiting.shift()
    this.isBusy = script !== undefined
    if (script) this.#go(script(), { say: undefined })
  }

  #go(script: Script<void>, answer: { say: unknown } | { fail: unknown }): void {
    const step = 'fail' in answer ? script.throw(answer.fail) : script.next(answer.say)
    if (step.done) return this.#next()
    const { browser } = this.#tab
    this.#tab.soon(browser.world.chance.below(3), () => {
      let said: { say: unknown } | { fail: unknown }
      const before = browser.db.stand()
      try {
        said = { say: browser.db.answer(step.value) }
      } catch (error) {
        said = { fail: error }
      }
      browser.wrote(this.#tab, before)
      if (browser.mayCrash(this.#tab)) return
      this.#go(script, said)
    })
  }
}

/** One tab of a browser: the engine, and around it what a browser is. */
export class SimTab {
  readonly browser: Home<SimTab>
  readonly live: Live = createLive()
  readonly number: number
  isVisible: boolean
  isAlive = true
  isFrozen = false
  log: DeviceLog | null = null
  #tab: Tab | null = null
  #painter: Painter | null = null
  readonly #sync = new Lane(this)
  readonly #hands = new Lane(this)
  readonly #timers = new Map<TimerName, () => void>()
  readonly #links = new Map<number, Link>()
  /** What happened while it was frozen. */
  #missed: (() => void)[] = []
  /** Told while it still read its databases. */
  readonly #early: TabMessage[] = []
  readonly troubles: unknown[] = []

  constructor(browser: Home<SimTab>, number: number, isVisible: boolean) {
    this.browser = browser
    this.number = number
    this.isVisible = isVisible
    this.#hands.add(() => this.#open())
  }

  get isIdle(): boolean {
    return this.#tab !== null && !this.#sync.isBusy && !this.#hands.isBusy && this.#missed.length === 0
  }

  get leads(): boolean {
    return this.#tab?.leads ?? false
  }

  get links(): readonly Link[] {
    return [...this.#links.values()]
  }

  /** Nothing happens in a tab that is dead, and in a frozen one later. */
  soon(ms: number, happen: () => void): () => void {
    return this.browser.world.clock.after(ms, () => {
      if (!this.isAlive) return
      if (this.isFrozen) this.#missed.push(happen)
      else happen()
    })
  }

  take(input: TabInput): void {
    if (this.isAlive) this.#tab?.take(input)
  }

  /** What a person does here, in turn. */
  hand(script: (tab: Tab, log: DeviceLog) => Script<void>): void {
    const trouble = (error: unknown) => this.troubles.push(error)
    const open = () => [this.#tab!, this.log!] as const
    this.#hands.add(function* () {
      try {
        yield* script(...open())
      } catch (error) {
        trouble(error)
      }
    })
  }

  wish(make: (log: DeviceLog) => Script<Wish | null>, decided: (decided: Decided | null, wish: Wish) => void): void {
    const { world } = this.browser
    this.hand((tab, log) => {
      const id = this.newId()
      const now = () => this.browser.now
      return (function* () {
        const wish = yield* make(log)
        if (!wish) return
        let made: Decided
        try {
          made = yield* decideHere(log, wish, id, now())
        } catch (error) {
          decided(null, wish)
          world.tally.count('not stored')
          throw error
        }
        decided(made, wish)
        if (made.accepted) yield* tab.changed([made.stream])
      })()
    })
  }

  newId(): string {
    const { chance } = this.browser.world
    return uuidv7(
      this.browser.now,
      Uint8Array.from({ length: 10 }, () => chance.below(256))
    )
  }

  show(isVisible: boolean): void {
    this.isVisible = isVisible
    this.take({ on: 'woken' })
  }

  freeze(): void {
    this.isFrozen = true
  }

  thaw(): void {
    this.isFrozen = false
    // In the order in which it was missed; a timer and a frame may both be long overdue.
    for (const happen of this.#missed.splice(0)) if (this.isAlive) happen()
    this.take({ on: 'woken' })
  }

  /** As a killed process: nothing is said any more, the sockets break. */
  die(): void {
    this.isAlive = false
    for (const stop of this.#timers.values()) stop()
    for (const link of this.#links.values()) link.cut('up')
    this.browser.gone(this)
  }

  close(): void {
    this.take({ on: 'close' })
    this.die()
  }

  *#open(): Script<void> {
    const { world, me } = this.browser
    this.live.me.value = me
    try {
      const { log, painter, isAll } = yield* openTab(me, this.live, {
        now: () => this.browser.now,
        newClient: () => this.newId(),
        // Some begin with a part of what they have, as a device does that has much.
        firstPacks: 1 + world.chance.below(4)
      })
      if (!isAll) yield* painter.first()
      this.log = log
      this.#painter = painter
    } catch (error) {
      // As a page that could not open its databases: the person sees the sign-in, and tries again.
      this.troubles.push(error)
      this.soon(20_000, () => this.#hands.add(() => this.#open()))
      return
    }
    const tabWorld = {
      hasLocks: this.browser.hasLocks,
      patience,
      now: () => this.browser.now,
      random: () => world.chance.below(1000) / 1000,
      newClient: () => this.newId(),
      isVisible: () => this.isVisible
    }
    this.#tab = new Tab(tabWorld, this.log, this.#painter, effect => this.#perform(effect))
    this.take({ on: 'begin' })
    for (const message of this.#early.splice(0)) this.hear(message)
  }

  hear(message: TabMessage): void {
    if (this.#tab) this.take({ on: 'told', message })
    else this.#early.push(message)
  }

  #perform(effect: TabEffect): void {
    const { browser } = this
    switch (effect.do) {
      case 'dial':
        return this.#dial(effect.socket)
      case 'send':
        return this.#links.get(effect.socket)?.send('up', JSON.stringify(effect.frame))
      case 'hang-up':
        this.#links.get(effect.socket)?.close('device')
        this.#links.delete(effect.socket)
        return
      case 'wait':
        this.#timers.get(effect.timer)?.()
        this.#timers.set(
          effect.timer,
          this.soon(effect.ms, () => this.take({ on: 'time', timer: effect.timer }))
        )
        return
      case 'stop waiting':
        return this.#timers.get(effect.timer)?.()
      case 'tell':
        return browser.tell(this, effect.message)
      case 'ask for lock':
        return browser.askForLock(this, effect.how)
      case 'let go':
        return browser.letGo(this)
      case 'work':
        return this.#sync.add(effect.script)
      case 'needed':
        return browser.world.tally.count(`needed: ${effect.answer}`)
      case 'welcomed': {
        const known = this.live.me.peek()
        if (known) this.live.me.value = { ...known, tenantName: effect.me.tenantName, role: effect.me.role }
        return
      }
      case 'turned away':
        return browser.world.tally.count('turned away')
      case 'trouble':
        this.troubles.push(effect.error)
        return browser.world.tally.count('trouble')
      default:
        return unreachable(effect)
    }
  }

  #dial(socket: number): void {
    const link = this.browser.dial({
      opened: () => this.soon(0, () => this.take({ on: 'opened', socket })),
      hear: text => {
        const frame = JSON.parse(text) as DownFrame
        this.soon(0, () => this.take({ on: 'heard', socket, frame }))
      },
      ended: () => {
        this.#links.delete(socket)
        this.soon(0, () => this.take({ on: 'ended', socket }))
      }
    })
    this.#links.set(socket, link)
  }
}
