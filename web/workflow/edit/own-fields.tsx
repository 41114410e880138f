import { Trash2 } from 'lucide-preact'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { keepFocus } from '../../ui/keep-focus.ts'
import { addField, removeField, withPlan } from './draft.ts'
import type { Editing } from './editing.ts'

/** What is noted on this workflow's cards, beside value, due date and owner. */
export function OwnFields({ draft, edit }: Editing) {
  const [name, setName] = useState('')
  const { fields } = draft.plan
  const add = (event: JSX.TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (name.trim() === '') return
    edit(addField(draft, name.trim()))
    setName('')
    // Its button rests until there is a name again.
    event.currentTarget.querySelector('input')?.focus()
  }
  const rename = (key: string, name: string) =>
    edit(withPlan(draft, { fields: fields.map(field => (field.key === key ? { key, name } : field)) }))
  return (
    <section aria-label="Fields">
      <h2>Fields on the cards</h2>
      <ul class="stages-of">
        {fields.map(field => (
          <li key={field.key} class="stage-line">
            <input
              class="input"
              aria-label={`Name of the field ${field.name}`}
              value={field.name}
              maxLength={60}
              dir="auto"
              onInput={event => rename(field.key, event.currentTarget.value)}
            />
            <button
              type="button"
              class="button quiet icon"
              aria-label={`Remove the field ${field.name}`}
              title={`Remove the field ${field.name}`}
              onClick={({ currentTarget }) => void keepFocus(currentTarget, () => edit(removeField(draft, field.key)))}
            >
              <Trash2 class="small" />
            </button>
          </li>
        ))}
      </ul>
      <form class="add-line" onSubmit={add}>
        <input
          class="input"
          aria-label="Name of a new field"
          placeholder="Another field, such as Order number"
          value={name}
          maxLength={60}
          dir="auto"
          onInput={event => setName(event.currentTarget.value)}
        />
        <button type="submit" class="button" disabled={name.trim() === '' || fields.length >= 40}>
          Add field
        </button>
      </form>
    </section>
  )
}
