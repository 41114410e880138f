import * as v from 'valibot'
import { unreachable } from '../../../shared/kernel/unreachable.ts'
import { faultOf } from '../../../shared/workflow/plan-rules.ts'
import { plan as planSchema, type PlanFault } from '../../../shared/workflow/plan.ts'
import type { WorkflowRow } from '../../app/live.ts'
import { targetFields, wrongTargets } from '../../sla/content-words.ts'
import { removedBy, type WorkflowDraft } from './draft.ts'

/** What has to be mended before the draft can be published, in sentences. Empty: nothing. */
export function faultsIn(draft: WorkflowDraft, row: WorkflowRow | undefined): readonly string[] {
  const { plan, heirs } = draft
  const found: string[] = []
  if (plan.name.trim() === '') found.push('The workflow needs a name.')
  if (plan.stages.some(stage => stage.name.trim() === '')) found.push('Every stage needs a name.')
  if (plan.fields.some(field => field.name.trim() === '')) found.push('Every field needs a name.')
  if (!/^[A-Z]{3}$/.test(plan.currency)) found.push('A currency is three capital letters, such as EUR.')
  const labels = new Map(targetFields)
  for (const { field } of wrongTargets(draft.typed ?? {})) found.push(`“${labels.get(field)}” is not a time yet.`)
  const fault = faultOf(plan)
  if (fault) found.push(faultWords(fault))
  for (const { id, name } of removedBy(draft, row)) {
    if (!plan.stages.some(stage => stage.id === heirs[id])) found.push(`Say where the cards of ${name} go.`)
  }
  // What the fields of the form keep out, and a limit that was reached some other way.
  const issue = found.length > 0 ? undefined : v.safeParse(planSchema, plan).issues?.[0]
  return issue ? [`${issue.message} (${v.getDotPath(issue) ?? 'the workflow'})`] : found
}

function faultWords(fault: PlanFault): string {
  switch (fault.fault) {
    case 'no-incoming-stage':
      return 'One stage has to be where new cards come in.'
    case 'named-twice':
      return `There are two called “${fault.name}”.`
    case 'limit-cannot-hold':
      return `${fault.stage} cannot have this limit: customers come in, and cards are closed, whether there is room or not.`
    case 'unknown-stage':
      return 'A path leads to a stage that is not there.'
    case 'unknown-field':
      return `A stage asks for “${fault.field}”, which is no field of this workflow.`
    default:
      return unreachable(fault)
  }
}
