import type { Cycle, WentOn } from '../../shared/workflow/cycles.ts'
import type { Outcome } from '../../shared/workflow/events.ts'
import type { Plan } from '../../shared/workflow/plan.ts'
import { span } from '../ui/time-words.ts'

export const outcomeWords: Readonly<Record<Outcome, string>> = { won: 'Won', lost: 'Lost', done: 'Done' }

/** `Under way`, `Won after 3 d`. */
export function cycleWords({ openedAt, closedAt, outcome }: Cycle): string {
  if (closedAt === null) return 'Under way'
  return `${outcomeWords[outcome ?? 'done']} after ${lasted(closedAt - openedAt)}`
}

/** `done at 14:02, then the customer wrote again`. `when`: the time of it, in words. */
export function wentOnWords({ outcome }: WentOn, when: string): string {
  return `${outcome}, ${when}; then the customer wrote again`
}

/** How long it was where: `New 2 h, In progress 3 d`. A stage that was removed is told as that. */
export function stagesWords({ stages }: Cycle, plan: Plan): string {
  const names = new Map(plan.stages.map(({ id, name }) => [id, name]))
  return stages.map(({ stage, ms }) => `${names.get(stage) ?? 'A removed stage'} ${lasted(ms)}`).join(', ')
}

function lasted(ms: number): string {
  return ms < 60_000 ? 'less than a minute' : span(ms)
}
