import { agentContext, trustedContext } from '../../shared/identity/may.ts'
import type { Role } from '../../shared/identity/events.ts'
import type { Context } from '../../shared/kernel/decider.ts'
import type { Author } from '../../shared/kernel/message.ts'
import type { Board } from '../../shared/workflow/board.ts'
import type { CardFact, WorkflowFact } from '../../shared/workflow/events.ts'
import type { Plan, Stage } from '../../shared/workflow/plan.ts'
import type { Workflow } from '../../shared/workflow/workflow.ts'

export const hourMs = 3_600_000
export const dayMs = 24 * hourMs
export const now = Date.UTC(2026, 10, 23, 12)
export const ana: Author = { kind: 'agent', id: 'ana' }
export const ben: Author = { kind: 'agent', id: 'ben' }

export function stage(id: string, kind: Stage['kind'], more: Partial<Stage> = {}): Stage {
  return {
    id,
    name: id.toUpperCase(),
    colour: 'blue',
    kind,
    limit: null,
    time: null,
    required: [],
    enter: 'agent',
    leave: 'agent',
    ...more
  }
}

export const plan: Plan = {
  name: 'Sales',
  stages: [
    stage('new', 'incoming'),
    stage('talk', 'working', { limit: { cards: 2, hard: true } }),
    stage('offer', 'waiting', { required: ['value', 'interest'] }),
    stage('sold', 'won', { enter: 'supervisor' }),
    stage('gone', 'lost')
  ],
  transitions: null,
  fields: [{ key: 'interest', name: 'Interested in' }],
  currency: 'EUR',
  reopening: { sameCycleDays: 7 },
  takes: { from: 'inboxes', inboxes: ['shop'] }
}

export const withStages = (change: (one: Stage) => Stage): Plan => ({ ...plan, stages: plan.stages.map(change) })

export const workflow: Workflow = { now: { version: 1, plan, at: 1, by: ana }, earlier: [], heirs: {}, archived: false }

type World = {
  readonly role?: Role
  readonly inboxes?: readonly string[]
  readonly at?: number
  readonly workflow?: Workflow | null
  readonly board?: Board
  readonly who?: string
}

/** Somebody who judges with this much beside the card. */
export function context(world: World = {}): Context {
  const { role = 'agent', inboxes = ['shop'], at = now, board = new Map<string, string>(), who = 'ana' } = world
  const beside = new Map<string, unknown>([
    ['workflow/w', world.workflow === undefined ? workflow : world.workflow],
    ['board/w', board],
    ['conversation/c', { status: 'open', inbox: 'shop', contact: 'maya' }],
    ['contact/maya', { known: true, inbox: 'shop' }],
    ['contact/erased', { known: false, inbox: 'shop' }]
  ])
  const judge = agentContext({ id: who, role, inboxes }, at, colleague => colleague !== 'stranger')
  return { ...judge, look: one => beside.get(one) ?? undefined }
}

export function system(world: World = {}): Context {
  return { ...trustedContext({ kind: 'system', id: 'workflow' }, world.at ?? now), look: context(world).look! }
}

export const card = 'w:c'
export const base = { id: 'k', at: now, card, workflow: 'w' } as const

export const placed: CardFact = {
  type: 'card.placed',
  at: now - 10 * dayMs,
  by: ana,
  cause: 'k0',
  workflow: 'w',
  inbox: 'shop',
  conversation: 'c',
  contact: 'maya',
  title: null,
  stage: 'new',
  rank: 'm'
}

export function moved(from: string, to: string, at = now - 2 * dayMs, by = ana): CardFact {
  return { type: 'card.moved', at, by, cause: `to-${to}`, from, to, rank: 'm' }
}

export function closed(stage: string, outcome: 'won' | 'lost' | 'done', at = now - dayMs): CardFact {
  return { type: 'card.closed', at, by: ana, cause: 'k-close', outcome, reason: '', stage, rank: 'm' }
}

export function published(version: number, plan: Plan, moves: { from: string; to: string }[] = []): WorkflowFact {
  return { type: 'workflow.published', at: now - dayMs, by: ana, cause: `v${version}`, version, plan, moved: moves }
}
