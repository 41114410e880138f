import { useId } from 'preact/hooks'

type OneOfProps<T extends string> = {
  label: string
  words: readonly (readonly [T, string])[]
  value: T
  pick(value: T): void
}

/** One of several. What is chosen and is not offered any more is still shown as that. */
export function OneOf<T extends string>({ label, words, value, pick }: OneOfProps<T>) {
  const isGone = !words.some(([one]) => one === value)
  return (
    <label class="part">
      <span class="unseen">{label}</span>
      <select
        class="input"
        value={value}
        onChange={event => {
          const chosen = words.find(([one]) => one === event.currentTarget.value)
          if (chosen) pick(chosen[0])
        }}
      >
        {isGone && <option value={value}>{value === '' ? 'Choose…' : 'not here any more'}</option>}
        {words.map(([one, said]) => (
          <option key={one} value={one}>
            {said}
          </option>
        ))}
      </select>
    </label>
  )
}

type LineProps = { label: string; value: string; most: number; put(value: string): void; wide?: boolean }

/** `known`: what is written there already elsewhere, to choose from. */
export function Words({ label, value, most, put, wide = false, known }: LineProps & { known?: readonly string[] }) {
  const list = useId()
  return (
    <>
      <label class={wide ? 'part wide' : 'part'}>
        <span class="unseen">{label}</span>
        <input
          class="input"
          dir="auto"
          list={known && list}
          placeholder={label}
          maxLength={most}
          value={value}
          onInput={event => put(event.currentTarget.value)}
        />
      </label>
      {known && (
        <datalist id={list}>
          {known.map(one => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </datalist>
      )}
    </>
  )
}

export function LongWords({ label, value, most, put }: LineProps) {
  return (
    <label class="part wide">
      <span class="unseen">{label}</span>
      <textarea
        class="input"
        dir="auto"
        rows={3}
        placeholder={label}
        maxLength={most}
        value={value}
        onInput={event => put(event.currentTarget.value)}
      />
    </label>
  )
}

type NumberProps = { label: string; value: number; put(value: number): void; after?: string; digits?: number }

/** A number with its unit after it. What is no number is 0, which is said to be wrong. */
export function Whole({ label, value, put, after, digits = 6 }: NumberProps) {
  return (
    <label class="part figure">
      <span class="unseen">{label}</span>
      <input
        class="input"
        inputMode="numeric"
        maxLength={digits}
        value={value === 0 ? '' : value}
        onInput={event => put(wholeIn(event.currentTarget.value))}
      />
      {after && <span>{after}</span>}
    </label>
  )
}

/** What is no number is 0. */
export function wholeIn(text: string): number {
  return /^\d+$/.test(text) ? Number(text) : 0
}
