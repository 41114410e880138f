import { accept, refuse, type Decision } from '../kernel/decision.ts'
import type { Context, Decider } from '../kernel/decider.ts'
import type { Author } from '../kernel/message.ts'
import { unchanged, unreachable } from '../kernel/unreachable.ts'
import type { Aim } from '../sla/content.ts'
import { aimingAt } from './aims.ts'
import { cardsOn } from './board.ts'
import type { WorkflowCommand } from './commands.ts'
import type { WorkflowFact } from './events.ts'
import { faultOf } from './plan-rules.ts'
import type { Plan, Stage } from './plan.ts'
import type { StageFull, WorkflowRefusal } from './refusals.ts'

export type Published = {
  readonly version: number
  readonly plan: Plan
  readonly at: number
  readonly by: Author
}

/** The stages through which cards go. Cards refer to a stage by its id; what became of one that is gone stands here. */
export type Workflow = {
  /** The one in force, `null` before the first. */
  readonly now: Published | null
  /** Those before it, newest first, to roll back to. */
  readonly earlier: readonly Published[]
  /** A stage that no version in force has any more, and where its cards went. */
  readonly heirs: Readonly<Record<string, string>>
  /** Stages that are back: where cards that are in them since before then were meanwhile. Absent: none was gone. */
  readonly back?: Readonly<Record<string, { readonly seenIn: readonly string[]; readonly at: number }>>
  readonly archived: boolean
  /** What it aimed for since when, oldest first. Absent: it never did. */
  readonly aims?: readonly Aim[]
}

const noWorkflow: Workflow = { now: null, earlier: [], heirs: {}, archived: false }

/** How many versions can be rolled back to. All of them stand in the log. */
const versionsKept = 20

export const workflowDecider: Decider<Workflow, WorkflowCommand, WorkflowFact, WorkflowRefusal> = {
  initial: noWorkflow,
  decide,
  evolve
}

function decide(command: WorkflowCommand, state: Workflow, context: Context): Decision<WorkflowFact, WorkflowRefusal> {
  if (!context.may(command.type)) return refuse({ reason: 'not-allowed' })
  const so = { at: Math.min(command.at, context.now), by: context.by, cause: command.id }
  if (command.type === 'workflow.publish') return publish(command, state, context, so)
  if (!state.now) return refuse({ reason: 'no-such-workflow' })
  switch (command.type) {
    case 'workflow.archive':
      return state.archived ? accept() : accept({ ...so, type: 'workflow.archived' })
    case 'workflow.restore':
      return state.archived ? accept({ ...so, type: 'workflow.restored' }) : accept()
    default:
      return unreachable(command)
  }
}

function publish(
  command: Extract<WorkflowCommand, { type: 'workflow.publish' }>,
  state: Workflow,
  context: Context,
  so: { at: number; by: Author; cause: string }
): Decision<WorkflowFact, WorkflowRefusal> {
  const { plan, moved, onVersion } = command
  const { version, by, at } = state.now ?? { version: 0, by: so.by, at: so.at }
  if (version !== onVersion) return refuse({ reason: 'published-meanwhile', by, at, version })
  const fault = faultOf(plan)
  if (fault) return refuse({ reason: 'unsound-plan', fault })
  const has = (stage: string) => plan.stages.some(one => one.id === stage)
  const gone = (state.now?.plan.stages ?? []).filter(({ id }) => !has(id))
  const orphan = gone.find(({ id }) => !moved.some(({ from, to }) => from === id && has(to)))
  if (orphan) return refuse({ reason: 'stage-without-heir', stage: orphan.id })
  const left = moved.filter(({ from }) => gone.some(({ id }) => id === from))
  const fact: WorkflowFact = { ...so, type: 'workflow.published', version: version + 1, plan, moved: left }
  const full = overfull(command.workflow, evolve(state, fact), context)
  return full ? refuse(full) : accept(fact)
}

/** A hard limit that is broken on the day it is published is none. */
function overfull(id: string, workflow: Workflow, context: Context): StageFull | undefined {
  for (const stage of workflow.now?.plan.stages ?? []) {
    if (!stage.limit?.hard) continue
    const cards = cardsOn(context, id, at => stageNow(workflow, at)?.id === stage.id)
    if (cards > stage.limit.cards) return { reason: 'stage-full', stage: stage.id, cards, limit: stage.limit.cards }
  }
  return undefined
}

function evolve(state: Workflow, fact: WorkflowFact): Workflow {
  switch (fact.type) {
    case 'workflow.published': {
      const { version, plan, at, by } = fact
      const earlier = state.now ? [state.now, ...state.earlier].slice(0, versionsKept) : []
      const next = { ...state, now: { version, plan, at, by }, earlier, heirs: heirsAfter(state, fact) }
      const back = backAfter(state, fact)
      return aiming(back ? { ...next, back } : next, at)
    }
    case 'workflow.archived':
      return aiming({ ...state, archived: true }, fact.at)
    case 'workflow.restored':
      return aiming({ ...state, archived: false }, fact.at)
    default:
      return unchanged(state, fact)
  }
}

/** Nobody is kept waiting by a board that is put away. */
function aiming(state: Workflow, at: number): Workflow {
  const aims = aimingAt(state.aims, at, state.archived ? null : (state.now?.plan.sla ?? null))
  return aims ? { ...state, aims } : state
}

/** A stage that is back, after a roll-back, has its own cards again: those that nobody has moved on since. */
function heirsAfter(
  { heirs }: Workflow,
  { plan, moved }: Extract<WorkflowFact, { type: 'workflow.published' }>
): Workflow['heirs'] {
  const all = [...Object.entries(heirs), ...moved.map(({ from, to }) => [from, to] as const)]
  return Object.fromEntries(all.filter(([from]) => !plan.stages.some(stage => stage.id === from)))
}

function backAfter(
  state: Workflow,
  { plan, at }: Extract<WorkflowFact, { type: 'workflow.published' }>
): Workflow['back'] {
  const came = plan.stages.filter(({ id }) => Object.hasOwn(state.heirs, id))
  if (came.length === 0) return state.back
  return {
    ...state.back,
    ...Object.fromEntries(came.map(({ id }) => [id, { seenIn: wayOf(state, id).slice(1), at }]))
  }
}

/** The stage that a card with this stage's id is in now. `undefined`: no version ever had it. */
export function stageNow(workflow: Workflow, id: string): Stage | undefined {
  const last = wayOf(workflow, id).at(-1)
  return workflow.now?.plan.stages.find(stage => stage.id === last)
}

/** Where somebody may see the card who has not heard of all edits: in none of these was it moved by anybody. */
export function sightsOf(
  workflow: Workflow,
  { stage, enteredAt }: { readonly stage: string; readonly enteredAt: number }
) {
  const way = wayOf(workflow, stage)
  const back = workflow.back && Object.hasOwn(workflow.back, stage) ? workflow.back[stage] : undefined
  return back && enteredAt <= back.at ? [...way, ...back.seenIn] : way
}

/** The stages through which edits have led a card that was put in this one, the last being where it is now. */
function wayOf({ now, heirs }: Workflow, id: string): readonly string[] {
  const way = [id]
  for (const at of way) {
    const heir = Object.hasOwn(heirs, at) ? heirs[at] : undefined
    // A stage is its heir's heir at most once each: who meets one again goes round.
    if (heir && !way.includes(heir) && !now?.plan.stages.some(stage => stage.id === at)) way.push(heir)
  }
  return way
}

/** Where new cards come in. A published plan has such a stage. */
export function landing(plan: Plan): Stage | undefined {
  return plan.stages.find(stage => stage.kind === 'incoming')
}
