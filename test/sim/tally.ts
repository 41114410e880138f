/** What happened, by name: faults that were done, situations that were reached. */
export type Tally = {
  count(what: string): void
  readonly counts: Readonly<Record<string, number>>
}

export function openTally(): Tally {
  const counts: Record<string, number> = {}
  return {
    counts,
    count(what) {
      counts[what] = (counts[what] ?? 0) + 1
    }
  }
}
