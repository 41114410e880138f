import { pressingOf, type Pressing } from '../../shared/sla/pressing.ts'
import { reignsOf } from '../../shared/sla/reign.ts'
import { cardOf } from '../../shared/workflow/card-id.ts'
import {
  cards,
  inboxes,
  workflows,
  type CardRow,
  type InboxRow,
  type ThreadRow,
  type WorkflowRow
} from '../app/live.ts'

/** A row that says since when a clock runs, and all that says how long: its inbox, and each workflow with its card. */
type Beside = readonly [InboxRow | undefined, ...(WorkflowRow | CardRow)[]]
type Known = { readonly beside: Beside; readonly pressing: Pressing | null }
const known = new WeakMap<ThreadRow, Known>()

/** What of a conversation is due first. Subscribes to what it goes by; reckoned once for each row. */
export function pressingHere(row: ThreadRow): Pressing | null {
  void workflows.revision.value
  return pressingIn(row, inboxes.get(row.inbox), card => cards.get(card))
}

/** The same for who has heard of a change otherwise: a list of thousands does not subscribe to each. */
export function pressingNow(row: ThreadRow): Pressing | null {
  return pressingIn(row, inboxes.all.get(row.inbox), card => cards.all.get(card))
}

function pressingIn(
  row: ThreadRow,
  inbox: InboxRow | undefined,
  cardAt: (card: string) => CardRow | undefined
): Pressing | null {
  if (!row.runs || row.status !== 'open') return null
  const pairs = aiming().flatMap(workflow => {
    const card = cardAt(cardOf(workflow.workflow, row.conversation))
    return card ? [{ workflow, card }] : []
  })
  if (!inbox?.sla && pairs.length === 0) return null
  const beside: Beside = [inbox, ...pairs.flatMap(({ workflow, card }) => [workflow, card])]
  const before = known.get(row)
  if (before && beside.length === before.beside.length && beside.every((one, at) => one === before.beside[at]))
    return before.pressing
  const reigns = pairs.flatMap(({ workflow: { workflow, aims = [] }, card }) =>
    reignsOf(workflow, aims, card.stretches ?? drawnBefore(card))
  )
  const pressing = pressingOf(row.runs, { ...inbox, workflows: reigns })
  known.set(row, { beside, pressing })
  return pressing
}

/** Is there a workflow with targets of its own? */
export function isAimedFor(): boolean {
  return aiming().length > 0
}

let asked = -1
let found: readonly WorkflowRow[] = []

/** Those that aim for something, or did while somebody waited. */
function aiming(): readonly WorkflowRow[] {
  if (asked !== workflows.revision.peek()) {
    asked = workflows.revision.peek()
    found = [...workflows.all.values()].filter(({ aims }) => aims !== undefined)
  }
  return found
}

/** A card's row may be older on a device than its stretches are. */
function drawnBefore({ cycles }: CardRow): readonly (readonly [number, number | null])[] {
  return cycles.map(({ openedAt, closedAt }) => [openedAt, closedAt])
}
