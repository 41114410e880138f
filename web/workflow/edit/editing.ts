import type { WorkflowRow } from '../../app/live.ts'
import type { WorkflowDraft } from './draft.ts'

/** What a part of the editor needs: the draft, what is in force, and how to go on. */
export type Editing = {
  readonly draft: WorkflowDraft
  readonly row: WorkflowRow | undefined
  edit(next: WorkflowDraft): void
}
