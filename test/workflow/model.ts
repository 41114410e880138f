import fc from 'fast-check'
import type { Role } from '../../shared/identity/events.ts'
import { agentContext, trustedContext } from '../../shared/identity/may.ts'
import type { Context } from '../../shared/kernel/decider.ts'
import type { Board } from '../../shared/workflow/board.ts'
import { noCard, type Card } from '../../shared/workflow/card.ts'
import type { CardCommand, WorkflowCommand } from '../../shared/workflow/commands.ts'
import { cardDecider } from '../../shared/workflow/decide-card.ts'
import type { Moment } from '../../shared/workflow/dry-run/course.ts'
import type { Plan, Stage } from '../../shared/workflow/plan.ts'
import { stageNow, workflowDecider, type Workflow } from '../../shared/workflow/workflow.ts'
import { stage } from './story.ts'

/** Something somebody wants, in small numbers: what they mean depends on where the world stands then. */
export type Wish = {
  readonly does: 'place' | 'move' | 'close' | 'explain' | 'reopen' | 'come-back' | 'order' | 'publish'
  readonly card: number
  readonly stage: number
  /** The author saw the card in another stage than it is in. */
  readonly isStale: boolean
  readonly minutes: number
  readonly role: Role
}

const often = [
  ...Array<'move'>(12).fill('move'),
  ...(['place', 'place', 'place', 'close', 'explain', 'reopen', 'come-back', 'order', 'publish'] as const)
]

export const wishes = fc.array(
  fc.record<Wish>({
    does: fc.constantFrom(...often),
    card: fc.nat(7),
    stage: fc.nat(63),
    isStale: fc.boolean(),
    minutes: fc.integer({ min: -5_000, max: 20_000 }),
    role: fc.constantFrom('agent', 'supervisor', 'admin')
  }),
  { minLength: 20, maxLength: 80 }
)

const names = ['in', 'one', 'two', 'three', 'won', 'lost'] as const
const kinds: Readonly<Record<(typeof names)[number], Stage['kind']>> = {
  in: 'incoming',
  one: 'working',
  two: 'waiting',
  three: 'working',
  won: 'won',
  lost: 'lost'
}

/** One of many plans: some lack stages, and limits and roles change. */
function planOf(pick: number): Plan {
  const here = names.filter((name, at) => name === 'in' || ((pick >> (at - 1)) & 1) === 0)
  return {
    name: 'Flow',
    stages: here.map((id, at) =>
      stage(id, kinds[id], {
        limit:
          kinds[id] === 'working' || kinds[id] === 'waiting' ? { cards: 1 + (pick % 2), hard: at % 3 !== 2 } : null,
        enter: pick % 7 === 3 && id === 'two' ? 'supervisor' : 'agent'
      })
    ),
    transitions: pick % 5 === 4 ? here.flatMap(from => here.slice(1).map(to => ({ from, to }))) : null,
    fields: [],
    currency: 'EUR',
    reopening: pick % 4 === 3 ? null : { sameCycleDays: pick % 4 },
    takes: { from: 'nobody' }
  }
}

export const began = 1_800_000_000_000

export type Model = {
  workflow: Workflow
  readonly cards: Map<string, Card>
  clock: number
  /** What became true of everything, to know that histories are not empty. */
  readonly told: string[]
  /** What happened to cards, as a log has it. */
  readonly moments: Moment[]
}

/** `boardOf` is what the judge counts: the truth, or a lie that the invariants must find. */
export function play(history: readonly Wish[], boardOf: (model: Model) => Board, check: (model: Model) => void): Model {
  const model: Model = { workflow: workflowDecider.initial, cards: new Map(), clock: began, told: [], moments: [] }
  publish(model, { ...history[0]!, stage: 0 }, boardOf, 0)
  for (const [at, wish] of history.entries()) {
    model.clock += 60_000 * Math.abs(wish.minutes)
    if (wish.does === 'publish') publish(model, wish, boardOf, at + 1)
    else wishOf(model, wish, boardOf, at + 1)
    check(model)
  }
  return model
}

export function truth({ cards }: Model): Board {
  return new Map([...cards].flatMap(([id, card]) => (card.status === 'open' ? [[id, card.stage] as const] : [])))
}

function contextOf(model: Model, wish: Wish, board: Board): Context {
  const by =
    wish.does === 'come-back'
      ? trustedContext({ kind: 'system', id: 'workflow' }, model.clock)
      : agentContext(
          // Called as what they are, so that a log tells who could do what.
          { id: wish.role, role: wish.does === 'publish' ? 'admin' : wish.role, inboxes: ['shop'] },
          model.clock,
          () => true
        )
  const beside = new Map<string, unknown>([
    ['workflow/w', model.workflow],
    ['board/w', board],
    ...Array.from(
      { length: 8 },
      (_, n) => [`conversation/${n}`, { status: 'open', inbox: 'shop', contact: `p${n}` }] as const
    )
  ])
  return { ...by, look: at => beside.get(at) }
}

function publish(model: Model, wish: Wish, boardOf: (model: Model) => Board, n: number): void {
  const plan = planOf(wish.stage)
  const has = (id: string) => plan.stages.some(one => one.id === id)
  const gone = (model.workflow.now?.plan.stages ?? []).filter(one => !has(one.id))
  const heir = plan.stages[wish.card % plan.stages.length]!.id
  const command: WorkflowCommand = {
    type: 'workflow.publish',
    id: `k${n}`,
    at: model.clock,
    workflow: 'w',
    onVersion: model.workflow.now?.version ?? 0,
    plan,
    moved: gone.map(one => ({ from: one.id, to: heir }))
  }
  const decision = workflowDecider.decide(
    command,
    model.workflow,
    contextOf(model, { ...wish, does: 'publish' }, boardOf(model))
  )
  if (!decision.accepted) return void model.told.push(decision.refusal.reason)
  for (const fact of decision.facts) model.workflow = workflowDecider.evolve(model.workflow, fact)
  model.told.push(...decision.facts.map(fact => fact.type))
}

function wishOf(model: Model, wish: Wish, boardOf: (model: Model) => Board, n: number): void {
  const card = `w:${wish.card}`
  const before = model.cards.get(card) ?? noCard
  const to = names[wish.stage % names.length]!
  const here = stageNow(model.workflow, before.stage)?.id ?? 'in'
  const from = wish.isStale ? names[(wish.stage + 1) % names.length]! : here
  const base = {
    id: `k${n}`,
    at: model.clock + 180_000 * Math.min(0, wish.minutes),
    card,
    workflow: 'w',
    rank: `r${n}`
  }
  const command = commandOf(wish, base, { from, to, cycles: before.cycles })
  const decision = cardDecider.decide(command, before, contextOf(model, wish, boardOf(model)))
  if (!decision.accepted) return void model.told.push(decision.refusal.reason)
  let so = before
  for (const fact of decision.facts) {
    model.moments.push({ at: model.clock, card, before: so, fact })
    so = cardDecider.evolve(so, fact)
  }
  model.cards.set(card, so)
  model.told.push(...decision.facts.map(fact => fact.type))
}

type Base = { id: string; at: number; card: string; workflow: string; rank: string }

function commandOf(
  wish: Wish,
  base: Base,
  { from, to, cycles }: { from: string; to: string } & Pick<Card, 'cycles'>
): CardCommand {
  const conversation = base.card.slice(2)
  switch (wish.does) {
    case 'place':
    case 'publish':
      return {
        ...base,
        type: 'card.place',
        of: { kind: 'conversation', conversation },
        title: null,
        stage: wish.isStale ? to : null
      }
    case 'move':
      return { ...base, type: 'card.move', from, to }
    case 'close':
      return {
        ...base,
        type: 'card.close',
        from,
        outcome: (['won', 'lost', 'done'] as const)[wish.stage % 3]!,
        reason: ''
      }
    case 'explain': {
      const { number, outcome } = cycles[wish.stage % Math.max(1, cycles.length)] ?? { number: 1, outcome: null }
      return {
        ...base,
        type: 'card.explain',
        cycle: number,
        outcome: wish.isStale ? 'done' : (outcome ?? 'won'),
        reason: `why ${base.id}`
      }
    }
    case 'reopen':
      return {
        ...base,
        type: 'card.reopen',
        as: wish.isStale ? 'new-cycle' : 'same-cycle',
        to: wish.stage % 2 ? to : null
      }
    case 'come-back':
      return { ...base, type: 'card.come-back' }
    case 'order':
      return { ...base, type: 'card.order', stage: from }
  }
}
