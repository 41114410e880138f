import type { Batch, Chained, LogEnd } from './recorded.ts'

/** How others learn what became true: live, by reading on, or durably. */
export type Follow = {
  /** Live and in the order of `seq` per tenant: exactly what was committed, after it was. Returns how to stop. */
  onCommitted(listener: (batch: Batch) => void): () => void
  /** The first `limit` events after `seq`, read from the log. */
  since(tenant: string, seq: number, limit: number): Promise<readonly Chained[]>
  /** Where the tenant's log stands: the highest durable `seq`, 0 when there is none. */
  head(tenant: string): Promise<number>
  /** The same place with its hash. */
  end(tenant: string): Promise<LogEnd>
  /**
   * Hands every event of every tenant to `handle`, at least once and in order per tenant, from where `name` stood
   * when it last ran. A batch that fails is tried again later and holds up its own tenant only. One that was at the end
   * waits `gatherMs` for what may follow, or until somebody asks whether it has caught up: what it has to do costs the
   * same for ten events as for one, and the end of the log is not to wait for it.
   */
  follower(name: string, handle: (batch: Batch) => Promise<void>, gatherMs?: number): Follower
}

export type Follower = {
  /** Resolves when everything committed up to this call was handled: in one tenant's log, or in all. */
  caughtUp(tenant?: string): Promise<void>
  /** Lets the batch in hand end, keeps the position. */
  stop(): Promise<void>
}
