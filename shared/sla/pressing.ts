import type { Run, SlaTarget } from './content.ts'
import { dueOf, type Terms } from './due.ts'

/** What of it has to be done first: of all that runs, what is due first. Epoch milliseconds. */
export type Pressing = {
  readonly target: SlaTarget
  readonly due: number
  /** From when on it is said that there is not much time left. */
  readonly warnAt: number
}

export function pressingOf(runs: readonly Run[], terms: Terms): Pressing | null {
  let first: Pressing | null = null
  for (const run of runs) {
    const reckoned = run.from === null ? null : dueOf(run, terms)
    if (!reckoned || reckoned.due === null || (first && first.due <= reckoned.due)) continue
    first = { target: run.target, due: reckoned.due, warnAt: reckoned.warnAt ?? reckoned.due }
  }
  return first
}

export type Urgency = 'quiet' | 'soon' | 'late'

export function urgencyAt({ due, warnAt }: Pressing, now: number): Urgency {
  if (now > due) return 'late'
  return now >= warnAt ? 'soon' : 'quiet'
}
