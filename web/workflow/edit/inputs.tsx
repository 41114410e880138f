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

/** A number that may be left out. What is no number yet changes nothing. */
export function Figure({ label, value, step, least = step, put }: FigureProps) {
  const read = ({ validity, value, valueAsNumber }: HTMLInputElement) => {
    if (value !== '' && validity.valid) put(valueAsNumber)
    else if (value === '' && !validity.badInput) put(null)
  }
  return (
    <label class="field">
      <span class="label">{label}</span>
      <input
        class="input"
        type="number"
        inputMode="decimal"
        min={least}
        max={1600}
        step={step}
        placeholder="any"
        value={value ?? ''}
        onInput={event => read(event.currentTarget)}
      />
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
