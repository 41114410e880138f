import { cycleUnderWay } from '../../shared/workflow/cycles.ts'
import { isClosing } from '../../shared/workflow/plan-rules.ts'
import type { Stage } from '../../shared/workflow/plan.ts'
import { stageNow } from '../../shared/workflow/workflow.ts'
import type { Wish } from '../app/device.ts'
import { cards, threads, workflows, type CardRow } from '../app/live.ts'
import { isUrgentFirst } from '../app/shell/sla.ts'
import { act } from '../app/shell/act.ts'
import type { Column } from './boards.ts'
import { nameOfCard } from './called.ts'
import { rankBehind, rankInGap } from './drop-place.ts'
import { heard } from './heard.ts'

export type Move = Extract<Wish, { type: 'card.move' }>

const rankOf = (id: string) => cards.all.get(id)?.rank ?? null

/** The stage the card is in now, whatever the workflow was when it came there. */
export function stageOf(card: CardRow): Stage | undefined {
  const workflow = workflows.all.get(card.workflow)
  return workflow && stageNow(workflow, card.stage)
}

/** The wish that puts the card into the column, into `gap` of it or behind the others. `null`: it is there. */
export function moveInto({ stage, ids }: Column, id: string, gap: number | null = null): Move | null {
  const card = cards.all.get(id)
  const from = card && stageOf(card)
  if (!card || !from || (from.id === stage.id && gap === null)) return null
  const others = ids.peek()
  const last = others.at(-1)
  const rank =
    gap === null || isClosing(stage) || isUrgentFirst()
      ? rankBehind(last === undefined ? null : rankOf(last), Date.now())
      : rankInGap(others, gap, id, rankOf)
  if (rank === null || (isClosing(stage) && from.id === stage.id)) return null
  const cycle = cycleUnderWay(card.cycles)
  const wish: Move = { type: 'card.move', card: id, workflow: card.workflow, from: from.id, to: stage.id, rank, cycle }
  return isClosing(stage) ? { ...wish, ...receivedOf(card) } : wish
}

/** What had come of the customer's messages when the card was closed here. */
export function receivedOf({ conversation }: CardRow): { readonly received?: number } {
  const thread = conversation === null ? undefined : threads.all.get(conversation)
  return thread ? { received: thread.received } : {}
}

/** Moves it and says so. Answers whether it is there now. */
export async function moveCard(column: Column, id: string, gap: number | null = null): Promise<boolean> {
  const wish = moveInto(column, id, gap)
  const card = cards.all.get(id)
  if (!wish || !card) return false
  if (wish.from !== wish.to) {
    return (await act(wish, { done: `${nameOfCard(card)} moved to ${column.stage.name}` })).accepted
  }
  const done = await act(wish, { done: `${nameOfCard(card)} moved within ${column.stage.name}`, quiet: true })
  if (done.accepted) {
    const ids = column.ids.peek()
    heard.value = `${nameOfCard(card)} is number ${ids.indexOf(id) + 1} of ${ids.length}`
  }
  return done.accepted
}
