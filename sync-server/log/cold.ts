import type { Day } from '../../shared/kernel/day.ts'
import type { StreamId } from '../../shared/kernel/message.ts'
import type { StoredRow } from './stored-row.ts'

/**
 * The days that left the database, as reading sees them. They are the oldest of a tenant, without a gap among them.
 * Which they are is known in memory: to ask costs a reader of warm days nothing.
 */
export type ColdDays = {
  /** The newest cold day of the tenant. Everything up to its `lastSeq` is cold, everything after is warm. */
  newest(tenant: string): { readonly day: Day; readonly lastSeq: number } | undefined
  /** The first `limit` rows after `seq` that are cold. */
  after(tenant: string, seq: number, limit: number): Promise<readonly StoredRow[]>
  /** The cold rows of a stream from version `from` to `to`, which lie on the days from `first` on. */
  ofStream(tenant: string, stream: StreamId, from: number, to: number, first: Day): Promise<readonly StoredRow[]>
  /** Counts how often days became cold. A warm read during which it moved may have missed rows, and is made again. */
  readonly epoch: number
}

export const noColdDays: ColdDays = {
  newest: () => undefined,
  after: () => Promise.resolve([]),
  ofStream: () => Promise.resolve([]),
  epoch: 0
}

/** Reads again when a day left the database meanwhile. */
export async function steadily<T>(cold: ColdDays, read: () => Promise<T>): Promise<T> {
  for (;;) {
    const before = cold.epoch
    const found = await read()
    if (cold.epoch === before) return found
  }
}
