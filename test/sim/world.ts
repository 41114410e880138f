import type { Chance } from '../power/chance.ts'
import { chance as openChance } from '../power/chance.ts'
import type { Viewer } from '../../sync-server/sync/engine/viewer.ts'
import { copyOf, nothingAside } from './aside.ts'
import type { Browser } from './browser.ts'
import { openClock, type Clock } from './clock.ts'
import { openLedger, type Entry, type Ledger } from './ledger.ts'
import { Server } from './server.ts'
import type { Disk } from './server-log.ts'
import { openTally, type Tally } from './tally.ts'

/** A Tuesday, a quarter of an hour before midnight UTC: a day ends early in every run. */
const start = Date.UTC(2026, 10, 24, 23, 45)

/** A little less than a device keeps what was answered. */
const keptMs = 7 * 86_400_000 - 3_600_000

/** Marks whatever belongs to one inbox: nobody who may not see it may ever be sent it. */
export function canary(tenant: string, inbox: string): string {
  return `⟦${tenant}:${inbox}⟧`
}
export const canaries = /⟦([\w-]+):([\w-]+)⟧/g

/** Everything that is simulated, under one clock and one chance. */
export class World {
  readonly clock: Clock = openClock(start)
  readonly chance: Chance
  readonly tally: Tally = openTally()
  readonly ledger: Ledger = openLedger()
  readonly browsers: Browser[] = []
  disk: Disk = { incarnation: 1, groups: [], owners: new Map(), aside: nothingAside() }
  server: Server | null = null
  servedSince = 0
  #backups: Pick<Disk, 'groups' | 'owners' | 'aside'>[] = []
  #lives = 1
  readonly #automates: boolean
  #crash = { after: 0, downMs: 0 }

  /** `automates`: some plans were made before there were automations here. */
  constructor(seed: number, automates: boolean) {
    this.chance = openChance(seed)
    this.#automates = automates
    this.startServer()
  }

  startServer(): void {
    if (this.server) return
    this.servedSince = this.clock.now
    this.server = new Server(this.disk, this.clock, this.chance, this.tally, {
      automates: this.#automates,
      sent: (agent, tenant, text, viewer) => this.#lookForCanaries(agent, tenant, text, viewer),
      fault: what => this.ledger.fault(what),
      mayCrash: () => this.#mayCrash()
    })
  }

  /** The server dies after the `after`-th thing from now that something which follows by itself has done, and is started again. */
  crashServer(after: number, downMs: number): void {
    this.#crash = { after, downMs }
  }

  #mayCrash(): boolean {
    if (this.#crash.after === 0 || --this.#crash.after > 0) return false
    this.tally.count('server killed while something follows')
    this.stopServer()
    this.clock.after(this.#crash.downMs, () => this.startServer())
    return true
  }

  stopServer(): void {
    this.server?.die()
    this.server = null
  }

  fault(what: string): void {
    this.ledger.fault(what)
  }

  backUp(): void {
    this.tally.count('backup')
    const { groups, owners, aside } = this.disk
    this.#backups.push({ groups: [...groups], owners: new Map(owners), aside: copyOf(aside) })
  }

  /** As an operator does: the server is down, its log is as it was then, and has a new life. */
  restore(which: number): boolean {
    const backup = this.#backups[which % Math.max(1, this.#backups.length)]
    if (!backup) return false
    const before = this.disk.groups.length
    this.stopServer()
    for (const { command, refusal } of this.disk.groups.flatMap(group => group.acks)) {
      const entry = command !== null && refusal !== null ? this.ledger.entries.get(command) : undefined
      if (entry) entry.wasRefused = true
    }
    const aside = { ...copyOf(backup.aside), copiedAt: this.clock.now }
    this.disk = { incarnation: ++this.#lives, groups: [...backup.groups], owners: new Map(backup.owners), aside }
    if (before > backup.groups.length) this.tally.count('restored backup that lacks something')
    const kept = new Set(backup.groups.flatMap(group => group.heard.map(({ cause }) => cause)))
    // A platform does not bring again what it was told is safe.
    for (const [cause, one] of this.ledger.received) if (!kept.has(cause)) one.forgiven = true
    for (const entry of this.ledger.entries.values()) if (!this.#isStillKept(entry)) entry.forgiven = true
    return true
  }

  /** What was told to be safe is kept for a week by the device's clock, and not by a copied profile that starts again. */
  #isStillKept({ browser, at }: Entry): boolean {
    return !browser.hasTwin && !browser.hasJumped && this.clock.now - at < keptMs
  }

  #lookForCanaries(agent: string, tenant: string, text: string, viewerNow: () => Viewer | null): void {
    if (!text.includes('⟦')) return
    const viewer = viewerNow()
    for (const [, of, inbox] of text.matchAll(canaries)) {
      if (of === tenant && viewer?.sees(`inbox:${inbox}`)) continue
      this.ledger.fault(`[S1] ${agent} of ${tenant} was sent something of ${of}:${inbox}`)
    }
  }
}
