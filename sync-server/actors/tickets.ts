import type { Acks } from '../log/acks.ts'
import type { Ack, Ticket } from '../log/recorded.ts'

const mostClients = 10_000

export type Tickets = {
  /** How this ticket was judged before, if it was. */
  judged(tenant: string, ticket: Ticket): Promise<Ack | undefined>
}

/**
 * Nearly every ticket is new, and a look into the database for each would cost more than to judge it. So the highest `n`
 * that was asked about is remembered per client. What this misses, the commit finds: it looks under the tenant's lock.
 */
export function tickets(acks: Pick<Acks, 'judged' | 'newest'>): Tickets {
  const newest = new Map<string, number>()

  function remember(key: string, n: number): void {
    const highest = Math.max(n, newest.get(key) ?? 0)
    newest.delete(key)
    newest.set(key, highest)
    if (newest.size <= mostClients) return
    for (const oldest of newest.keys()) {
      newest.delete(oldest)
      return
    }
  }

  return {
    async judged(tenant, ticket) {
      const key = JSON.stringify([tenant, ticket.client])
      const known = newest.get(key) ?? (await acks.newest(tenant, ticket.client))
      remember(key, Math.max(known, ticket.n))
      return ticket.n > known ? undefined : acks.judged(tenant, ticket)
    }
  }
}
