import { signal } from '@preact/signals'
import * as v from 'valibot'
import { plan, stage } from '../../../shared/workflow/plan.ts'
import { me } from '../../app/live.ts'
import type { WorkflowDraft } from './draft.ts'

/** As it is typed: a name may still be empty. */
const typed = v.object({
  ...plan.entries,
  name: v.string(),
  currency: v.string(),
  stages: v.array(v.object({ ...stage.entries, name: v.string() })),
  fields: v.array(v.object({ key: v.string(), name: v.string() }))
})
const draft = v.object({
  workflow: v.string(),
  onVersion: v.number(),
  plan: typed,
  heirs: v.record(v.string(), v.string()),
  typed: v.optional(v.partial(v.object({ firstReply: v.string(), nextReply: v.string(), resolution: v.string() })))
})

/** Counts the changes, so that a list of drafts is drawn again. */
const changes = signal(0)

/** What was edited on this device: it outlives a reload, and the tab. */
export function keptDraft(workflow: string): WorkflowDraft | undefined {
  void changes.value
  const stored = v.safeParse(v.pipe(v.string(), v.parseJson(), draft), localStorage.getItem(mine() + workflow))
  return stored.success ? stored.output : undefined
}

/** All of it. What nobody can read any more is none. */
export function keptDrafts(): readonly WorkflowDraft[] {
  const keys = Object.keys(localStorage).filter(key => key.startsWith(mine()))
  return keys.flatMap(key => keptDraft(key.slice(mine().length)) ?? [])
}

export function keepDraft(kept: WorkflowDraft): void {
  localStorage.setItem(mine() + kept.workflow, JSON.stringify(kept))
  changes.value += 1
}

export function dropDraft(workflow: string): void {
  localStorage.removeItem(mine() + workflow)
  changes.value += 1
}

/** A device may be signed out of and into: nobody finds the draft of another. */
function mine(): string {
  const self = me.value
  return `daybook-workflow ${self?.tenant} ${self?.agent} `
}
