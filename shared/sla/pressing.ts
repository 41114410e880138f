import type { Run, SlaTarget } from './content.ts'
import { dueOf, type Terms } from './due.ts'

/** What of it has to be done first: of all that runs, what is due first. Epoch milliseconds. */
export type Pressing = {
  readonly target: SlaTarget
  readonly due: number
  /** From when on it is said that there is not much time left. */
  readonly warnAt: number
  /** Whose target it is. Absent: the inbox's. */
  readonly workflow?: string
}

export function pressingOf(runs: readonly Run[], terms: Terms): Pressing | null {
  let first: Pressing | null = null
  for (const run of runs) {
    const reckoned = run.from === null ? null : dueOf(run, terms)
    if (!reckoned || (first && first.due <= reckoned.due)) continue
    const { due, warnAt, from: _, ...whose } = reckoned
    first = { target: run.target, due, warnAt: warnAt ?? due, ...whose }
  }
  return first
}

export type Urgency = 'quiet' | 'soon' | 'late'

export function urgencyAt({ due, warnAt }: Pressing, now: number): Urgency {
  if (now > due) return 'late'
  return now >= warnAt ? 'soon' : 'quiet'
}
