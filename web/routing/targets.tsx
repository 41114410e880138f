import { useState } from 'preact/hooks'
import type { SlaTargets } from '../../shared/sla/content.ts'
import { act } from '../app/shell/act.ts'
import { readTargets, targetFields, targetsForm, type TargetsForm } from '../sla/content-words.ts'
import { keepFocus } from '../ui/keep-focus.ts'
import { Typed } from '../ui/typed.tsx'

type Props = { inbox: string; name: string; targets: SlaTargets | undefined; inHours: boolean }

/** By when customers of this inbox should have their answers. What was late before it was changed stays late. */
export function Targets({ inbox, name, targets, inHours }: Props) {
  const [edits, setEdits] = useState<Partial<TargetsForm>>({})
  const form = { ...targetsForm(targets), ...edits }
  const read = readTargets(form)
  const wrong = 'words' in read ? read : null
  const send = async () => {
    if ('words' in read) return
    const { accepted } = await act(
      { type: 'inbox.set-sla', inbox, targets: read },
      { done: `The answer times of ${name} are set` }
    )
    if (accepted) setEdits({})
  }
  return (
    <form
      class="targets"
      aria-label={`Answer times of ${name}`}
      onSubmit={event => {
        event.preventDefault()
        void keepFocus(event.submitter ?? event.currentTarget, send)
      }}
    >
      <h3>Answer times</h3>
      <p class="hint">
        {inHours ? 'Counted in business hours.' : 'Counted day and night.'} The clock stands still while a conversation
        is snoozed. A warning comes when a quarter of the time is left.
      </p>
      <div class="three">
        {targetFields.map(([field, label]) => (
          <Typed
            key={field}
            label={label}
            value={form[field]}
            set={text => setEdits({ ...edits, [field]: text })}
            wrong={wrong?.field === field ? wrong.words : undefined}
          />
        ))}
      </div>
      {Object.keys(edits).length > 0 && (
        <p class="acts">
          <button type="submit" class="button primary" disabled={wrong !== null}>
            Set the answer times
          </button>
          <button
            type="button"
            class="button quiet"
            onClick={({ currentTarget }) => void keepFocus(currentTarget, () => setEdits({}))}
          >
            As it was
          </button>
        </p>
      )}
    </form>
  )
}
