import type { Rule } from '../../shared/automation/content.ts'
import { isCommand, wantedOf, type Step, type Subject } from '../../shared/automation/steps.ts'
import { cycleUnderWay } from '../../shared/workflow/cycles.ts'
import { stageNow } from '../../shared/workflow/workflow.ts'
import { cards, inboxes, phrases, threads, workflows } from '../app/live.ts'
import { dispatch } from '../app/dispatch.ts'
import { canUndo, tellRefused } from '../app/shell/act.ts'
import { knownOf } from '../app/shell/known.ts'
import { seen } from '../app/open-conversation.ts'
import { toast, type Act } from '../ui/toast.ts'
import { isSaid } from './macros.ts'
import { missingWords } from './missing-words.ts'

/** Does a macro's steps in the agent's own name, as commands in the outbox: also without a network. Stops where one is refused. */
export async function runMacro({ name, then }: Rule, conversation: string): Promise<void> {
  const done: Done[] = []
  for (const step of then.filter(isCommand)) {
    const wanted = await wantedHere(step, conversation)
    if (typeof wanted === 'string') {
      toast(`“${name}” stopped: ${missingWords[wanted]}.`, undoing(name, done))
      return
    }
    const answer = await dispatch(wanted)
    if (!answer.accepted) {
      undoing(name, done)
      await tellRefused(wanted, answer.refusal)
      return
    }
    done.push({ isWords: isOfWords(step), undo: answer.undo })
  }
  toast(`${name}: done`, undoing(name, done))
}

type Done = { readonly isWords: boolean; readonly undo: (() => Promise<boolean>) | undefined }

/** Takes back what was done so far, the last thing first: all but words that have gone. */
function undoing(name: string, done: readonly Done[]): Act | undefined {
  if (done.every(({ undo }) => !undo)) return undefined
  let isKept = false
  const takeBack = async () => {
    let isUndone = false
    for (const { undo, isWords } of done.toReversed()) {
      const isBack = (await undo?.()) ?? false
      isUndone ||= isBack
      isKept ||= isWords && !isBack
    }
    return isUndone
  }
  const run = canUndo(() => (isKept ? `${name}, but what was written stays` : name), takeBack)
  return { name: 'Undo', run }
}

function isOfWords(step: Step): boolean {
  return step.do === 'note' || isSaid([step])
}

async function wantedHere(step: Step, conversation: string): Promise<ReturnType<typeof wantedOf>> {
  const { ofCustomer, ofOthers } = await seen(conversation)
  const thread = threads.all.get(conversation)
  const subject: Subject = {
    conversation,
    card: null,
    lastReceived: ofCustomer,
    lastOfOthers: ofOthers,
    placeOf: placeOfCard,
    known: knownOf(thread?.contact ?? ''),
    templates: inboxes.all.get(thread?.inbox ?? '')?.templates ?? [],
    phraseOf: phrase => phrases.all.get(phrase)?.text ?? null
  }
  return wantedOf(step, subject, Date.now())
}

function placeOfCard(card: string): ReturnType<Subject['placeOf']> {
  const row = cards.all.get(card)
  const workflow = row && workflows.all.get(row.workflow)
  const stage = workflow && stageNow(workflow, row.stage)
  return stage ? { stage: stage.id, cycle: cycleUnderWay(row.cycles) } : null
}
