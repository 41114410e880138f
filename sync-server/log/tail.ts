import { erasedBy } from '../../shared/catalog.ts'
import { keyOf } from './arrange.ts'
import { latelyUsed } from './lately-used.ts'
import type { Batch, Chained } from './recorded.ts'

/** Of all tenants together. Who is further behind than this has much to do, and asking the database is little of it. */
const mostEvents = 2000

export type Tail = {
  hear(batch: Batch): void
  /** The first `limit` events after `seq`, fewer only at the end of the log; none says nothing about it. */
  after(tenant: string, seq: number, limit: number): readonly Chained[]
}

/**
 * What became durable last, as it was committed: a dozen followers that are a little behind would each read the same rows
 * from the database and unseal them.
 */
export function openTail(): Tail {
  let events = latelyUsed<Chained>(mostEvents)
  const heardTo = new Map<string, number>()
  return {
    hear(batch) {
      heardTo.set(batch.tenant, batch.to)
      // What is erased is nowhere to be read any more: not here either, nor what was committed together with its end.
      if (batch.events.some(({ fact }) => erasedBy(fact) !== null)) {
        events = latelyUsed(mostEvents)
        return
      }
      for (const event of batch.events) events.keep(keyOf(batch.tenant, event.seq), event, 1)
    },
    after(tenant, seq, limit) {
      const found: Chained[] = []
      while (found.length < limit) {
        const event = events.recall(keyOf(tenant, seq + 1 + found.length))
        // Whoever asks for so many takes fewer for the end, and would go on behind what is missing.
        if (!event) return seq + found.length === heardTo.get(tenant) ? found : []
        found.push(event)
      }
      return found
    }
  }
}
