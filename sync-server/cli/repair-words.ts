import type { Fault } from '../log/verify.ts'
import type { Repaired } from '../repair/repair.ts'
import { spansOf } from '../repair/spans.ts'

/** Why it is not whole yet. `end`: the last event of the workspace in the backup; `null`: the backup does not have it. */
export function whyNot({ seq }: Fault, { proven, left }: Repaired, end: number | null): string {
  const held = left.find(one => one.seq === seq)
  if (held) return `${held.why}: restore the backup`
  if (end === null) return 'this workspace is not in the backup'
  if (seq === null) return 'the backup has nothing for it: restore it'
  if (seq > end) return `this backup ends with event ${end}`
  return seq > proven ? 'nothing that is stored proves that the backup’s event belongs here' : 'restore the backup'
}

/** What was mended of a workspace, or would be. */
export function mendedWords({ events, days, closed, tables }: Repaired, dryRun: boolean): string {
  const parts = [
    events.length > 0 && `events ${spansOf(events)}`,
    days.length > 0 && `files of ${days.join(', ')}`,
    closed.length > 0 && `what is known of ${closed.join(', ')}`,
    tables.length > 0 && `drawn from the events: ${tables.join(', ')}`
  ].filter(part => part !== false)
  if (parts.length === 0) return dryRun ? 'nothing would be mended' : 'nothing was mended'
  return `${dryRun ? 'would be mended' : 'mended'}: ${parts.join('; ')}`
}

export function faultWords({ seq, what }: Fault, why: string): string {
  return `${seq === null ? '' : `event ${seq} `}${what}; ${why}`
}
