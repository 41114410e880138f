import { useId } from 'preact/hooks'

type Props<T extends string> = {
  label: string
  choices: readonly (readonly [T, string])[]
  chosen: T
  choose(choice: T): void
}

/** One of a few, all in sight: radio buttons that look like a strip. */
export function Segments<T extends string>({ label, choices, chosen, choose }: Props<T>) {
  const group = useId()
  return (
    <fieldset class="segments">
      <legend>{label}</legend>
      <div>
        {choices.map(([choice, words]) => (
          <label key={choice}>
            <input type="radio" name={group} checked={choice === chosen} onChange={() => choose(choice)} />
            <span>{words}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
