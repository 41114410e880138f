import { keepFocus } from '../../ui/keep-focus.ts'
import { bringBack, removedBy } from './draft.ts'
import type { Editing } from './editing.ts'

/** Stages that go, and where their cards go instead. */
export function Removed({ draft, row, edit }: Editing) {
  const gone = removedBy(draft, row)
  const was = row?.now?.plan
  if (gone.length === 0 || !was) return null
  return (
    <section aria-label="Removed stages">
      <h2>Removed stages</h2>
      <ul class="entries">
        {gone.map(stage => (
          <li key={stage.id} class="entry">
            <label class="field">
              <span class="label">Cards of {stage.name} go to</span>
              <select
                class="input"
                value={draft.heirs[stage.id] ?? ''}
                onChange={event => edit({ ...draft, heirs: { ...draft.heirs, [stage.id]: event.currentTarget.value } })}
              >
                <option value="" disabled>
                  Choose a stage
                </option>
                {draft.plan.stages.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </select>
            </label>
            <p class="acts">
              <button
                type="button"
                class="button quiet"
                onClick={({ currentTarget }) => void keepFocus(currentTarget, () => edit(bringBack(draft, stage, was)))}
              >
                Keep {stage.name} after all
              </button>
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}
