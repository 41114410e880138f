import type { Door } from '../db/sql.ts'
import { arrange, keyOf, type Arranged, type Known, type Outcome, type TenantHead, type Wanted } from './arrange.ts'
import { writeArranged } from './write-arranged.ts'

/** More tenants than are ever busy at once; who is left out pays one careful commit. */
const mostTenants = 10_000

export type Ledger = {
  /**
   * Writes the group in one message, on what is remembered of its tenants and on what those who append believe of their
   * streams. The statement proves all of it, and is all or nothing. `undefined`: it was not so, and nothing was written.
   */
  quickly(door: Door, wanted: readonly Wanted[], now: number): Promise<readonly Outcome[] | undefined>
  /** Where a commit left the tenants. */
  learn(arranged: Arranged): void
}

/** Where each tenant's log ends, as far as the last commit of this process knows. It spares reading, and decides nothing. */
export function ledger(): Ledger {
  const heads = new Map<string, TenantHead>()

  function learn({ tenants }: Arranged): void {
    for (const { tenant, seq, recorded_at, hash } of tenants.values()) {
      heads.delete(tenant)
      heads.set(tenant, { seq, recordedAt: recorded_at, hash })
    }
    for (const oldest of heads.keys()) {
      if (heads.size <= mostTenants) break
      heads.delete(oldest)
    }
  }

  return {
    async quickly(door, wanted, now) {
      const known = believed(wanted, heads)
      if (!known) return undefined
      const arranged = arrange(wanted, known, now)
      if (!isSmooth(wanted, arranged)) return undefined
      // Before it is written: the next group is written behind this one, and says no when this one does.
      learn(arranged)
      try {
        await writeArranged(door.query, arranged, now)
      } catch (error) {
        // Whatever happened: only the tables know now.
        for (const { tenant } of wanted) heads.delete(tenant)
        if (saysNo(error)) return undefined
        throw error
      }
      return arranged.outcomes
    },
    learn
  }
}

/** What the tables say if everybody is right: nothing was heard, and each stream is where its first append takes it to be. */
function believed(wanted: readonly Wanted[], heads: ReadonlyMap<string, TenantHead>): Known | undefined {
  const known: Known = { tenants: new Map(), heads: new Map(), heard: new Map(), acks: new Map() }
  for (const one of wanted) {
    const head = heads.get(one.tenant)
    if (!head) return undefined
    known.tenants.set(one.tenant, head)
    if (!('facts' in one)) continue
    // Keys are destroyed under the lock: it is rare.
    if (one.erasure) return undefined
    const key = keyOf(one.tenant, one.stream)
    // The day a stream began is in the table already when the stream is, and stays.
    if (one.version > 0 && !known.heads.has(key)) known.heads.set(key, { version: one.version })
  }
  return known
}

/** Conflicts, repetitions and tickets that came twice are settled on what the tables say, not on what is believed. */
function isSmooth(wanted: readonly Wanted[], { outcomes, acks }: Arranged): boolean {
  const placed = outcomes.every((outcome, at) => outcome.result === ('facts' in wanted[at]! ? 'appended' : 'judged'))
  return placed && acks.length === wanted.filter(one => one.ticket).length
}

/**
 * SQLSTATE classes of a statement that was undone: what it was to prove was not so, a key was there, a partition was not,
 * or another process was in the way.
 */
function saysNo(error: unknown): boolean {
  const code = (error as { code?: unknown }).code
  return typeof code === 'string' && ['22', '23', '40', '54'].includes(code.slice(0, 2))
}
