import type { Aim, SlaTargets, Stretch } from './content.ts'

/** Targets, and the time in which they count. `until` may be `Infinity`: they still do. */
export type Reign<T = SlaTargets> = {
  readonly from: number
  readonly until: number
  readonly targets: T
  /** Whose targets they are. Absent: the inbox's. */
  readonly workflow?: string
}

/** When a workflow's aims counted for the conversation whose card was open in these stretches. */
export function reignsOf(workflow: string, aims: readonly Aim[], stretches: readonly Stretch[]): readonly Reign[] {
  return aims.flatMap(({ since, targets }, at) => {
    const next = aims[at + 1]?.since ?? Infinity
    return stretches.flatMap(([opened, closed]) => {
      const [from, until] = [Math.max(since, opened), Math.min(next, closed ?? Infinity)]
      return targets && from < until ? [{ from, until, targets, workflow }] : []
    })
  })
}

/** The times since `since` that none of these have taken. */
export function around(reigns: readonly Reign<unknown>[], since: number): readonly { from: number; until: number }[] {
  const left: { from: number; until: number }[] = []
  let free = since
  for (const { from, until } of reigns.toSorted((a, b) => a.from - b.from)) {
    if (from > free) left.push({ from: free, until: from })
    free = Math.max(free, until)
  }
  return free < Infinity ? [...left, { from: free, until: Infinity }] : left
}
