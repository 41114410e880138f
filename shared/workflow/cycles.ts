import type { Author } from '../kernel/message.ts'
import type { Outcome } from './events.ts'

/** An end after which the customer wrote again, so that it was none. */
export type WentOn = { readonly at: number; readonly outcome: Outcome; readonly reason: string }

/** So many are told, the newest. All of them stand in the log. */
const mostWentOn = 5

/** One passage of a card through its workflow. */
export type Cycle = {
  readonly number: number
  readonly openedAt: number
  /** `null`: it is under way. */
  readonly closedAt: number | null
  readonly outcome: Outcome | null
  readonly reason: string
  /** Who said the reason once the cycle was over. Absent: it was said with the end, or nobody did. */
  readonly explainedBy?: Author | undefined
  /** What was said of ends that were none, oldest first. Absent: nothing was. */
  readonly wentOn?: readonly WentOn[]
  /** How long the card was in each stage it has left, in the order in which it first left them. */
  readonly stages: readonly { readonly stage: string; readonly ms: number }[]
}

/** How a cycle stands while it is under way. */
const underWay = { closedAt: null, outcome: null, reason: '', explainedBy: undefined } as const

/** A new one never begins before the last one ended, whatever its author's clock says. */
export function beginCycle(cycles: readonly Cycle[], at: number): readonly Cycle[] {
  const last = cycles.at(-1)
  const openedAt = Math.max(at, last?.closedAt ?? 0)
  const number = (last?.number ?? 0) + 1
  return [...cycles, { ...underWay, number, openedAt, stages: [] }]
}

export function endCycle(
  cycles: readonly Cycle[],
  { at, outcome, reason }: { readonly at: number; readonly outcome: Outcome; readonly reason: string }
): readonly Cycle[] {
  return changeLast(cycles, last => ({
    ...last,
    ...underWay,
    closedAt: Math.max(at, last.openedAt),
    outcome,
    reason
  }))
}

export function explainCycle(
  cycles: readonly Cycle[],
  { by, cycle, reason }: { readonly by: Author; readonly cycle: number; readonly reason: string }
): readonly Cycle[] {
  return cycles.map(one => (one.number === cycle ? { ...one, reason, explainedBy: by } : one))
}

/** Who takes an end back takes its reason along; a customer who writes on does not make it unsaid. */
export function resumeCycle(cycles: readonly Cycle[], by: Author): readonly Cycle[] {
  return changeLast(cycles, last => {
    const { closedAt, outcome, reason, wentOn = [] } = last
    const goesOn = { ...last, ...underWay }
    if (by.kind === 'agent' || closedAt === null || outcome === null || reason === '') return goesOn
    return { ...goesOn, wentOn: [...wentOn, { at: closedAt, outcome, reason }].slice(-mostWentOn) }
  })
}

/** The number of the cycle that is under way. `null`: none is. */
export function cycleUnderWay(cycles: readonly Cycle[]): number | null {
  const last = cycles.at(-1)
  return last && last.closedAt === null ? last.number : null
}

export function spend(cycles: readonly Cycle[], stage: string, ms: number): readonly Cycle[] {
  return changeLast(cycles, last => {
    const isKnown = last.stages.some(one => one.stage === stage)
    const stages = isKnown
      ? last.stages.map(one => (one.stage === stage ? { stage, ms: one.ms + ms } : one))
      : [...last.stages, { stage, ms }]
    return { ...last, stages }
  })
}

function changeLast(cycles: readonly Cycle[], change: (last: Cycle) => Cycle): readonly Cycle[] {
  const last = cycles.at(-1)
  return last ? [...cycles.slice(0, -1), change(last)] : cycles
}
