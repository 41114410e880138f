import type { Rule } from '../../shared/automation/content.ts'
import { isCommand, wantedOf, type Subject } from '../../shared/automation/steps.ts'
import { cycleUnderWay } from '../../shared/workflow/cycles.ts'
import { stageNow } from '../../shared/workflow/workflow.ts'
import { cards, inboxes, phrases, threads, workflows } from '../app/live.ts'
import { act } from '../app/shell/act.ts'
import { knownOf } from '../app/shell/known.ts'
import { seen } from '../app/open-conversation.ts'
import { toast } from '../ui/toast.ts'
import { missingWords } from './missing-words.ts'

/** Does a macro's steps in the agent's own name, as commands in the outbox: also without a network. Stops where one is refused. */
export async function runMacro({ name, then }: Rule, conversation: string): Promise<void> {
  for (const step of then.filter(isCommand)) {
    const { ofCustomer, ofOthers } = await seen(conversation)
    const subject: Subject = {
      conversation,
      card: null,
      lastReceived: ofCustomer,
      lastOfOthers: ofOthers,
      placeOf: placeOfCard,
      known: knownOf(threads.all.get(conversation)?.contact ?? ''),
      templates: inboxes.all.get(threads.all.get(conversation)?.inbox ?? '')?.templates ?? [],
      phraseOf: phrase => phrases.all.get(phrase)?.text ?? null
    }
    const wanted = wantedOf(step, subject, Date.now())
    if (typeof wanted === 'string') {
      toast(`“${name}” stopped: ${missingWords[wanted]}.`)
      return
    }
    const { accepted } = await act(wanted, { quiet: true })
    if (!accepted) return
  }
  toast(`${name}: done`)
}

function placeOfCard(card: string): ReturnType<Subject['placeOf']> {
  const row = cards.all.get(card)
  const workflow = row && workflows.all.get(row.workflow)
  const stage = workflow && stageNow(workflow, row.stage)
  return stage ? { stage: stage.id, cycle: cycleUnderWay(row.cycles) } : null
}
