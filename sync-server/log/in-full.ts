import type { Announcements } from './announce.ts'
import type { Follow } from './follow.ts'

type Committed = Parameters<Announcements['announce']>[0]

export type InFull = {
  /** Where these tenants' logs stand: from there on everything is announced. Of who is known already it says nothing new. */
  begin(heads: Iterable<readonly [tenant: string, seq: number]>): void
  /** Announces what was committed, and before it whatever is in the log and was not. `before`: where the logs stood. */
  announce(committed: Committed, before: Iterable<readonly [tenant: string, seq: number]>): Promise<void>
}

const atOnce = 200

/**
 * A database that is gone in the middle may have written a group without saying so. Whoever asked asks again, and it is
 * `repeated`; but devices and followers would hear of it with the next event of its tenant, whenever that is:
 *
 *     announced up to 7, and the next group found the log at 7  →  the group
 *     announced up to 7, and the next group found the log at 9  →  8 and 9, read from the log, then the group
 */
export function inFull(
  announce: Announcements['announce'],
  since: Follow['since'],
  report: (error: unknown) => void
): InFull {
  const told = new Map<string, number>()
  let turn: Promise<void> = Promise.resolve()

  function tell(committed: Committed): void {
    const fresh = committed.filter(({ tenant, events }) => (events.at(-1)?.seq ?? 0) > (told.get(tenant) ?? 0))
    for (const { tenant, events } of fresh) told.set(tenant, events.at(-1)!.seq)
    announce(fresh)
  }

  async function tellMissing(tenant: string, upTo: number): Promise<void> {
    for (let seq = told.get(tenant) ?? upTo; seq < upTo; seq = told.get(tenant) ?? upTo) {
      const events = await since(tenant, seq, Math.min(atOnce, upTo - seq))
      if (events.length === 0) throw new Error(`${tenant} stands at ${upTo}, but has nothing after ${seq}`)
      tell([{ tenant, events }])
    }
  }

  async function tellAll(committed: Committed, before: readonly (readonly [string, number])[]): Promise<void> {
    for (const [tenant, seq] of before) {
      // Who cannot read it now tells of the rest all the same: whoever hears of a gap reads it.
      if ((told.get(tenant) ?? seq) < seq) await tellMissing(tenant, seq).catch(report)
    }
    tell(committed)
  }

  return {
    begin(heads) {
      for (const [tenant, seq] of heads) if (!told.has(tenant)) told.set(tenant, seq)
    },
    announce(committed, before) {
      const all = [...before]
      turn = turn.then(() => tellAll(committed, all))
      return turn
    }
  }
}
