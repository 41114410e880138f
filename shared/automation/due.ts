import { windowClosesAt } from '../platforms/reply-window.ts'
import { strategyOf } from '../platforms/strategies.ts'
import type { When } from './content.ts'

const minuteMs = 60_000

/** Of a conversation, what tells since when its customer waits. */
export type Waiting = {
  readonly status: 'unknown' | 'open' | 'snoozed' | 'resolved'
  readonly platform: string
  readonly waitingSince: number | null
  readonly lastReceivedAt: number | null
  readonly lastReceived: string | null
}

/** When its time comes, and what it counts from: it comes once for each. `null`: nobody waits, or it goes by no time. */
export function dueOf(when: When, so: Waiting): { readonly at: number; readonly since: number } | null {
  if (so.status !== 'open' || so.waitingSince === null) return null
  if (when.on === 'waited') return { at: so.waitingSince + when.minutes * minuteMs, since: so.waitingSince }
  if (when.on !== 'window-closes' || so.lastReceivedAt === null) return null
  const closesAt = windowClosesAt(strategyOf(so.platform), so.lastReceivedAt, 'person', so.lastReceived)
  return closesAt === null ? null : { at: closesAt - when.minutes * minuteMs, since: so.lastReceivedAt }
}

export function goesByTime({ on }: When): boolean {
  return on === 'waited' || on === 'window-closes'
}
