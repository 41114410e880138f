import type { Threads } from '../conversations/threads.ts'
import type { Follow, Follower } from '../log/follow.ts'
import { clearAfter } from './clear-after.ts'
import type { ErasingParts } from './erase-person.ts'
import { leaveForLater } from './left.ts'

/** A database that is busy, or away for a moment, comes back. */
const tries = 5

/**
 * After a crash it goes on with the event it was at. A stream that cannot be read keeps nobody else from being erased:
 * what it holds up is left for later.
 */
export function whenContactErased(parts: ErasingParts, threads: Pick<Threads, 'caughtUp'>, follow: Follow): Follower {
  const tried = new Map<string, { readonly from: number; readonly times: number }>()
  return follow.follower('erasing', async ({ tenant, from, events }) => {
    const before = tried.get(tenant)
    const times = before?.from === from ? before.times + 1 : 1
    tried.set(tenant, { from, times })
    const failed: { seq: number; error: unknown }[] = []
    for (const event of events) {
      if (!asking.has(event.fact.type)) continue
      // What they said just now is to be found by its row.
      if (event.fact.type === 'contact.erased') await threads.caughtUp(tenant)
      await clearAfter(parts, tenant, event).catch((error: unknown) => failed.push({ seq: event.seq, error }))
    }
    if (failed.length === 0) return
    if (times < tries) throw failed[0]!.error
    for (const { seq } of failed) await leaveForLater(parts, tenant, seq)
  })
}

/** To look closely at a fact takes longer than to fold it. */
const asking: ReadonlySet<string> = new Set([
  'contact.erased',
  'conversation.erased',
  'conversation.opened',
  'conversation.history-begun'
])
