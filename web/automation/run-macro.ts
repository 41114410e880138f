import type { Rule } from '../../shared/automation/content.ts'
import { isCommand, wantedOf, type Subject } from '../../shared/automation/steps.ts'
import { stageNow } from '../../shared/workflow/workflow.ts'
import { cards, workflows } from '../app/live.ts'
import { act } from '../app/shell/act.ts'
import { seen } from '../app/open-conversation.ts'
import { toast } from '../ui/toast.tsx'

/** Does a macro's steps in the agent's own name, as commands in the outbox: also without a network. Stops where one is refused. */
export async function runMacro({ name, then }: Rule, conversation: string): Promise<void> {
  for (const step of then.filter(isCommand)) {
    const { ofCustomer, ofOthers } = await seen(conversation)
    const subject: Subject = {
      conversation,
      card: null,
      lastReceived: ofCustomer,
      lastOfOthers: ofOthers,
      stageOf: stageOfCard
    }
    const wanted = wantedOf(step, subject, Date.now())
    if (typeof wanted === 'string') {
      toast(`“${name}” stopped: the conversation has no card to move.`)
      return
    }
    const { accepted } = await act(wanted, { quiet: true })
    if (!accepted) return
  }
  toast(`${name}: done`)
}

function stageOfCard(card: string): string | null {
  const row = cards.all.get(card)
  const workflow = row && workflows.all.get(row.workflow)
  return workflow ? (stageNow(workflow, row.stage)?.id ?? null) : null
}
