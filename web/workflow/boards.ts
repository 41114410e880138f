import { computed, type ReadonlySignal } from '@preact/signals'
import { isClosing } from '../../shared/workflow/plan-rules.ts'
import type { Stage } from '../../shared/workflow/plan.ts'
import { byRank } from '../../shared/workflow/rank.ts'
import { stageNow } from '../../shared/workflow/workflow.ts'
import { inOrder } from '../app/shell/sla.ts'
import { cards, me, threads, workflows, type CardRow, type WorkflowRow } from '../app/live.ts'
import { select } from '../app/rows.ts'
import { isShown, type Filter } from './filter.ts'

/** A workflow in force, as it is worked with. */
export type BoardRow = WorkflowRow & { readonly now: NonNullable<WorkflowRow['now']> }

/** A stage, and the ids of its cards in their order. */
export type Column = { readonly stage: Stage; readonly ids: ReadonlySignal<readonly string[]> }

/** Those that can be worked with, by name. */
export const boards: ReadonlySignal<readonly BoardRow[]> = computed(() => {
  void workflows.revision.value
  return [...workflows.all.values()]
    .filter((row): row is BoardRow => row.now !== null && !row.archived)
    .sort((a, b) => a.now.plan.name.localeCompare(b.now.plan.name))
})

const known = new Map<string, { readonly of: BoardRow; readonly columns: readonly Column[] }>()

/** All stages with all their cards. The same as long as the workflow is. */
export function columnsOf(row: BoardRow): readonly Column[] {
  const before = known.get(row.workflow)
  if (before?.of === row) return before.columns
  const home = homesIn(row)
  const columns = row.now.plan.stages.map(stage => columnOf(row, stage, home))
  known.set(row.workflow, { of: row, columns })
  return columns
}

/** Puts the cards of a board in order before anybody asks for it: what comes later is moved alone. */
export function prepare(workflow: string | null): void {
  const row = boards.peek().find(one => one.workflow === workflow) ?? boards.peek()[0]
  for (const { ids } of row ? columnsOf(row) : []) ids.peek()
}

/** Where cards of a stage are now, looked up once a stage and not once a card. */
function homesIn(row: BoardRow): (stage: string) => string | undefined {
  const homes = new Map<string, string | undefined>()
  return stage => {
    if (!homes.has(stage)) homes.set(stage, stageNow(row, stage)?.id)
    return homes.get(stage)
  }
}

function columnOf(row: BoardRow, stage: Stage, home: (stage: string) => string | undefined): Column {
  const closing = isClosing(stage)
  const belongs = (card: CardRow) =>
    card.workflow === row.workflow &&
    (card.status === 'open' || (closing && card.status === 'closed')) &&
    home(card.stage) === stage.id
  return { stage, ids: select(cards, belongs, closing ? newestFirst : byRank) }
}

/** Of what is over, the last is the most interesting. */
function newestFirst(a: CardRow, b: CardRow): number {
  return b.enteredAt - a.enteredAt || byRank(a, b)
}

const conversationOf = (card: string) => cards.all.get(card)?.conversation ?? null

/** The column with only the cards that are asked for, in the order that is. */
export function narrowed(column: Column, filter: Filter): Column {
  const { stage, ids } = filtered(column, filter)
  return isClosing(stage) ? { stage, ids } : { stage, ids: steady(() => inOrder(ids.value, conversationOf)) }
}

function filtered({ stage, ids }: Column, filter: Filter): Column {
  if (!filter.mine && filter.label === null) return { stage, ids }
  const shown = steady(() => {
    void cards.revision.value
    void threads.revision.value
    const self = me.value?.agent ?? ''
    return ids.value.filter(id => {
      const card = cards.all.get(id)
      return card !== undefined && isShown(card, besideOf(card), filter, self)
    })
  })
  return { stage, ids: shown }
}

/** The same list as long as it says the same, so that nobody is drawn again for nothing. */
function steady(draw: () => readonly string[]): ReadonlySignal<readonly string[]> {
  let before: readonly string[] = []
  return computed(() => {
    const next = draw()
    if (next.length !== before.length || next.some((id, at) => id !== before[at])) before = next
    return before
  })
}

function besideOf({ conversation }: CardRow) {
  return conversation === null ? undefined : threads.all.get(conversation)
}
