import { automations, me, painted } from '../app/live.ts'
import { Empty } from '../ui/empty.tsx'
import { AutomationEditor } from './automation-editor.tsx'
import { AutomationList } from './automation-list.tsx'
import { hasDraft } from './kept.ts'
import '../styles/workflows.css'

/** What the workspace does by itself, or one of it to edit. For admins; editing also without a network. */
export function AutomationsScreen({ automation }: { automation: string | null }) {
  void automations.revision.value
  if (me.value?.role !== 'admin') return <Told title="Only an admin of this workspace sees its automations" />
  if (automation === null) return <AutomationList />
  // What it may name is there or not there once all rows are.
  if (!painted.value) return null
  const row = automations.all.get(automation)
  if (!row && !hasDraft(automation)) return <Told title="This automation is not here" />
  return <AutomationEditor key={automation} automation={automation} row={row} />
}

function Told({ title }: { title: string }) {
  return (
    <div class="screen">
      <Empty title={title}>
        <h1 class="unseen">Automations and macros</h1>
      </Empty>
    </div>
  )
}
