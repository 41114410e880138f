import { ArrowDown, ArrowUp, Trash2 } from 'lucide-preact'
import type { Stage } from '../../../shared/workflow/plan.ts'
import { keepFocus } from '../../ui/keep-focus.ts'
import { StageMark } from '../stage-mark.tsx'
import { removeStage, shiftStage, withKind, withStage, type WorkflowDraft } from './draft.ts'
import { Choice } from './inputs.tsx'
import { StageRules } from './stage-rules.tsx'
import { colourWords, kindWords } from './words.ts'

type Props = { stage: Stage; place: number; draft: WorkflowDraft; edit(next: WorkflowDraft): void }

/** A stage: what it is called and for at a glance, its rules folded away. */
export function StageEntry({ stage, place, draft, edit }: Props) {
  const { id, name, colour, kind } = stage
  const last = draft.plan.stages.length - 1
  const called = name || `stage ${place + 1}`
  const set = (change: Partial<Stage>) => edit(withStage(draft, id, change))
  return (
    <li class="stage-of" data-stage={id} aria-label={called}>
      <div class="stage-line">
        <StageMark colour={colour} />
        <input
          class="input"
          aria-label={`Name of ${called}`}
          value={name}
          maxLength={60}
          dir="auto"
          aria-invalid={name.trim() === ''}
          onInput={event => set({ name: event.currentTarget.value })}
        />
        <Act name={`Move ${called} up`} off={place === 0} icon={ArrowUp} act={() => edit(shiftStage(draft, id, -1))} />
        <Act
          name={`Move ${called} down`}
          off={place === last}
          icon={ArrowDown}
          act={() => edit(shiftStage(draft, id, 1))}
        />
        <Act name={`Remove ${called}`} off={last === 0} icon={Trash2} act={() => edit(removeStage(draft, id))} />
      </div>
      <div class="stage-line">
        <Choice
          hideLabel
          label={`What ${called} is for`}
          words={kindWords}
          value={kind}
          choose={kind => edit(withKind(draft, id, kind))}
        />
        <Choice
          hideLabel
          label={`Colour of ${called}`}
          words={colourWords}
          value={colour}
          choose={colour => set({ colour })}
        />
      </div>
      <details>
        <summary>
          Rules<span class="unseen"> of {called}</span>
          <span class="hint">{rulesIn(stage, draft)}</span>
        </summary>
        <StageRules stage={stage} plan={draft.plan} set={set} edit={plan => edit({ ...draft, plan })} />
      </details>
    </li>
  )
}

type ActProps = { name: string; off: boolean; icon: typeof ArrowUp; act(): void }

function Act({ name, off, icon: Icon, act }: ActProps) {
  return (
    <button
      type="button"
      class="button quiet icon"
      aria-label={name}
      title={name}
      disabled={off}
      onClick={({ currentTarget }) => void keepFocus(currentTarget, act)}
    >
      <Icon class="small" />
    </button>
  )
}

/** What is ruled here, so that nobody has to open it to know. */
function rulesIn({ id, limit, time, required, enter, leave }: Stage, { plan }: WorkflowDraft): string {
  const paths = plan.transitions?.filter(({ from }) => from === id).length
  const all = [
    limit && `${limit.hard ? 'at most' : 'better not over'} ${limit.cards}`,
    time && `${Math.round((time.minutes / 60) * 100) / 100} h`,
    required.length > 0 && `asks for ${required.length}`,
    (enter !== 'agent' || leave !== 'agent') && 'not for everybody',
    paths !== undefined && paths < plan.stages.length - 1 && `${paths} ways out`
  ]
  return all.filter(Boolean).join(', ')
}
