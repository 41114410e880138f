import type { Batch, Chained } from './recorded.ts'

export type Announcements = {
  onCommitted(listener: (batch: Batch) => void): () => void
  /** Tells every listener of one commit's events, tenant by tenant, in the order of `seq`. */
  announce(committed: readonly { readonly tenant: string; readonly events: readonly Chained[] }[]): void
}

/** A listener that throws is a bug of that listener: it is reported, and nobody else hears less for it. */
export function announcements(report: (error: unknown) => void): Announcements {
  const listeners = new Set<(batch: Batch) => void>()
  return {
    onCommitted(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    announce(committed) {
      for (const batch of batches(committed)) {
        for (const listener of listeners) {
          try {
            listener(batch)
          } catch (error) {
            report(error)
          }
        }
      }
    }
  }
}

function batches(committed: Parameters<Announcements['announce']>[0]): Batch[] {
  const byTenant = Map.groupBy(committed, one => one.tenant)
  return [...byTenant].flatMap(([tenant, ones]) => {
    const events = ones.flatMap(one => one.events)
    const [first] = events
    const last = events.at(-1)
    return first && last ? [{ tenant, from: first.seq, to: last.seq, events }] : []
  })
}
