import { useId } from 'preact/hooks'

type Props = {
  label: string
  value: string
  set(value: string): void
  hint?: string
  /** What is wrong with it, after it was tried. */
  wrong?: string | undefined
  number?: boolean
}

/** One line to write in, with what is wrong right under it. */
export function Typed({ label, value, set, hint, wrong, number = false }: Props) {
  const id = useId()
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        class="input"
        value={value}
        inputMode={number ? 'numeric' : undefined}
        aria-invalid={wrong !== undefined || undefined}
        aria-describedby={`${id}-more`}
        onInput={event => set(event.currentTarget.value)}
      />
      <span
        id={`${id}-more`}
        class={wrong === undefined ? 'hint' : 'wrong'}
        role={wrong === undefined ? undefined : 'alert'}
      >
        {wrong ?? hint}
      </span>
    </div>
  )
}
