import * as v from 'valibot'
import { policyDryRun, type PolicyDryRun } from '../../shared/protocol/routing-dry-run.ts'
import type { RoutingPolicy } from '../../shared/routing/content.ts'

/** `one-runs`: a colleague plays the past week already. */
export type Tried = PolicyDryRun | 'one-runs' | 'unreachable'

/** What the past week would have been under this policy. The log is on the server. */
export async function askPolicyDryRun(inbox: string, policy: RoutingPolicy): Promise<Tried> {
  const answer = await fetch('/api/routing/dry-run', {
    method: 'POST',
    cache: 'no-store',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ inbox, policy })
  }).catch(() => null)
  if (answer?.status === 409) return 'one-runs'
  const read = v.safeParse(policyDryRun, answer?.ok ? await answer.json().catch(() => null) : null)
  return read.success ? read.output : 'unreachable'
}
