import { PencilLine } from 'lucide-preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { act } from '../app/shell/act.ts'

/** A name that becomes a field when it is pressed. Enter keeps, Escape leaves it as it was. */
export function NameField({ contact, name }: { contact: string; name: string }) {
  const [editing, edit] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  useLayoutEffect(() => field.current?.select(), [editing])

  const keep = () => {
    const next = field.current?.value.trim() ?? ''
    edit(false)
    if (next !== '' && next !== name) void act({ type: 'contact.rename', contact, name: next })
  }
  if (!editing) {
    return (
      <button type="button" class="name-button" aria-label={`Rename ${name}`} title="Rename" onClick={() => edit(true)}>
        <bdi>{name}</bdi>
        <PencilLine class="small" />
      </button>
    )
  }
  return (
    <input
      ref={field}
      class="input"
      aria-label="Name"
      maxLength={120}
      dir="auto"
      defaultValue={name}
      onBlur={keep}
      onKeyDown={event => {
        if (event.key === 'Enter') keep()
        if (event.key !== 'Escape') return
        // The sheet this lies in stays.
        event.preventDefault()
        edit(false)
      }}
    />
  )
}
