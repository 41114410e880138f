import type { BusinessHours } from '../routing/content.ts'
import { openBetween, openFor } from '../routing/open-time.ts'
import type { Run, SlaTarget, SlaTargets } from './content.ts'

const minuteMs = 60_000

/** What an inbox aims for, and since when it is so. */
export type Terms = {
  readonly sla?: { readonly targets: SlaTargets; readonly since: number }
  readonly hours?: BusinessHours | null
}

/** A warning comes when so much of the time has passed. */
const warnedAfter = 0.75

/**
 * `due`: when it was or will be too late, if it runs on. `warnAt`: when to say so. `null`: it stands still before that,
 * or was over in time, or the inbox never opens.
 */
export type Due = { readonly due: number | null; readonly warnAt: number | null }

/** `null`: there is no target for it. What is over is judged by the targets of its end, and by nothing that came later. */
export function dueOf(run: Run, { sla, hours = null }: Terms): Due | null {
  const minutes = sla && sla.targets[keyOf(run.target)]
  if (!minutes || (run.ended !== null && run.ended < sla.since)) return null
  const ms = minutes * minuteMs
  return { due: run.missed ?? reached(run, ms, hours), warnAt: reached(run, ms * warnedAfter, hours) }
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
