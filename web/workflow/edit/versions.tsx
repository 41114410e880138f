import type { Published } from '../../../shared/workflow/workflow.ts'
import { act } from '../../app/shell/act.ts'
import { agentName } from '../../app/shell/agent-name.ts'
import { go } from '../../app/shell/route.ts'
import { now } from '../../ui/now.ts'
import { fullWhen, shortWhen } from '../../ui/time-words.ts'
import { dropDraft } from './kept.ts'
import type { Editing } from './editing.ts'

/** What was in force before, to go back to: as a draft, so that its effect is seen first. */
export function Versions({ row, edit }: Editing) {
  if (!row?.now) return null
  const { workflow, now: inForce, earlier } = row
  const goBack = (to: Published) => edit({ workflow, onVersion: inForce.version, plan: to.plan, heirs: {} })
  const archive = async () => {
    const answer = await act({ type: 'workflow.archive', workflow }, { done: `${inForce.plan.name} is archived` })
    if (!answer.accepted) return
    dropDraft(workflow)
    go({ screen: 'workflows', workflow: null }, { replace: true })
  }
  return (
    <section aria-label="Versions">
      <h2>Versions</h2>
      <ol class="entries" reversed>
        {[inForce, ...earlier].map(one => (
          <li key={one.version} class="entry">
            <p class="entry-head">
              <b>Version {one.version}</b>
              <span class="hint">
                {one.plan.stages.map(stage => stage.name).join(', ')}
                {one.by.kind === 'agent' && `, by ${agentName(one.by.id)}`}
              </span>
              <time title={fullWhen(one.at)}>{shortWhen(one.at, now.value)}</time>
            </p>
            {one !== inForce && (
              <p class="acts">
                <button type="button" class="button quiet" onClick={() => goBack(one)}>
                  Go back to version {one.version}
                </button>
              </p>
            )}
          </li>
        ))}
      </ol>
      <p class="acts">
        <button type="button" class="button danger" onClick={() => void archive()}>
          Archive this workflow
        </button>
      </p>
    </section>
  )
}
