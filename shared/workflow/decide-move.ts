import { accept } from '../kernel/decision.ts'
import type { Context } from '../kernel/decider.ts'
import { cardsOn } from './board.ts'
import type { Card } from './card.ts'
import { cycleUnderWay } from './cycles.ts'
import { no, said, workflowOf, type CardDecision, type No, type Of } from './decision.ts'
import { isClosing, isOpen } from './plan-rules.ts'
import type { Stage } from './plan.ts'
import type { CardCommand } from './commands.ts'
import { landing, sightsOf, stageNow, type Workflow } from './workflow.ts'

/** Where a card is, and the workflow it is judged by. */
type Here = { readonly workflow: Workflow; readonly here: Stage }

function whereIs(command: CardCommand, card: Card, context: Context): Here | No {
  const workflow = workflowOf(command, context)
  if (!workflow) return no({ reason: 'no-such-workflow' })
  const here = stageNow(workflow, card.stage)
  return here ? { workflow, here } : no({ reason: 'no-such-stage', stage: card.stage })
}

/** A move is judged from where the card is now. If its author saw it elsewhere, somebody was faster. */
export function decideMove(command: Of<'card.move'>, card: Card, context: Context): CardDecision {
  const found = whereIs(command, card, context)
  if ('accepted' in found) return found
  const { workflow, here } = found
  const { from, to, rank, cycle, received } = command
  if (to === here.id && from === to) return ordered(command, card, context)
  const isOver = card.status === 'closed'
  if (to === here.id && (!isOver || isClosing(here) || cycle === undefined)) return accept()
  // What was closed meanwhile is closed: to take that back is for who knows of it.
  if (isOver && typeof cycle === 'number') return alreadyClosed(card, here, context)
  if (!sightsOf(workflow, card).includes(from) || isOfAnother(cycle, card)) return movedMeanwhile(card, here)
  const target = workflow.now?.plan.stages.find(stage => stage.id === to)
  if (!target) return no({ reason: 'no-such-stage', stage: to })
  const barred = isTakenBack(card, target, workflow, context)
    ? hasRoom(command, target, workflow, context)
    : (mayLeave(card, here, context) ?? mayGo(workflow, here, target) ?? mayEnter(command, target, workflow, context))
  if (barred) return barred
  const so = said(command, context)
  if (isClosing(target)) {
    const outcome = target.kind === 'won' ? 'won' : 'lost'
    return accept({ ...so, type: 'card.closed', outcome, reason: command.reason ?? '', stage: to, rank, received })
  }
  // Whoever takes a card out of the last stage takes back that it was the end.
  if (card.status === 'closed') return accept({ ...so, type: 'card.reopened', stage: to, rank })
  return accept({ ...so, type: 'card.moved', from: here.id, to, rank })
}

/** Order inside a stage never conflicts: of a card that is no longer there, it means nothing. */
export function decideOrder(command: Of<'card.order'>, card: Card, context: Context): CardDecision {
  const found = whereIs(command, card, context)
  if ('accepted' in found) return found
  return found.here.id === command.stage ? ordered(command, card, context) : accept()
}

export function decideClose(command: Of<'card.close'>, card: Card, context: Context): CardDecision {
  const found = whereIs(command, card, context)
  if ('accepted' in found) return found
  const { workflow, here } = found
  if (card.status === 'closed') return alreadyClosed(card, here, context)
  if (!sightsOf(workflow, card).includes(command.from) || isOfAnother(command.cycle, card))
    return movedMeanwhile(card, here)
  const { outcome, reason, rank, received } = command
  // What is done ends where it stands, and so does what was won where no stage is for that.
  const target = workflow.now?.plan.stages.find(stage => stage.kind === outcome) ?? here
  const barred =
    mayLeave(card, here, context) ??
    (target === here ? undefined : (mayGo(workflow, here, target) ?? mayEnter(command, target, workflow, context)))
  if (barred) return barred
  const so = said(command, context)
  return accept({ ...so, type: 'card.closed', outcome, reason, stage: target.id, rank, received })
}

/**
 * Whoever may bring a card to its end may say why it came there, also once it has begun again. Of two who say it, the
 * later one is heard: as with everything that is written on a card, and what was said before stays in the log.
 */
export function decideExplain(command: Of<'card.explain'>, card: Card, context: Context): CardDecision {
  const found = whereIs(command, card, context)
  if ('accepted' in found) return found
  const { workflow, here } = found
  const { cycle, outcome, reason } = command
  const ended = card.cycles.find(one => one.number === cycle)
  if (!ended?.closedAt || !ended.outcome) return no({ reason: 'not-over' })
  if (ended.outcome !== outcome) return no({ reason: 'ended-otherwise', at: ended.closedAt, outcome: ended.outcome })
  const target = workflow.now?.plan.stages.find(stage => stage.kind === outcome) ?? here
  // What ended where it stood is no longer there when it has begun again.
  const barred = isClosing(target)
    ? mayEnter(command, target, workflow, context)
    : card.status === 'closed'
      ? mayLeave(card, here, context)
      : undefined
  if (barred) return barred
  if (ended.reason === reason) return accept()
  return accept({ ...said(command, context), type: 'card.explained', cycle, reason })
}

export function decideReopen(command: Of<'card.reopen'>, card: Card, context: Context): CardDecision {
  if (card.status === 'open') return accept()
  const found = whereIs(command, card, context)
  if ('accepted' in found) return found
  const { workflow } = found
  const { to, rank } = command
  const target = workflow.now?.plan.stages.find(({ id, kind }) => (to === null ? kind === 'incoming' : id === to))
  if (!target || isClosing(target)) return no({ reason: 'no-such-stage', stage: to ?? card.stage })
  const isUndone = command.as === 'same-cycle' && isTakenBack(card, target, workflow, context)
  const barred = (isUndone ? hasRoom : mayEnter)(command, target, workflow, context)
  if (barred) return barred
  return opened(command, card, context, command.as, target.id, rank)
}

const dayMs = 86_400_000

/** A customer is never refused: they come back to where new cards come in, and no hard limit is there. */
export function decideComeBack(command: Of<'card.come-back'>, card: Card, context: Context): CardDecision {
  const workflow = workflowOf(command, context)
  const plan = workflow?.archived ? undefined : workflow?.now?.plan
  const closedAt = card.cycles.at(-1)?.closedAt ?? null
  if (card.status !== 'closed' || !plan?.reopening || closedAt === null || command.at < closedAt) return accept()
  const as = command.at - closedAt <= plan.reopening.sameCycleDays * dayMs ? 'same-cycle' : 'new-cycle'
  const stage = landing(plan)
  return stage ? opened(command, card, context, as, stage.id, command.rank) : accept()
}

function opened(
  command: CardCommand,
  card: Card,
  context: Context,
  as: 'same-cycle' | 'new-cycle',
  stage: string,
  rank: string
): CardDecision {
  const so = said(command, context)
  if (as === 'same-cycle') return accept({ ...so, type: 'card.reopened', stage, rank })
  return accept({ ...so, type: 'card.cycle-opened', number: (card.cycles.at(-1)?.number ?? 0) + 1, stage, rank })
}

function ordered(command: Of<'card.move' | 'card.order'>, card: Card, context: Context): CardDecision {
  if (card.rank === command.rank) return accept()
  return accept({ ...said(command, context), type: 'card.ordered', rank: command.rank })
}

/** Whoever put it where it is may say that it was a slip, as long as nobody has moved it since: no field is asked for that, no way and no role. */
function isTakenBack({ cameFrom = '', enteredBy }: Card, target: Stage, workflow: Workflow, { by }: Context): boolean {
  return by.kind === 'agent' && enteredBy?.id === by.id && stageNow(workflow, cameFrom) === target
}

/** It was closed and has begun again since its author saw it under way. */
function isOfAnother(cycle: number | null | undefined, { cycles }: Card): boolean {
  return typeof cycle === 'number' && cycle !== cycleUnderWay(cycles)
}

function movedMeanwhile(card: Card, here: Stage): No {
  const by = card.enteredBy ?? { kind: 'system', id: 'unknown' }
  const cycle = cycleUnderWay(card.cycles)
  return no({ reason: 'moved-meanwhile', by, at: card.enteredAt, stage: here.id, cycle })
}

function alreadyClosed(card: Card, here: Stage, context: Context): No {
  const last = card.cycles.at(-1)
  const [outcome, at] = [last?.outcome ?? 'done', last?.closedAt ?? card.enteredAt]
  return no({ reason: 'already-closed', by: card.enteredBy ?? context.by, at, outcome, stage: here.id })
}

function mayLeave(card: Card, stage: Stage, context: Context): No | undefined {
  if (!hasRole(stage.leave, context)) {
    return no({ reason: 'stage-not-yours', stage: stage.id, way: 'out', role: stage.leave })
  }
  if (card.status === 'closed') return undefined
  const fields = stage.required.filter(key => !isFilled(card, key))
  return fields.length > 0 ? no({ reason: 'missing-fields', stage: stage.id, fields }) : undefined
}

function mayGo({ now }: Workflow, from: Stage, to: Stage): No | undefined {
  return !now || isOpen(now.plan, from.id, to.id)
    ? undefined
    : no({ reason: 'transition-not-allowed', from: from.id, to: to.id })
}

/** Judged for whoever comes in, on the cards that are there now; the one who comes is not among them. */
export function mayEnter(command: CardCommand, stage: Stage, workflow: Workflow, context: Context): No | undefined {
  if (!hasRole(stage.enter, context)) {
    return no({ reason: 'stage-not-yours', stage: stage.id, way: 'in', role: stage.enter })
  }
  return hasRoom(command, stage, workflow, context)
}

function hasRoom(command: CardCommand, stage: Stage, workflow: Workflow, context: Context): No | undefined {
  if (!stage.limit?.hard) return undefined
  const isThere = (at: string) => stageNow(workflow, at)?.id === stage.id
  const cards = cardsOn(context, command.workflow, isThere, command.card)
  const limit = stage.limit.cards
  return cards >= limit ? no({ reason: 'stage-full', stage: stage.id, cards, limit }) : undefined
}

function hasRole(role: Stage['enter'], context: Context): boolean {
  return role === 'agent' || context.may(`card.as-${role}`)
}

/** Whether a card has what a stage asks for under this key. */
export function isFilled(card: Card, key: string): boolean {
  if (key === 'value') return card.value !== null
  if (key === 'due') return card.due !== null
  if (key === 'owner') return card.owner !== null
  return Object.hasOwn(card.fields, key)
}
