import { discardRefused } from '../app/dispatch.ts'
import type { OutboxEntry } from '../app/live.ts'
import { go } from '../app/shell/route.ts'
import { keepDraft } from './kept.ts'

/** An automation that was not published is a draft again, before it leaves the outbox. */
export async function takeUpAutomation({ id, command }: OutboxEntry): Promise<void> {
  if (command.type !== 'automation.publish') return
  const { automation, onVersion, rule } = command
  keepDraft(automation, { onVersion, rule })
  await discardRefused(id)
  go({ screen: 'automations', automation })
}
