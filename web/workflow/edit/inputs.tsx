import { useId, useState } from 'preact/hooks'

type ChoiceProps<T extends string> = {
  label: string
  /** For those who see, the place says what it is. */
  hideLabel?: boolean
  words: Readonly<Record<T, string>>
  value: T
  choose(value: T): void
}

/** One of a few, each with its words. */
export function Choice<T extends string>({ label, hideLabel = false, words, value, choose }: ChoiceProps<T>) {
  const all = Object.keys(words) as T[]
  return (
    <label class="field">
      <span class={hideLabel ? 'unseen' : 'label'}>{label}</span>
      <select
        class="input"
        value={value}
        onChange={event => {
          const chosen = all.find(one => one === event.currentTarget.value)
          if (chosen !== undefined) choose(chosen)
        }}
      >
        {all.map(one => (
          <option key={one} value={one}>
            {words[one]}
          </option>
        ))}
      </select>
    </label>
  )
}

type FigureProps = {
  label: string
  value: number | null
  step: number
  least?: number
  put(value: number | null): void
}

const most = 1600

/** A number that may be left out. What it cannot be changes nothing, and that is said: it is not what stands there. */
export function Figure({ label, value, step, least = step, put }: FigureProps) {
  const [wrong, setWrong] = useState<string | null>(null)
  const hint = useId()
  const read = ({ validity, value, valueAsNumber }: HTMLInputElement) => {
    setWrong(validity.valid ? null : value)
    if (validity.valid) put(value === '' ? null : valueAsNumber)
  }
  return (
    <label class="field">
      <span class="label">{label}</span>
      <input
        class="input"
        type="number"
        inputMode="decimal"
        min={least}
        max={most}
        step={step}
        placeholder="any"
        value={wrong ?? value ?? ''}
        aria-invalid={wrong !== null}
        aria-describedby={wrong === null ? undefined : hint}
        onInput={event => read(event.currentTarget)}
        onBlur={() => setWrong(null)}
      />
      {wrong !== null && (
        <span id={hint} class="wrong" role="alert">
          A number from {least} to {most}
          {step !== 1 && `, in steps of ${step}`}. It stays {value ?? 'any'} until then.
        </span>
      )}
    </label>
  )
}

type CheckProps = { name: string; on: boolean; off?: boolean; turn(on: boolean): void }

export function Check({ name, on, off = false, turn }: CheckProps) {
  return (
    <label class="check">
      <input type="checkbox" checked={on} disabled={off} onChange={event => turn(event.currentTarget.checked)} />
      <bdi>{name}</bdi>
    </label>
  )
}
