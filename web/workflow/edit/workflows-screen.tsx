import { me, painted, workflows } from '../../app/live.ts'
import { Empty } from '../../ui/empty.tsx'
import { draftOn } from './draft.ts'
import { keptDraft } from './kept.ts'
import { WorkflowEditor } from './workflow-editor.tsx'
import { WorkflowList } from './workflow-list.tsx'
import '../../styles/workflows.css'

/** The workspace's workflows, or one of them to edit. For admins, also without a network. */
export function WorkflowsScreen({ workflow }: { workflow: string | null }) {
  void workflows.revision.value
  if (me.value?.role !== 'admin') return <Told title="Only an admin of this workspace edits its workflows" />
  if (workflow === null) return <WorkflowList />
  const row = workflows.all.get(workflow)
  const draft = keptDraft(workflow) ?? (row && draftOn(row))
  if (!draft) return painted.value ? <Told title="This workflow is not here" /> : null
  return <WorkflowEditor key={workflow} draft={draft} row={row} />
}

function Told({ title }: { title: string }) {
  return (
    <div class="screen">
      <Empty title={title}>
        <h1 class="unseen">Workflows</h1>
      </Empty>
    </div>
  )
}
