import type { Me } from '../../web/app/live.ts'
import { logOf } from '../../web/sync/engine/forgotten.ts'
import type { TabMessage } from '../../web/sync/tabs.ts'
import type { Home, Surroundings } from './home.ts'
import { Link, type Way } from './link.ts'
import { ModelDb, type Stand } from './model-db.ts'
import { SimTab } from './sim-tab.ts'

type Network = 'good' | 'away' | 'half-open' | 'one-way up' | 'one-way down' | 'slow'

/** One profile of one browser on one device: two databases, a clock that may be wrong, a network, and up to five tabs. */
export class Browser implements Home<SimTab> {
  readonly world: Surroundings
  readonly me: Me
  readonly number: number
  readonly hasLocks: boolean
  /** When a tab died last, until the others were seen to know what it wrote; 0: they do. */
  lastDeathAt = 0
  /** How often its tabs have dialled. */
  dials = 0
  goodSince = 0
  hasJumped = false
  /** The profile was copied to another device, or is the copy. */
  hasTwin = false
  db: ModelDb
  /** How far the device's clock is from the true time, milliseconds. */
  skewMs = 0
  network: Network = 'good'
  tabs: SimTab[] = []
  #holder: SimTab | null = null
  #queue: SimTab[] = []
  #opened = 0
  #isSyncing = false
  #telling = 0
  #risen: SimTab | null = null
  readonly #toldUntil = new WeakMap<SimTab, number>()
  /** A copied profile has put away what the first one had. */
  #putAway: ReadonlySet<number>
  #lookedAt = 0

  constructor(world: Surroundings, number: number, me: Me, hasLocks: boolean, db = new ModelDb()) {
    this.world = world
    this.number = number
    this.me = me
    this.hasLocks = hasLocks
    this.db = db
    this.#putAway = putAwayIn(db)
  }

  get now(): number {
    return Math.max(1, this.world.clock.now + this.skewMs)
  }

  get isIdle(): boolean {
    return this.tabs.every(tab => tab.isIdle)
  }

  openTab(isVisible = true): SimTab {
    if (isVisible) for (const tab of this.tabs) if (tab.isVisible) tab.show(false)
    const tab = new SimTab(this, ++this.#opened, isVisible)
    this.tabs.push(tab)
    return tab
  }

  /** Nothing is being done, and nothing is on its way from one tab to another. */
  get isQuiet(): boolean {
    return this.isIdle && this.#telling === 0
  }

  tell(from: SimTab, message: TabMessage): void {
    for (const tab of this.tabs) {
      if (tab === from) continue
      const { clock, chance } = this.world
      // A channel keeps its order.
      const at = Math.max(clock.now + chance.below(3), this.#toldUntil.get(tab) ?? 0)
      this.#toldUntil.set(tab, at)
      const ms = at - clock.now
      this.#telling++
      clock.after(ms, () => void this.#telling--)
      tab.soon(ms, () => tab.hear(message))
    }
  }

  askForLock(tab: SimTab, how: 'queue' | 'steal'): void {
    this.letGo(tab)
    if (how === 'queue') {
      this.#queue.push(tab)
      if (!this.#holder) this.#grantNext()
      return
    }
    const before = this.#holder
    this.#holder = tab
    before?.soon(0, () => before.take({ on: 'lock', is: 'lost' }))
    tab.soon(0, () => tab.take({ on: 'lock', is: 'granted' }))
  }

  letGo(tab: SimTab): void {
    this.#queue = this.#queue.filter(other => other !== tab)
    if (this.#holder !== tab) return
    this.#holder = null
    this.#grantNext()
  }

  #grantNext(): void {
    const next = this.#queue.shift()
    if (!next) return
    this.#holder = next
    next.soon(0, () => {
      if (this.#holder === next) next.take({ on: 'lock', is: 'granted' })
    })
  }

  /** Armed: the tab that asks its databases for the n-th time from now dies after they have answered. */
  crashAfter = 0

  mayCrash(tab: SimTab): boolean {
    if (this.crashAfter === 0 || --this.crashAfter > 0) return false
    this.world.tally.count(tab.leads ? 'crash of a leading tab between two steps' : 'crash of a tab between two steps')
    tab.die()
    return true
  }

  gone(tab: SimTab): void {
    this.lastDeathAt = this.world.clock.now
    this.tabs = this.tabs.filter(other => other !== tab)
    this.letGo(tab)
  }

  /** The device loses power: every tab is gone, and what the past had not synced. */
  crash(): void {
    for (const tab of this.tabs) tab.die()
    const lost = this.db.crash(this.world.chance.below(this.db.unsynced + 1))
    if (lost > 0) this.world.tally.count('relaxed commits lost')
  }

  dial(end: { opened(): void; hear(text: string): void; ended(): void }): Link {
    this.dials += 1
    const { clock, chance, tally } = this.world
    const link = new Link(clock, tally, () => 2 + chance.below(this.network === 'slow' ? 400 : 40))
    link.listen('down', end)
    const reached = this.network === 'good' || this.network === 'slow'
    if (this.network === 'away') clock.after(20 + chance.below(50), () => end.ended())
    if (reached) {
      clock.after(5 + chance.below(60), () => {
        if (!link.isOpen) return
        const { server } = this.world
        if (!server) return end.ended()
        server.accept(link, this.me.tenant, this.me.agent)
        if (this.network === 'slow') link.slow(2)
        end.opened()
      })
    }
    return link
  }

  /** What the network becomes, for sockets that are open and for those to come. */
  become(network: Network): void {
    if (network === 'good' && this.network !== 'good') this.goodSince = this.world.clock.now
    this.network = network
    for (const link of this.tabs.flatMap(tab => tab.links)) {
      if (network === 'good') link.flow()
      if (network === 'away') link.cut('up', 'down')
      if (network === 'half-open') link.stall('up', 'down')
      if (network === 'one-way up') link.stall('down')
      if (network === 'one-way down') link.stall('up')
      if (network === 'slow') link.slow(2)
    }
  }

  /** The sockets break, and only these ends notice. */
  cut(...noticed: Way[]): void {
    for (const link of this.tabs.flatMap(tab => tab.links)) link.cut(...noticed)
  }

  /** [T1] Only the tab that raised the epoch last may move the cursor. */
  wrote(tab: SimTab, before: Stand): void {
    const { epoch, cursor } = this.db.stand()
    if (epoch !== before.epoch) this.#risen = tab
    if (cursor !== before.cursor && this.#risen !== tab)
      this.world.fault(`[T1] a zombie, tab ${tab.number} of browser ${this.number}, moved the cursor`)
    this.#checkPutAway(tab)
    this.#syncSoon()
  }

  /** [R1] What waits is put away when the log here has come so far: not by where another log ended, or this one before it fell back. */
  #checkPutAway(tab: SimTab): void {
    if (this.db.putAway === this.#lookedAt) return
    this.#lookedAt = this.db.putAway
    const cursor = this.db.rows('meta').find(row => row.key === 'cursor')
    const [identity] = this.db.rows('identity')
    const here = cursor?.key === 'cursor' && logOf(cursor.incarnation) === identity?.log ? cursor.seq : 0
    for (const { n, acceptedAt } of this.db.rows('settled')) {
      if (!this.#putAway.has(n) && (acceptedAt ?? 0) > here)
        this.world.fault(`[R1] tab ${tab.number} of browser ${this.number} put away ${n} that is not here`)
    }
    this.#putAway = putAwayIn(this.db)
  }

  /** What was committed reaches the disk a little later. */
  #syncSoon(): void {
    if (this.#isSyncing || this.db.unsynced === 0) return
    this.#isSyncing = true
    this.world.clock.after(2000 + this.world.chance.below(4000), () => {
      this.#isSyncing = false
      this.db.sync()
    })
  }
}

function putAwayIn(db: ModelDb): ReadonlySet<number> {
  return new Set(db.rows('settled').map(({ n }) => n))
}
