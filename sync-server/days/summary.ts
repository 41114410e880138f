/** How much happened: a day's is kept with it, and a week is seven of them added. */
export type Summary = {
  readonly byType: Readonly<Record<string, number>>
  /** By inbox id. What belongs to the whole workspace is in none. */
  readonly byInbox: Readonly<Record<string, number>>
}

export const nothing: Summary = { byType: {}, byInbox: {} }

export function add(one: Summary, other: Summary): Summary {
  return { byType: addCounts(one.byType, other.byType), byInbox: addCounts(one.byInbox, other.byInbox) }
}

export function summaryOf({ type, scope, events }: { type: string; scope: string; events: number }): Summary {
  const inbox = scope.startsWith('inbox:') ? scope.slice('inbox:'.length) : null
  return { byType: { [type]: events }, byInbox: inbox === null ? {} : { [inbox]: events } }
}

function addCounts(one: Summary['byType'], other: Summary['byType']): Summary['byType'] {
  const sum = new Map(Object.entries(one))
  for (const [key, count] of Object.entries(other)) sum.set(key, (sum.get(key) ?? 0) + count)
  return Object.fromEntries([...sum].toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
