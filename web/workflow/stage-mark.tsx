import type { Stage } from '../../shared/workflow/plan.ts'
import '../styles/stage-mark.css'

/** The colour of a stage, always beside its name. */
export function StageMark({ colour }: Pick<Stage, 'colour'>) {
  return <i class="stage-mark" data-colour={colour} />
}
