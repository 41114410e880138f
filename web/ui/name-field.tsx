import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'

type Props = {
  label: string
  name: string
  most: number
  autocomplete?: string
  rename(name: string): void
  children?: ComponentChildren
}

/** A name that is changed where it stands. Nothing here goes without one: emptied, it is as it was. */
export function NameField({ label, name, most, autocomplete, rename, children }: Props) {
  const id = useId()
  const take = (field: HTMLInputElement) => {
    const typed = field.value.trim()
    field.value = typed || name
    if (typed !== '' && typed !== name) rename(typed)
  }
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        key={name}
        id={id}
        class="input"
        dir="auto"
        maxLength={most}
        autocomplete={autocomplete}
        defaultValue={name}
        onChange={({ currentTarget }) => take(currentTarget)}
      />
      {children}
    </div>
  )
}
