import type { StreamId } from '../../shared/kernel/message.ts'
import type { Told } from '../../sync-server/actors/actors.ts'
import type { ConsiderParts } from '../../sync-server/automation/consider.ts'
import { whenSomethingHappens } from '../../sync-server/automation/when-something-happens.ts'
import { passTime } from '../../sync-server/automation/when-time-comes.ts'
import { whenCustomerWritesAfterHours } from '../../sync-server/conversations/when-customer-writes-after-hours.ts'
import type { Sql } from '../../sync-server/db/sql.ts'
import type { Workspace } from '../../sync-server/identity/roster.ts'
import { keyOf } from '../../sync-server/log/arrange.ts'
import type { Follow } from '../../sync-server/log/follow.ts'
import { follower } from '../../sync-server/log/follower.ts'
import type { Positions } from '../../sync-server/log/positions.ts'
import type { Batch } from '../../sync-server/log/recorded.ts'
import { whenCustomerWrites } from '../../sync-server/workflow/when-customer-writes.ts'
import { deciderOf, foldOn } from '../../web/sync/engine/redraw.ts'
import { chance as openChance, type Chance } from '../power/chance.ts'
import { callsIn, duesIn, runsIn, type Asking } from './aside-tables.ts'
import type { Clock } from './clock.ts'
import type { ServerActors } from './server-actors.ts'
import type { ServerLog } from './server-log.ts'
import type { Tally } from './tally.ts'

/** Short here, so that a batch is often cut off in the middle. */
const batchSize = 5
const placesSavedAfterMs = 1000

type Served = {
  readonly log: ServerLog
  readonly actors: ServerActors
  workspace(tenant: string): Workspace
  readonly isDead: boolean
}
type Parts = {
  readonly clock: Clock
  readonly chance: Chance
  readonly tally: Tally
  readonly fault: (what: string) => void
  /** Asked whenever something was done that nobody has heard of yet. */
  readonly mayCrash: () => boolean
}

/**
 * What follows from the log by itself, in one life of the server: the follower, the automations and the away messages of
 * sync-server, over what the server model has. They wait for its answers on virtual time, and for ever for those of a dead one.
 */
export class Followers {
  readonly #server: Served
  readonly #clock: Clock
  readonly #mayCrash: () => boolean
  /** Of its own: how often it is asked depends on what the followers do. */
  readonly #chance: Chance
  readonly #listeners: ((batch: Batch) => void)[] = []
  #asked = 0
  #unsaved = new Map<string, number>()
  #stopNap = () => {}
  #isLooking = false
  #isToLookAgain = false
  readonly #passTime: () => Promise<number>

  readonly #asking: Asking = {
    ask: answer => this.#in(this.#databaseMs(), answer),
    // On the disk before it is answered, and perhaps never answered.
    write: change => {
      this.#clock.after(this.#chance.below(3), () => {
        if (!this.#server.isDead) change()
      })
      return this.#in(3 + this.#databaseMs(), () => undefined)
    }
  }

  constructor(server: Served, { clock, chance, tally, fault, mayCrash }: Parts) {
    this.#server = server
    this.#clock = clock
    this.#mayCrash = mayCrash
    this.#chance = openChance(chance.below(2 ** 31))
    const { aside } = server.log.disk
    const { ask } = this.#asking
    const report = (error: unknown) => fault(`a follower failed: ${String(error)}`)
    const source = {
      sql: this.#sql(),
      since: (tenant: string, seq: number, limit: number) =>
        ask(() => (server.log.events.get(tenant) ?? []).slice(seq, seq + limit)),
      onCommitted: (listener: (batch: Batch) => void) => (this.#listeners.push(listener), () => undefined),
      positions: this.#positions()
    }
    const follow = {
      follower: (name, handle) => follower(source, name, handle, { batchSize, report })
    } satisfies Pick<Follow, 'follower'>
    const actors: ConsiderParts['actors'] = {
      state: (tenant, kind, id) => ask(() => server.actors.state(tenant, `${kind}/${id}`) as never),
      tell: (tenant, command, contextAt) =>
        this.#wait(answer => {
          const done = (told: Told) => answer(ask(() => told))
          server.actors.tell({ tenant, command, contextAt, ticket: undefined, done })
        })
    }
    const roster = { of: (tenant: string) => ask(() => server.workspace(tenant)) }
    const streams = {
      all: (tenant: string, stream: StreamId) => ask(() => server.log.stream(tenant, stream)),
      between: (tenant: string, stream: StreamId, from: number, to: number) =>
        ask(() => server.log.stream(tenant, stream).slice(from - 1, to))
    }
    const states = {
      at: (tenant: string, stream: StreamId, version: number) =>
        ask(() => {
          const facts = server.log.stream(tenant, stream).map(event => event.fact)
          const decider = deciderOf(stream)!
          return foldOn(decider, decider.initial, facts.slice(0, version))
        })
    }
    const now = () => clock.now
    const automating = {
      actors,
      roster,
      streams,
      runs: runsIn(aside, this.#asking, tally, clock.now),
      dues: duesIn(aside, this.#asking),
      ...callsIn(aside, this.#asking),
      copiedAt: () => ask(() => aside.copiedAt),
      now,
      log: { follow, states, streams } as never
    }
    this.#passTime = async () => {
      await passTime(automating)
      return ((await automating.dues.next()) ?? Infinity) - now()
    }
    whenSomethingHappens(automating, () => this.#look())
    whenCustomerWrites({ actors, streams, roster }, follow)
    whenCustomerWritesAfterHours({ sql: source.sql, actors, follow, now })
    this.#look()
  }

  /** All that was committed has been looked at, and nothing is being done. */
  get isAtRest(): boolean {
    return this.#asked === 0
  }

  committed(batch: Batch): void {
    void this.#in(1, () => {
      for (const listener of this.#listeners) listener(batch)
    })
  }

  #in<T>(ms: number, answer: () => T): Promise<T> {
    return this.#wait(answered => {
      void this.#clock.answer(ms, () => {
        if (this.#server.isDead) return
        const said = answer()
        if (!this.#mayCrash()) answered(said)
      })
    })
  }

  /** Now and then it has something else to do. */
  #databaseMs(): number {
    return this.#chance.below(16) === 0 ? this.#chance.below(400) : this.#chance.below(4)
  }

  #wait<T>(begin: (answer: (with_: T | Promise<T>) => void) => void): Promise<T> {
    this.#asked += 1
    return new Promise<T>(resolve => {
      begin(answer => {
        this.#asked -= 1
        resolve(answer)
      })
    })
  }

  /** As `alarm.ts` does, by the virtual clock, which loses no count. */
  #look(): void {
    this.#isToLookAgain = true
    if (this.#isLooking) return
    this.#isLooking = true
    void this.#lookOn()
  }

  async #lookOn(): Promise<void> {
    let afterMs = 0
    while (this.#isToLookAgain) {
      this.#isToLookAgain = false
      afterMs = await this.#passTime()
    }
    this.#isLooking = false
    this.#stopNap()
    if (afterMs < Infinity) this.#stopNap = this.#clock.after(afterMs, () => this.#look())
  }

  #sql(): Sql {
    const { log } = this.#server
    const query = (_text: string, [value]: readonly unknown[] = []) =>
      this.#asking.ask(() => {
        if (String(value).startsWith('copied-at:')) return [{ value: String(log.disk.aside.copiedAt) }]
        const tenants = [...log.events.keys()]
        return tenants.map(tenant => {
          const seq = log.disk.aside.places.get(keyOf(String(value), tenant)) ?? 0
          return { tenant, seq, head: log.head(tenant) }
        })
      })
    return { everywhere: { query } } as never
  }

  /** As `positions.ts` keeps them: a little late, and all at once. */
  #positions(): Positions {
    const save = () => {
      const moved = this.#unsaved
      this.#unsaved = new Map()
      if (this.#server.isDead) return
      for (const [key, seq] of moved) this.#server.log.disk.aside.places.set(key, seq)
    }
    return {
      moved: ({ name, tenant, seq }) => {
        if (this.#unsaved.size === 0) this.#clock.after(placesSavedAfterMs, save)
        this.#unsaved.set(keyOf(name, tenant), seq)
      },
      flush: () => this.#asking.write(save)
    }
  }
}
