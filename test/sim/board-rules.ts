import type { CardFact, WorkflowFact } from '../../shared/workflow/events.ts'
import { streamKey, streamKind } from '../../shared/kernel/message.ts'
import type { Recorded } from '../../sync-server/log/recorded.ts'
import type { World } from './world.ts'

type Place = { stage: string; isOpen: boolean; cycle: number }
type Limits = ReadonlyMap<string, number | null>

/** The rules of boards, read from the log alone, in its order: nothing here asks a decider whether it was right. */
export function checkBoards(world: World, tenant: string, events: readonly Recorded[]): void {
  const places = new Map<string, Place>()
  let limits: Limits = new Map()
  for (const { seq, stream, fact } of events) {
    const where = `${tenant} ${seq}`
    const kind = streamKind(stream)
    if (kind === 'workflow') {
      const said = fact as unknown as WorkflowFact
      if (said.type !== 'workflow.published') continue
      limits = new Map(said.plan.stages.map(({ id, limit }) => [id, limit?.hard ? limit.cards : null]))
      for (const stage of limits.keys()) checkLimit(world, places, limits, stage, where)
    }
    if (kind !== 'card') continue
    const card = streamKey(stream)
    const entered = enter(world, places, card, fact as unknown as CardFact, where)
    if (entered === null) continue
    if (!limits.has(entered)) world.fault(`${card} is in ${entered}, which is no stage (${where})`)
    checkLimit(world, places, limits, entered, where)
  }
}

/** Where the fact puts the card. `null`: it stays where it is. */
function enter(world: World, places: Map<string, Place>, card: string, fact: CardFact, where: string): string | null {
  const before = places.get(card)
  const cycle = before?.cycle ?? 1
  const command = world.ledger.entries.get(fact.cause)?.command
  const saw = command && 'from' in command ? command.from : undefined
  const moves = fact.type === 'card.moved' || fact.type === 'card.closed' || fact.type === 'card.reopened'
  if (moves && saw !== undefined && saw !== before?.stage) {
    world.fault(`${card} is moved by who saw it in ${saw}, and it was in ${before?.stage} (${where})`)
  }
  if (moves && command && 'cycle' in command) checkCycle(world, before, command.cycle, `${card} (${where})`)
  if (fact.type === 'card.placed' && before) world.fault(`${card} is placed a second time (${where})`)
  if (fact.type !== 'card.placed' && !before) world.fault(`${card} is nowhere, and ${fact.type} (${where})`)
  switch (fact.type) {
    case 'card.moved':
      if (fact.from !== before?.stage || !before.isOpen) {
        world.fault(`${card} is moved from ${fact.from}, where it was not (${where})`)
      }
      places.set(card, { stage: fact.to, isOpen: true, cycle })
      return fact.to
    case 'card.placed':
    case 'card.reopened':
    case 'card.cycle-opened':
      if (before?.isOpen) world.fault(`${card} is opened twice (${where})`)
      places.set(card, {
        stage: fact.stage,
        isOpen: true,
        cycle: fact.type === 'card.cycle-opened' ? cycle + 1 : cycle
      })
      return fact.stage
    case 'card.closed':
      // Who moves what is over to another end says how it ended after all.
      if (!before?.isOpen && before?.stage === fact.stage) world.fault(`${card} is closed twice (${where})`)
      places.set(card, { stage: fact.stage, isOpen: false, cycle })
      return fact.stage
    default:
      return null
  }
}

/** Whoever saw it under way moves it in that cycle, and takes no end of it back. */
function checkCycle(world: World, before: Place | undefined, saw: number | null | undefined, where: string): void {
  if (typeof saw !== 'number' || !before) return
  if (!before.isOpen) world.fault(`it is moved by who saw it under way, and it was over: ${where}`)
  else if (before.cycle !== saw) world.fault(`it is moved in cycle ${before.cycle} by who saw it in ${saw}: ${where}`)
}

function checkLimit(
  { ledger }: World,
  places: ReadonlyMap<string, Place>,
  limits: Limits,
  stage: string,
  where: string
) {
  const cards = [...places.values()].filter(place => place.isOpen && place.stage === stage).length
  const limit = limits.get(stage) ?? null
  if (limit !== null && cards > limit) ledger.fault(`${stage} has ${cards} cards of ${limit} (${where})`)
}
