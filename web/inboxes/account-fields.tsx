import { useId } from 'preact/hooks'
import type { AccountField } from '../../shared/platforms/account.ts'

type Props = {
  fields: readonly AccountField[]
  /** `null`: it has a name already. */
  name: string | null
  setName(name: string): void
  given: Readonly<Record<string, string>>
  set(field: string, value: string): void
  wrong: { readonly field: string | undefined; readonly sentence: string } | null
}

/** What a platform's account is proved by, each with where it is found. Secrets can be seen while they are pasted, never later. */
export function AccountFields({ fields, name, setName, given, set, wrong }: Props) {
  return (
    <>
      {fields.map(({ name: field, label, found }) => (
        <Field
          key={field}
          label={label}
          hint={found}
          value={given[field] ?? ''}
          set={value => set(field, value)}
          wrong={wrong?.field === field ? wrong.sentence : null}
        />
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

type FieldProps = { label: string; hint: string; value: string; set(value: string): void; wrong: string | null }

function Field({ label, hint, value, set, wrong }: FieldProps) {
  const id = useId()
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        class="input"
        dir="auto"
        value={value}
        autocomplete="off"
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
