import { isFilled } from '../../../shared/workflow/decide-move.ts'
import { isClosing, isOpen } from '../../../shared/workflow/plan-rules.ts'
import { stageNow, workflowDecider } from '../../../shared/workflow/workflow.ts'
import type { Rule } from '../../../shared/automation/content.ts'
import type { AutomationRow, CardRow, WorkflowRow } from '../../app/live.ts'
import { publishOf, removedBy, type WorkflowDraft } from './draft.ts'

/** What would become of the cards that are on the board now, and of what happens with them by itself. Stages are told by their names. */
export type Effect =
  | { readonly effect: 'cards-go'; readonly from: string; readonly to: string; readonly cards: number }
  | {
      readonly effect: 'too-many'
      readonly stage: string
      readonly cards: number
      readonly limit: number
      readonly hard: boolean
    }
  | { readonly effect: 'asks'; readonly stage: string; readonly fields: readonly string[]; readonly cards: number }
  | { readonly effect: 'no-way-out'; readonly stage: string; readonly cards: number }
  | { readonly effect: 'still-named'; readonly stage: string; readonly by: string; readonly isMacro: boolean }

/** The draft played over the real cards, with nothing published. */
export function effectsOf(
  draft: WorkflowDraft,
  row: WorkflowRow | undefined,
  cards: Iterable<CardRow>,
  automations: Iterable<AutomationRow>
): readonly Effect[] {
  if (!row?.now) return []
  const { plan, moved } = publishOf(draft, row)
  const base = { at: row.now.at, by: row.now.by, cause: 'dry-run' }
  const fact = { ...base, type: 'workflow.published' as const, version: row.now.version + 1, plan, moved }
  const after = workflowDecider.evolve(row, fact)
  const open = [...cards].filter(card => card.workflow === row.workflow && card.status === 'open')
  const inStage = (id: string) => open.filter(card => stageNow(after, card.stage)?.id === id)

  const goes = removedBy(draft, row).flatMap(({ id, name }): readonly Effect[] => {
    const cards = open.filter(card => stageNow(row, card.stage)?.id === id).length
    const to = plan.stages.find(stage => stage.id === draft.heirs[id])
    return to ? [{ effect: 'cards-go', from: name, to: to.name, cards }] : []
  })
  const felt = plan.stages.flatMap((stage): readonly Effect[] => {
    const here = inStage(stage.id)
    const before = new Set(row.now?.plan.stages.find(({ id }) => id === stage.id)?.required)
    const fields = stage.required.filter(key => !before.has(key))
    const lacking = here.filter(card => fields.some(key => !isFilled(card, key))).length
    const shut = !isClosing(stage) && plan.stages.every(({ id }) => id === stage.id || !isOpen(plan, stage.id, id))
    return [
      ...(stage.limit && here.length > stage.limit.cards
        ? [
            {
              effect: 'too-many' as const,
              stage: stage.name,
              cards: here.length,
              limit: stage.limit.cards,
              hard: stage.limit.hard
            }
          ]
        : []),
      ...(lacking > 0 ? [{ effect: 'asks' as const, stage: stage.name, fields, cards: lacking }] : []),
      ...(shut && plan.stages.length > 1
        ? [{ effect: 'no-way-out' as const, stage: stage.name, cards: here.length }]
        : [])
    ]
  })
  const rules = [...automations].flatMap(({ status, now }) => (now && status !== 'removed' ? [now.rule] : []))
  const named = removedBy(draft, row).flatMap(stage =>
    rules
      .filter(rule => names(rule, row.workflow, stage.id))
      .map(({ name, when }): Effect => {
        return { effect: 'still-named', stage: stage.name, by: name, isMacro: when.on === 'by-hand' }
      })
  )
  return [...goes, ...named, ...felt]
}

function names(rule: Rule, workflow: string, stage: string): boolean {
  const parts = [rule.when, ...rule.if.flat(), ...rule.then]
  return parts.some(part => 'stage' in part && part.workflow === workflow && part.stage === stage)
}
