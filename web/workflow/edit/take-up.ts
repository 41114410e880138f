import { discardRefused } from '../../app/dispatch.ts'
import type { OutboxEntry } from '../../app/live.ts'
import { go } from '../../app/shell/route.ts'
import { keepDraft } from './kept.ts'

/** A version that was not published is a draft again, before it leaves the outbox. */
export async function takeUp({ id, command }: OutboxEntry): Promise<void> {
  if (command.type !== 'workflow.publish') return
  const { workflow, onVersion, plan, moved } = command
  keepDraft({ workflow, onVersion, plan, heirs: Object.fromEntries(moved.map(({ from, to }) => [from, to])) })
  await discardRefused(id)
  go({ screen: 'workflows', workflow })
}
