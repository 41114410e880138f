import type { Door, Sql } from '../db/sql.ts'
import { announcements, type Announcements } from './announce.ts'
import { arrange, causeOf, type Append, type Judgement, type Outcome, type Wanted } from './arrange.ts'
import type { Follow } from './follow.ts'
import { groups, type Waiting } from './group.ts'
import { inFull, type InFull } from './in-full.ts'
import { ledger } from './ledger.ts'
import type { Partitions } from './partitions.ts'
import type { Ack } from './recorded.ts'
import { inTheClear, type Sealing } from './sealing.ts'
import { readKnown } from './store.ts'
import { writeArranged } from './write-arranged.ts'

/** The database did not say that it is durable. Ask again with the same cause: what was written all the same is `repeated`. */
export class NotStored extends Error {
  readonly code: 'not-stored' | 'storage-full'
  constructor(cause: unknown) {
    super(`could not be written: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
    this.name = 'NotStored'
    this.code = (cause as { code?: unknown }).code === 'storage-full' ? 'storage-full' : 'not-stored'
  }
}

export type Committer = {
  /** Resolves when durable. Rejects with `Busy` or `NotStored`. */
  append(append: Append): Promise<Outcome>
  /** Keeps an answer that needs no facts, in the same commits. A ticket judged before keeps its first answer. */
  judge(judgement: Judgement): Promise<Ack>
  /** Hears of every commit, per tenant in the order of `seq`, before those who wait for it do. */
  readonly onCommitted: Announcements['onCommitted']
  /** Resolves when nothing waits any more. */
  idle(): Promise<void>
  /** How many wait to be written. */
  readonly waiting: number
}

export type CommitterOptions = {
  readonly now?: () => number
  readonly mostWaiting?: number
  readonly mostInOneCommit?: number
  readonly report?: (error: unknown) => void
  /** How words about a person are stored. */
  readonly sealing?: Sealing
}

/**
 * Group commit: all that came in one tick, or while the disk was busy, is one transaction and one sync.
 *
 *     append ─┐                 ┌─ arrange on what is remembered ─ write, in one message ─┐
 *     append ─┼─ waiting ─ take ┤            it was not so? ↓                             ├─ announce, then answer
 *     judge  ─┘                 │  lock the tenants, read ─ arrange ─ write ─ commit ─────┤
 *                               └─ … the next ones gather meanwhile ──────────────────────┘
 *
 * Where many gather, the next group is arranged on what this one will leave, and told to the database behind it.
 */
export function committer(
  sql: Sql,
  partitions: Partitions,
  since: Follow['since'],
  options: CommitterOptions = {}
): Committer {
  const { now = Date.now, mostWaiting = 10_000, mostInOneCommit = 256, report = rethrow } = options
  const { sealing = inTheClear } = options
  const { onCommitted, announce } = announcements(report)
  const told = inFull(announce, since, report)
  const store = storing(sql, partitions, told, now)
  const queue = groups<Wanted, Outcome>(settle, {
    mostWaiting,
    mostInOneGroup: mostInOneCommit,
    enough: 32,
    // Two that are told to a database side by side could arrive in the wrong order, and the later one would say no.
    mostUnderWay: sql.keepsOrder ? 2 : 1
  })

  async function settle(group: readonly Waiting<Wanted, Outcome>[]): Promise<void> {
    let stored: Stored
    try {
      stored = await store(group.map(one => one.wanted))
    } catch (error) {
      if (group.length > 1 && isAboutContent(error)) {
        // Something one of them carries cannot be stored. It alone shall fail.
        for (const one of group) await settle([one])
      } else {
        for (const one of group) one.reject(new NotStored(error))
      }
      return
    }
    const { outcomes } = stored
    const committed = appended(group, outcomes)
    await told.announce(committed, stored.stood ?? behind(committed))
    for (const [index, one] of group.entries()) one.resolve(outcomes[index]!)
  }

  return {
    async append(append) {
      // Called before it can wait with others: a malformed one must not be their trouble.
      causeOf(append)
      const sealed = await sealing.seal(append)
      try {
        const outcome = await queue.add(sealed)
        if (outcome.result === 'appended') sealing.stands(sealed)
        return outcome
      } catch (error) {
        // A database that goes away in the middle may have written it all the same.
        sealing.mayStand(sealed)
        throw error
      }
    },
    async judge(judgement) {
      const outcome = await queue.add(judgement)
      if (outcome.result !== 'judged') throw new Error(`a judgement became ${outcome.result}`)
      return outcome.ack
    },
    onCommitted,
    idle: queue.idle,
    get waiting() {
      return queue.waiting
    }
  }
}

/** `stood`: where the tenants' logs were found, if that was looked up. */
type Stored = { readonly outcomes: readonly Outcome[]; readonly stood?: readonly (readonly [string, number])[] }

/** Writes groups in the order they are handed in, quickly if all is as it is remembered. */
function storing(sql: Sql, partitions: Partitions, told: InFull, now: () => number) {
  const known = ledger()
  let lookedUp = Promise.resolve()

  async function store(wanted: readonly Wanted[]): Promise<Stored> {
    // What is remembered holds again when those before have looked it up.
    await lookedUp
    const door = sql.of(...new Set(wanted.map(one => one.tenant)))
    const outcomes = await known.quickly(door, wanted, now())
    if (outcomes) return { outcomes }
    const careful = carefully(door, wanted)
    lookedUp = Promise.allSettled([lookedUp, careful]).then(() => {})
    return careful
  }

  async function carefully(door: Door, wanted: readonly Wanted[]): Promise<Stored> {
    const { arranged, days, stood } = await door.transaction(async query => {
      const known = await readKnown(query, wanted)
      // To arrange moves them.
      const stood = [...known.tenants].map(([tenant, { seq }]) => [tenant, seq] as const)
      told.begin(stood)
      const at = now()
      const arranged = arrange(wanted, known, at)
      const days = new Set(arranged.events.map(event => event.day))
      await partitions.need(query, days)
      await writeArranged(query, arranged, at)
      return { arranged, days, stood }
    })
    partitions.made(days)
    known.learn(arranged)
    return { outcomes: arranged.outcomes, stood }
  }
  return store
}

function appended(group: readonly Waiting<Wanted, Outcome>[], outcomes: readonly Outcome[]) {
  return group.flatMap(({ wanted }, index) => {
    const outcome = outcomes[index]
    return outcome?.result === 'appended' ? [{ tenant: wanted.tenant, events: outcome.events }] : []
  })
}

/** What the first of each tenant's stands on. */
function behind(committed: ReturnType<typeof appended>): readonly (readonly [string, number])[] {
  const firsts = new Map(committed.toReversed().map(({ tenant, events }) => [tenant, events[0]?.seq ?? 1]))
  return [...firsts].map(([tenant, seq]) => [tenant, seq - 1])
}

/** SQLSTATE classes that name the values, not the machine: data exception, constraint, too long for an index. */
function isAboutContent(error: unknown): boolean {
  const code = (error as { code?: unknown }).code
  return typeof code === 'string' && ['22', '23', '54'].includes(code.slice(0, 2))
}

function rethrow(error: unknown): void {
  queueMicrotask(() => {
    throw error
  })
}
