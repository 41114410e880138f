import * as v from 'valibot'
import { workflowDryRun, type WorkflowDryRun, type WorkflowTried } from '../../../shared/protocol/workflow-dry-run.ts'

/** `one-runs`: a colleague plays the past week already. */
export type Tried = WorkflowDryRun | 'one-runs' | 'unreachable'

/** What this version would do, and would have done in the past week. The log is on the server. */
export async function askWorkflowDryRun({ workflow, plan, moved }: WorkflowTried): Promise<Tried> {
  const answer = await fetch('/api/workflows/dry-run', {
    method: 'POST',
    cache: 'no-store',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ workflow, plan, moved })
  }).catch(() => null)
  if (answer?.status === 409) return 'one-runs'
  const read = v.safeParse(workflowDryRun, answer?.ok ? await answer.json().catch(() => null) : null)
  return read.success ? read.output : 'unreachable'
}
