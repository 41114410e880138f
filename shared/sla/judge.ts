import type { Run, SlaTarget } from './content.ts'
import { dueOf, type Terms } from './due.ts'

export type Judged = {
  readonly what: 'warned' | 'missed'
  readonly target: SlaTarget
  readonly since: number
  readonly due: number
  /** When it became so: never before there was such a target. */
  readonly at: number
  /** Whose target it is. Absent: the inbox's. */
  readonly workflow?: string
}

/** What the log should say of these runs by now and does not yet, and when to look again. */
export function judge(
  runs: readonly Run[],
  terms: Terms,
  now: number
): { readonly judged: readonly Judged[]; readonly lookAt: number | null } {
  const judged: Judged[] = []
  const looks: number[] = []
  for (const run of runs) {
    const reckoned = run.missed === undefined ? dueOf(run, terms) : null
    if (!reckoned) continue
    const { due, warnAt, from, ...whose } = reckoned
    const { target, since } = run
    const said = (at: number) => ({ target, since, due, at: Math.max(at, from), ...whose })
    if (due < (run.from === null ? Infinity : now)) judged.push({ what: 'missed', ...said(due) })
    else if (warnAt !== null && warnAt <= now && !run.warned) {
      judged.push({ what: 'warned', ...said(warnAt) })
      looks.push(due + 1)
    } else looks.push(run.warned || warnAt === null ? due + 1 : warnAt)
  }
  return { judged, lookAt: looks.length === 0 ? null : Math.min(...looks) }
}
