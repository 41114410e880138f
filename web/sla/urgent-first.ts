import { cards, inboxes, threads, workflows } from '../app/live.ts'
import { isAimedFor, pressingNow } from './pressing-here.ts'

/**
 * Conversations in the order in which something is due in them, then those who wait, the longest first, then the rest as
 * they stood. Subscribes to all of them: what is due changes while the list does not.
 */
export function urgentFirst(ids: readonly string[], conversationOf = (id: string): string | null => id): string[] {
  void [threads.revision.value, inboxes.revision.value, workflows.revision.value]
  // Only where a card may change what is due.
  if (isAimedFor()) void cards.revision.value
  const placed = ids.map((id, at) => {
    const conversation = conversationOf(id)
    const row = conversation === null ? undefined : threads.all.get(conversation)
    const due = (row && pressingNow(row)?.due) ?? Infinity
    return { id, at, due, since: row?.status === 'open' ? (row.waitingSince ?? Infinity) : Infinity }
  })
  return placed.sort((a, b) => compare(a.due, b.due) || compare(a.since, b.since) || a.at - b.at).map(({ id }) => id)
}

/** Two that never are come to the same, which their difference would not. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a - b
}
