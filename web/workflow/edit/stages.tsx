import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { addStage } from './draft.ts'
import { StageEntry } from './stage-entry.tsx'
import type { Editing } from './editing.ts'

/** All stages in their order, each folded down to a line. */
export function Stages({ draft, row, edit }: Editing) {
  const [name, setName] = useState('')
  const { stages } = draft.plan
  // Ids that cards may still carry are not given to a stage of another meaning.
  const known = [row?.now, ...(row?.earlier ?? [])].flatMap(one => one?.plan.stages.map(({ id }) => id) ?? [])
  const add = (event: JSX.TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (name.trim() === '') return
    edit(addStage(draft, name.trim(), [...known, ...Object.keys(row?.heirs ?? {})]))
    setName('')
    // Its button rests until there is a name again.
    event.currentTarget.querySelector('input')?.focus()
  }
  return (
    <section aria-label="Stages">
      <h2>Stages</h2>
      <ol class="stages-of">
        {stages.map((stage, place) => (
          <StageEntry key={stage.id} stage={stage} place={place} draft={draft} edit={edit} />
        ))}
      </ol>
      <form class="add-line" onSubmit={add}>
        <input
          class="input"
          aria-label="Name of a new stage"
          placeholder={stages.length === 0 ? 'The first stage, such as New' : 'Another stage'}
          value={name}
          maxLength={60}
          dir="auto"
          onInput={event => setName(event.currentTarget.value)}
        />
        <button type="submit" class="button" disabled={name.trim() === '' || stages.length >= 30}>
          Add stage
        </button>
      </form>
    </section>
  )
}
