import { useId } from 'preact/hooks'

type Props = {
  label: string
  choices: readonly (readonly [string, string])[]
  chosen: string
  choose(choice: string): void
}

/** One of several, by name. What is chosen and not offered any more is still shown as what it is. */
export function Choice({ label, choices, chosen, choose }: Props) {
  const id = useId()
  const isGone = !choices.some(([value]) => value === chosen)
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} class="input" value={chosen} onChange={event => choose(event.currentTarget.value)}>
        {choices.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
        {isGone && <option value={chosen}>A team that was disbanded</option>}
      </select>
    </div>
  )
}
