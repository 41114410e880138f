import { readTargets, targetsForm, type TargetsForm } from '../../sla/content-words.ts'
import type { WorkflowDraft } from './draft.ts'

type Field = keyof TargetsForm

/** As somebody writes it, as long as it is that: they may go back to a version. */
export function shownAim({ plan, typed }: WorkflowDraft, field: Field): string {
  const form = targetsForm(plan.sla)
  const text = typed?.[field]
  if (text === undefined) return form[field]
  const read = readTargets({ ...targetsForm(), [field]: text })
  return 'words' in read || targetsForm(read)[field] === form[field] ? text : form[field]
}

/** The draft with what was typed, which changes the plan only where it is a time. */
export function typeAim(draft: WorkflowDraft, field: Field, text: string): WorkflowDraft {
  const typed = { ...draft.typed, [field]: text }
  const read = readTargets({ ...targetsForm(draft.plan.sla), [field]: text })
  if ('words' in read) return { ...draft, typed }
  // A workflow that aims for nothing says nothing of it, as those did that were published before there were aims.
  const { sla: _, ...plan } = draft.plan
  const aims = Object.values(read).some(minutes => minutes !== null)
  return { ...draft, typed, plan: aims ? { ...plan, sla: read } : plan }
}
