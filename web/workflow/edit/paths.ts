import { isOpen } from '../../../shared/workflow/plan-rules.ts'
import type { Plan } from '../../../shared/workflow/plan.ts'

/** The paths with this one opened or closed; `null` once all are open. */
export function withPath(plan: Plan, from: string, to: string, open: boolean): Plan['transitions'] {
  const ids = plan.stages.map(stage => stage.id)
  const all = ids.flatMap(a => ids.filter(b => b !== a).map(b => ({ from: a, to: b })))
  const next = all.filter(path => (path.from === from && path.to === to ? open : isOpen(plan, path.from, path.to)))
  return next.length === all.length ? null : next
}
