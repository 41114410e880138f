import { SquareKanban } from 'lucide-preact'
import { may } from '../../shared/identity/may.ts'
import { templates } from '../../shared/workflow/templates.ts'
import { connection, me, painted } from '../app/live.ts'
import { act } from '../app/shell/act.ts'
import { go } from '../app/shell/route.ts'
import { Empty } from '../ui/empty.tsx'
import { boards } from './boards.ts'
import { boardWords as words } from './board-words.ts'

/** No board is there, or not this one: what to do about it. */
export function NoBoard() {
  if (!painted.value) return <p class="empty">{words.opening}</p>
  const all = boards.value
  const isComing = connection.value.state === 'catching-up' || connection.value.state === 'connecting'
  const mayBegin = may(me.value?.role ?? 'agent', 'workflow.publish')
  const said = all.length > 0 ? words.notThis : isComing ? words.coming : mayBegin ? words.begin : words.none
  return (
    <Empty picture={<SquareKanban size={40} strokeWidth={1} />} title={said.title}>
      <h1 class="unseen">Board</h1>
      <p>{said.next}</p>
      {all.length > 0 && (
        <button type="button" class="button" onClick={() => show(all[0]?.workflow ?? null)}>
          Open {all[0]?.now.plan.name}
        </button>
      )}
      {all.length === 0 && !isComing && mayBegin && (
        <ul class="templates">
          {templates.map(({ id, about, plan }) => (
            <li key={id}>
              <button type="button" class="button" onClick={() => void begin(id)}>
                {plan.name}
              </button>
              <span>{about}</span>
            </li>
          ))}
        </ul>
      )}
    </Empty>
  )
}

function show(workflow: string | null): void {
  go({ screen: 'board', workflow, conversation: null, mine: false, label: null }, { replace: true })
}

async function begin(template: string): Promise<void> {
  const plan = templates.find(({ id }) => id === template)?.plan
  if (!plan) return
  const workflow = crypto.randomUUID()
  const answer = await act({ type: 'workflow.publish', workflow, onVersion: 0, plan, moved: [] })
  if (answer.accepted) show(workflow)
}
