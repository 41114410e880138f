import { discardRefused } from '../app/dispatch.ts'
import type { OutboxEntry } from '../app/live.ts'
import { go } from '../app/shell/route.ts'
import { keepPolicy } from './kept.ts'
import { policyForm } from './policy-form.ts'

/** A policy that was not published is a draft again, on the version it was made for, before it leaves the outbox. */
export async function takeUpPolicy({ id, command }: OutboxEntry): Promise<void> {
  if (command.type !== 'inbox.set-routing') return
  const { inbox, policy, onVersion = 0 } = command
  keepPolicy(inbox, { onVersion, edits: policyForm(policy) })
  await discardRefused(id)
  go({ screen: 'routing' })
}
