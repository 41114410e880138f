import type { Chance } from '../power/chance.ts'
import type { StreamId } from '../../shared/kernel/message.ts'
import { arrange, keyOf, type Arranged, type Known, type Outcome, type Wanted } from '../../sync-server/log/arrange.ts'
import type { Ack, Batch, Chained } from '../../sync-server/log/recorded.ts'
import type { Aside } from './aside.ts'
import type { Clock } from './clock.ts'
import type { Tally } from './tally.ts'

/** What survives everything but an older backup: groups of rows, each whole, and whose device is whose. */
export type Disk = {
  incarnation: number
  readonly groups: Arranged[]
  readonly owners: Map<string, string>
  readonly aside: Aside
}

type Waiting = { readonly wanted: Wanted; readonly done: (outcome: Outcome) => void }

/**
 * One life of the server's log: what it remembers of the disk, and what it has yet to write. Group commit as in
 * `commit.ts`: `arrange` places what waits, then the disk syncs, then it is announced and answered.
 */
export class ServerLog {
  readonly disk: Disk
  readonly events = new Map<string, Chained[]>()
  readonly streams = new Map<string, Chained[]>()
  readonly #clock: Clock
  readonly #chance: Chance
  readonly #tally: Tally
  readonly #known: Known = { tenants: new Map(), heads: new Map(), heard: new Map(), acks: new Map() }
  readonly #refused = new Map<string, Ack>()
  readonly #newest = new Map<string, number>()
  #waiting: Waiting[] = []
  #writing: Arranged | null = null
  #isDead = false
  onCommitted: (batch: Batch) => void = () => undefined

  constructor(disk: Disk, clock: Clock, chance: Chance, tally: Tally) {
    this.disk = disk
    this.#clock = clock
    this.#chance = chance
    this.#tally = tally
    for (const group of disk.groups) this.#recall(group)
  }

  head(tenant: string): number {
    return this.events.get(tenant)?.length ?? 0
  }

  stream(tenant: string, stream: StreamId): readonly Chained[] {
    return this.streams.get(keyOf(tenant, stream)) ?? []
  }

  heardAt(tenant: string, cause: string): number | undefined {
    return this.#known.heard.get(keyOf(tenant, cause))
  }

  ack(tenant: string, client: string, n: number): Ack | undefined {
    return this.#known.acks.get(keyOf(tenant, client, n))
  }

  ackOfCommand(tenant: string, client: string, command: string): Ack | undefined {
    return this.#refused.get(keyOf(tenant, client, command))
  }

  /** The highest `n` up to which everything was judged. */
  acked(tenant: string, client: string): number {
    let n = 0
    while (n < (this.#newest.get(keyOf(tenant, client)) ?? 0) && this.ack(tenant, client, n + 1)) n++
    return n
  }

  want(wanted: Wanted, done: (outcome: Outcome) => void): void {
    if (this.#isDead) return
    this.#waiting.push({ wanted, done })
    this.#write()
  }

  /** What is being written is on the disk or not, whole. Nobody is told. */
  die(): void {
    this.#isDead = true
    if (!this.#writing) return
    this.#tally.count('crash while a commit was on its way')
    if (this.#chance.happens(0.5)) {
      this.#tally.count('ack lost after commit')
      this.disk.groups.push(this.#writing)
    }
  }

  #write(): void {
    const group = this.#waiting
    if (group.length === 0 || this.#writing || this.#isDead) return
    this.#waiting = []
    const arranged = arrange(
      group.map(one => one.wanted),
      this.#known,
      this.#clock.now
    )
    this.#writing = arranged
    this.#clock.after(1 + this.#chance.below(4), () => {
      if (this.#isDead) return
      this.#writing = null
      this.disk.groups.push(arranged)
      const batches = this.#remember(arranged)
      for (const batch of batches) this.onCommitted(batch)
      group.forEach(({ done }, at) => done(arranged.outcomes[at]!))
      this.#write()
    })
  }

  #recall(group: Arranged): void {
    for (const { tenant, seq, recorded_at, hash } of group.tenants.values()) {
      this.#known.tenants.set(tenant, { seq, recordedAt: recorded_at, hash })
    }
    for (const [key, { version, first_day }] of group.heads)
      this.#known.heads.set(key, { version, firstDay: first_day })
    for (const { tenant, cause, seq } of group.heard) this.#known.heard.set(keyOf(tenant, cause), seq)
    for (const { tenant, client, n, command, seq, refusal } of group.acks) {
      this.#known.acks.set(keyOf(tenant, client, n), { n, command, seq, refusal })
    }
    this.#remember(group)
  }

  #remember(group: Arranged): Batch[] {
    const tenants = [...group.tenants.keys()]
    for (const { tenant, client, n, command, seq, refusal } of group.acks) {
      const key = keyOf(tenant, client)
      this.#newest.set(key, Math.max(n, this.#newest.get(key) ?? 0))
      if (command !== null) this.#refused.set(keyOf(tenant, client, command), { n, command, seq, refusal })
    }
    let row = 0
    const fresh = new Map<string, Chained[]>()
    for (const outcome of group.outcomes) {
      if (outcome.result !== 'appended') continue
      for (const event of outcome.events) {
        const { tenant } = group.events[row++]!
        push(fresh, tenant, event)
        push(this.events, tenant, event)
        push(this.streams, keyOf(tenant, event.stream), event)
      }
    }
    return tenants.flatMap(tenant => {
      const events = fresh.get(tenant)
      return events ? [{ tenant, from: events[0]!.seq, to: events.at(-1)!.seq, events }] : []
    })
  }
}

function push<T>(into: Map<string, T[]>, key: string, one: T): void {
  const list = into.get(key)
  if (list) list.push(one)
  else into.set(key, [one])
}
