import type { Sql } from '../db/sql.ts'
import type { Committer } from './commit.ts'
import type { Follow, Follower } from './follow.ts'
import { persist } from './persist.ts'
import { startingPositions, type Positions } from './positions.ts'
import { pursuit, type Pursuit } from './pursuit.ts'
import type { Batch } from './recorded.ts'

export type FollowerOptions = {
  readonly batchSize?: number
  /** How long one that is at the end waits for more before it goes on. */
  readonly gatherMs?: number | undefined
  /** A position is written this long after it moved: what a crash forgets is handled once more. */
  readonly saveAfterMs?: number
  /** The pause after a failure; it doubles up to `mostRetryMs`. */
  readonly retryAfterMs?: number
  readonly mostRetryMs?: number
  readonly report?: (error: unknown, follower: string, tenant?: string) => void
}

type Source = {
  readonly sql: Sql
  readonly onCommitted: Committer['onCommitted']
  readonly since: Follow['since']
  readonly positions: Positions
}

/** Goes after the log of every tenant, each at its own pace. */
export function follower(
  { sql, onCommitted, since, positions }: Source,
  name: string,
  handle: (batch: Batch) => Promise<void>,
  options: FollowerOptions
): Follower {
  const { batchSize = 200, gatherMs = 0, retryAfterMs = 100, mostRetryMs = 30_000, report = () => {} } = options
  const stopping = new AbortController()
  const { signal } = stopping
  const pursuits = new Map<string, Pursuit>()
  let progress = Promise.withResolvers<void>()
  let recalled = false

  const tryOn = (work: () => Promise<void>, tenant?: string) =>
    persist(work, { signal, retryAfterMs, mostRetryMs, report: error => report(error, name, tenant) })

  function pursuitOf(tenant: string): Pursuit {
    const known = pursuits.get(tenant)
    if (known) return known
    const moved = (seq: number) => {
      positions.moved({ name, tenant, seq })
      progress.resolve()
      progress = Promise.withResolvers()
    }
    const how = { since, handle, batchSize, gatherMs, signal }
    const made = pursuit(tenant, { ...how, moved, persist: step => tryOn(step, tenant) })
    pursuits.set(tenant, made)
    // A tenant that appears after the start has never been handled.
    if (recalled) made.start(0)
    return made
  }

  const unsubscribe = onCommitted(batch => pursuitOf(batch.tenant).reach(batch.to, batch))
  const started = tryOn(async () => {
    const places = await startingPositions(sql, name)
    for (const { tenant, head } of places) pursuitOf(tenant).reach(head)
    recalled = true
    const from = new Map(places.map(({ tenant, seq }) => [tenant, seq]))
    for (const [tenant, one] of pursuits) one.start(from.get(tenant) ?? 0)
  })

  return {
    async caughtUp(tenant) {
      await started
      const asked = tenant === undefined ? pursuits.values() : [pursuits.get(tenant)].filter(one => one !== undefined)
      const goals = [...asked].map(one => ({ one, head: one.head }))
      for (const { one } of goals) one.hurry()
      while (goals.some(({ one, head }) => one.seq < head)) {
        if (signal.aborted) throw new Error(`${name} was stopped before it had caught up`)
        await progress.promise
      }
    },
    async stop() {
      unsubscribe()
      stopping.abort()
      await started
      for (const one of pursuits.values()) await one.settled()
      progress.resolve()
      await positions.flush()
    }
  }
}
