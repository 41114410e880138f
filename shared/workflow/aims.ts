import type { Aim, SlaTargets, Stretch } from '../sla/content.ts'

/** More than change while anybody waits. */
const aimsKept = 20
const stretchesKept = 10

/** A workflow's aims once it aims for this: the same as before adds nothing. */
export function aimingAt(
  aims: readonly Aim[] | undefined,
  at: number,
  targets: SlaTargets | null
): readonly Aim[] | undefined {
  const last = aims?.at(-1)
  if (isSame(last?.targets ?? null, targets)) return aims
  return [...(aims ?? []), { since: Math.max(at, last?.since ?? at), targets }].slice(-aimsKept)
}

/** A card's stretches once it is open. Writers' clocks differ: it never opens before it was closed. */
export function opening(stretches: readonly Stretch[] = [], at: number): readonly Stretch[] {
  const from = Math.max(at, stretches.at(-1)?.[1] ?? at)
  return [...stretches, [from, null] as const].slice(-stretchesKept)
}

export function closing(stretches: readonly Stretch[] = [], at: number): readonly Stretch[] {
  const last = stretches.at(-1)
  if (!last || last[1] !== null) return stretches
  return [...stretches.slice(0, -1), [last[0], Math.max(at, last[0])]]
}

function isSame(a: SlaTargets | null, b: SlaTargets | null): boolean {
  return a?.firstReply === b?.firstReply && a?.nextReply === b?.nextReply && a?.resolution === b?.resolution
}
