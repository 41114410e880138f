import { isClosing } from '../../shared/workflow/plan-rules.ts'
import { stageNow } from '../../shared/workflow/workflow.ts'
import type { Wish } from '../app/device.ts'
import { workflows } from '../app/live.ts'
import { go, route } from '../app/shell/route.ts'
import type { Act } from '../ui/toast.ts'
import { fillIn } from './fill-in.ts'

/** What somebody may want to do now that this is done: a card that was moved to its end was asked for no reason. */
export function further(wish: Wish): Act | undefined {
  if (wish.type !== 'card.move') return undefined
  const { card, workflow, to } = wish
  const known = workflows.all.get(workflow)
  const stage = known && stageNow(known, to)
  return stage && isClosing(stage) ? { name: 'Say why', run: () => sayWhy(workflow, card) } : undefined
}

/** Opens the card's details where its reason is written, from wherever somebody is by then. */
function sayWhy(workflow: string, card: string): void {
  onBoard(workflow)
  fillIn.value = { card, fields: [], then: null, explains: true }
}

/** Goes to the board, unless it is there already: with whatever is open beside it. */
export function onBoard(workflow: string): void {
  const at = route.peek()
  if (at.screen === 'board' && at.workflow === workflow) return
  go({ screen: 'board', workflow, conversation: null, mine: false, label: null })
}
