import { Fragment, type ComponentChildren } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'
import type { AccountField } from '../../shared/platforms/account.ts'

type Props = {
  fields: readonly AccountField[]
  /** Stands below the first of them. */
  afterFirst: ComponentChildren
  /** `null`: it has a name already. */
  name: string | null
  setName(name: string): void
  given: Readonly<Record<string, string>>
  set(field: string, value: string): void
  wrong: { readonly field: string | undefined; readonly sentence: string } | null
}

/** What a platform's account is proved by, each with where it is found. Secrets can be seen while they are pasted, never later; a person’s password not even then. */
export function AccountFields({ fields, afterFirst, name, setName, given, set, wrong }: Props) {
  return (
    <>
      {fields.map(({ name: field, label, found, hidden }, at) => (
        <Fragment key={field}>
          <Field
            label={label}
            hint={found}
            hidden={hidden}
            value={given[field] ?? ''}
            set={value => set(field, value)}
            wrong={wrong?.field === field ? wrong.sentence : null}
          />
          {at === 0 && afterFirst}
        </Fragment>
      ))}
      {name !== null && (
        <Field
          label="Name, as your colleagues see it"
          hint="Up to 60 characters."
          value={name}
          set={value => setName(value.slice(0, 60))}
          wrong={null}
        />
      )}
    </>
  )
}

type FieldProps = {
  label: string
  hint: string
  hidden?: true | undefined
  value: string
  set(value: string): void
  wrong: string | null
}

function Field({ label, hint, hidden, value, set, wrong }: FieldProps) {
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  // It may be far above the button that was pressed.
  useEffect(() => {
    if (wrong !== null) input.current?.focus()
  }, [wrong])
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        ref={input}
        id={id}
        class="input"
        dir="auto"
        type={hidden ? 'password' : 'text'}
        value={value}
        autocomplete={hidden ? 'new-password' : 'off'}
        autocapitalize="off"
        spellcheck={false}
        aria-invalid={wrong !== null || undefined}
        aria-describedby={`${id}-more`}
        onInput={event => set(event.currentTarget.value)}
      />
      <span id={`${id}-more`} class={wrong === null ? 'hint' : 'wrong'} role={wrong === null ? undefined : 'alert'}>
        {wrong ?? hint}
      </span>
    </div>
  )
}
