import type { BusinessHours } from '../routing/content.ts'
import { openBetween, openFor } from '../routing/open-time.ts'
import type { Run, SlaTarget, SlaTargets } from './content.ts'
import { around, type Reign } from './reign.ts'

const minuteMs = 60_000

/** What is aimed for, and since when it is so: by the inbox, and by the workflows in which the conversation has a card. */
export type Terms = {
  readonly sla?: { readonly targets: SlaTargets; readonly since: number }
  readonly hours?: BusinessHours | null
  readonly hoursSince?: number
  readonly workflows?: readonly Reign[]
}

/** A warning comes when so much of the time has passed. */
const warnedAfter = 0.75

/**
 * `due`: when it was or will be too late, if it runs on. `warnAt`: when to say so, `null` where it is too late for that.
 * `from`: since when it is so.
 */
export type Due = {
  readonly due: number
  readonly warnAt: number | null
  readonly from: number
  /** Whose target it is. Absent: the inbox's. */
  readonly workflow?: string
}

/**
 * What is due first of all that counts for it. `null`: there is no target for it, or it stands still before that, or was
 * over in time, or the inbox never opens. What is over is judged by the targets of its end, and by nothing that came later.
 */
export function dueOf(run: Run, terms: Terms): Due | null {
  const { hours = null, hoursSince = 0 } = terms
  let first: Due | null = null
  for (const { from: began, until, targets: ms, workflow } of counting(run.target, terms)) {
    const from = Math.max(began, hoursSince)
    if (run.ended !== null && run.ended < from) continue
    const due = run.missed ?? reached(run, ms, hours)
    // It was not late yet when this counted no more.
    if (due === null || Math.max(due, from) > until || (first && first.due <= due)) continue
    const warnAt = until === Infinity ? reached(run, ms * warnedAfter, hours) : null
    first = { due, warnAt, from, ...(workflow !== undefined && { workflow }) }
  }
  return first
}

/** A workflow's target counts instead of the inbox's; of several workflows, all do. In milliseconds. */
function counting(target: SlaTarget, { sla, workflows = [] }: Terms): readonly Reign<number>[] {
  const key = keyOf(target)
  const own = workflows.flatMap(({ targets, ...reign }) => {
    const minutes = targets[key]
    return minutes === null ? [] : [{ ...reign, targets: minutes * minuteMs }]
  })
  const minutes = sla?.targets[key]
  if (!sla || !minutes) return own
  return [...own, ...around(own, sla.since).map(time => ({ ...time, targets: minutes * minuteMs }))]
}

/** When it had run so long. */
function reached({ ran, from }: Run, ms: number, hours: BusinessHours | null): number | null {
  let left = ms
  for (const [began, ended] of ran) {
    const open = openBetween(hours, began, ended)
    if (open > left) return openFor(hours, began, left)
    left -= open
  }
  return from === null ? null : openFor(hours, from, left)
}

function keyOf(target: SlaTarget): keyof SlaTargets {
  switch (target) {
    case 'first-reply':
      return 'firstReply'
    case 'next-reply':
      return 'nextReply'
    case 'resolution':
      return 'resolution'
  }
}
