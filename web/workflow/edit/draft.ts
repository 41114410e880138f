import { isClosing, isOpen } from '../../../shared/workflow/plan-rules.ts'
import type { Plan, Stage } from '../../../shared/workflow/plan.ts'
import type { Wish } from '../../app/device.ts'
import type { WorkflowRow } from '../../app/live.ts'
import { wrongTargets, type TargetsForm } from '../../sla/content-words.ts'
import { idFor } from './id-for.ts'

/** A workflow while it is edited: nobody works by it before it is published. */
export type WorkflowDraft = {
  readonly workflow: string
  /** The version it was begun on, 0 for a new workflow. */
  readonly onVersion: number
  readonly plan: Plan
  /** Where the cards of a removed stage go. A stage that stands here and is not removed says nothing. */
  readonly heirs: Readonly<Record<string, string>>
  /** The answer times as somebody writes them: what is none is no part of the plan, and stays to be mended. */
  readonly typed?: { readonly [field in keyof TargetsForm]?: string | undefined } | undefined
}

export function draftOn({ workflow, now }: WorkflowRow): WorkflowDraft | undefined {
  return now ? { workflow, onVersion: now.version, plan: now.plan, heirs: {} } : undefined
}

/** A workflow that nobody has published yet. */
export function draftOf(workflow: string, plan: Plan): WorkflowDraft {
  return { workflow, onVersion: 0, plan, heirs: {} }
}

export function withPlan(draft: WorkflowDraft, change: Partial<Plan>): WorkflowDraft {
  return { ...draft, plan: { ...draft.plan, ...change } }
}

export function withStage(draft: WorkflowDraft, id: string, change: Partial<Stage>): WorkflowDraft {
  return withPlan(draft, {
    stages: draft.plan.stages.map(stage => (stage.id === id ? { ...stage, ...change } : stage))
  })
}

/** What a stage is for. Customers come in, and cards are closed, whether there is room or not: what could not be kept there goes. */
export function withKind(draft: WorkflowDraft, id: string, kind: Stage['kind']): WorkflowDraft {
  const stage = draft.plan.stages.find(one => one.id === id)
  if (!stage) return draft
  if (isClosing({ ...stage, kind })) return withStage(draft, id, { kind, limit: null, time: null })
  const limit = stage.limit && { ...stage.limit, hard: stage.limit.hard && kind !== 'incoming' }
  return withStage(draft, id, { kind, limit })
}

/** A new stage before the closing ones: that is where work goes on. `known`: ids that had cards, which are not given out again. */
export function addStage(draft: WorkflowDraft, name: string, known: readonly string[]): WorkflowDraft {
  const { stages } = draft.plan
  const id = idFor(name, [...known, ...stages.map(stage => stage.id)])
  const at = stages.findIndex(isClosing)
  const kind = stages.some(one => one.kind === 'incoming') ? 'working' : 'incoming'
  const colour = inTurn.find(one => !stages.some(stage => stage.colour === one)) ?? 'grey'
  return putIn(draft, { ...plain, id, name, kind, colour }, at < 0 ? stages.length : at)
}

/** A removed stage comes back where it stood in `was`, with its cards and the paths it had. */
export function bringBack(draft: WorkflowDraft, stage: Stage, was: Plan): WorkflowDraft {
  const place = was.stages.findIndex(({ id }) => id === stage.id)
  const isNew = (end: string) => !was.stages.some(({ id }) => id === end)
  const isPath = ({ from, to }: Path) => isNew(from) || isNew(to) || isOpen(was, from, to)
  return putIn(draft, stage, Math.min(place, draft.plan.stages.length), isPath)
}

export function removeStage(draft: WorkflowDraft, id: string): WorkflowDraft {
  const { stages, transitions } = draft.plan
  return withPlan(draft, {
    stages: stages.filter(stage => stage.id !== id),
    transitions: transitions?.filter(({ from, to }) => from !== id && to !== id) ?? null
  })
}

/** One place up or down. At the end it stays. */
export function shiftStage(draft: WorkflowDraft, id: string, by: -1 | 1): WorkflowDraft {
  const stages = [...draft.plan.stages]
  const at = stages.findIndex(stage => stage.id === id)
  const [stage, other] = [stages[at], stages[at + by]]
  if (!stage || !other) return draft
  stages[at] = other
  stages[at + by] = stage
  return withPlan(draft, { stages })
}

export function addField(draft: WorkflowDraft, name: string): WorkflowDraft {
  const { fields } = draft.plan
  const taken = [...fields.map(field => field.key), 'value', 'due', 'owner']
  return withPlan(draft, { fields: [...fields, { key: idFor(name, taken, 'field'), name }] })
}

/** The field, and every stage's asking for it. */
export function removeField(draft: WorkflowDraft, key: string): WorkflowDraft {
  return withPlan(draft, {
    fields: draft.plan.fields.filter(field => field.key !== key),
    stages: draft.plan.stages.map(stage => ({ ...stage, required: stage.required.filter(one => one !== key) }))
  })
}

/** The stages in force that the draft does without. */
export function removedBy(draft: WorkflowDraft, row: WorkflowRow | undefined): readonly Stage[] {
  const kept = new Set(draft.plan.stages.map(stage => stage.id))
  return (row?.now?.plan.stages ?? []).filter(stage => !kept.has(stage.id))
}

export function isChanged(draft: WorkflowDraft, row: WorkflowRow | undefined): boolean {
  return JSON.stringify(draft.plan) !== JSON.stringify(row?.now?.plan) || wrongTargets(draft.typed ?? {}).length > 0
}

export function publishOf(
  { workflow, onVersion, plan, heirs }: WorkflowDraft,
  row: WorkflowRow | undefined
): Extract<Wish, { type: 'workflow.publish' }> {
  const moved = removedBy({ workflow, onVersion, plan, heirs }, row).flatMap(({ id }) => {
    const to = heirs[id]
    return to === undefined ? [] : [{ from: id, to }]
  })
  return { type: 'workflow.publish', workflow, onVersion, plan, moved }
}

/** Green and red are what an end is mostly painted with. */
const inTurn: readonly Stage['colour'][] = ['blue', 'amber', 'teal', 'violet', 'orange', 'pink', 'grey', 'green', 'red']

const plain: Omit<Stage, 'id' | 'name' | 'colour' | 'kind'> = {
  limit: null,
  time: null,
  required: [],
  enter: 'agent',
  leave: 'agent'
}

type Path = { readonly from: string; readonly to: string }

/** Where paths are laid out one by one, those of a stage that comes are open, or those that are to be. */
function putIn(
  draft: WorkflowDraft,
  stage: Stage,
  place: number,
  isPath: (path: Path) => boolean = () => true
): WorkflowDraft {
  const { stages, transitions } = draft.plan
  const ends = stages.flatMap(({ id }) => [
    { from: id, to: stage.id },
    { from: stage.id, to: id }
  ])
  const paths = ends.filter(isPath)
  return withPlan(draft, {
    stages: stages.toSpliced(place, 0, stage),
    transitions: transitions && [...transitions, ...paths]
  })
}
