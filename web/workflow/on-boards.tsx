import { cardOf } from '../../shared/workflow/card-id.ts'
import { rankAt } from '../../shared/workflow/rank.ts'
import { stageNow } from '../../shared/workflow/workflow.ts'
import { cards } from '../app/live.ts'
import { act } from '../app/shell/act.ts'
import { go } from '../app/shell/route.ts'
import { MenuItem } from '../ui/menu.tsx'
import { boards, type BoardRow } from './boards.ts'
import { fillIn } from './fill-in.ts'
import { StageMark } from './stage-mark.tsx'

/** The boards a conversation is on, which lead there, and those it can be put on. */
export function OnBoards({ conversation }: { conversation: string }) {
  if (boards.value.length === 0) return null
  return (
    <>
      <hr />
      <p class="heading">Boards</p>
      {boards.value.map(row => (
        <OnBoard key={row.workflow} row={row} conversation={conversation} />
      ))}
    </>
  )
}

function OnBoard({ row, conversation }: { row: BoardRow; conversation: string }) {
  const card = cards.get(cardOf(row.workflow, conversation))
  const { name } = row.now.plan
  if (!card) return <MenuItem act={() => void place(row, conversation)}>Put on {name}</MenuItem>
  const stage = stageNow(row, card.stage)
  const isOver = card.status === 'closed'
  return (
    <MenuItem
      icon={stage && <StageMark colour={stage.colour} />}
      aside={isOver ? 'closed' : stage?.name}
      act={() => (isOver ? showOver(row.workflow, card.card) : show(row.workflow, conversation))}
    >
      <bdi>{name}</bdi>
    </MenuItem>
  )
}

function show(workflow: string, conversation: string): void {
  go({ screen: 'board', workflow, conversation, mine: false, label: null })
}

/** What is over stands on no board, or in a folded stage: so its details are opened. */
function showOver(workflow: string, card: string): void {
  go({ screen: 'board', workflow, conversation: null, mine: false, label: null })
  fillIn.value = { card, fields: [], then: null }
}

async function place(row: BoardRow, conversation: string): Promise<void> {
  const { workflow } = row
  const of = { kind: 'conversation', conversation } as const
  const card = { card: cardOf(workflow, conversation), workflow, title: null, stage: null, rank: rankAt(Date.now()) }
  await act({ type: 'card.place', of, ...card }, { done: `Put on ${row.now.plan.name}` })
}
