import { pointIn, type PlaceTyped } from './place-typed.ts'

type Props = { typed: PlaceTyped; type(typed: PlaceTyped): void }

/** The place in a template's heading, which the customer sees on a map. */
export function TemplatePlace({ typed, type }: Props) {
  const isNowhere = typed.at.trim() !== '' && pointIn(typed.at) === null
  return (
    <>
      {fields.map(({ name, label, placeholder }) => (
        <div class="field" key={name}>
          <label for={`place-${name}`}>{label}</label>
          <input
            id={`place-${name}`}
            class="input"
            dir="auto"
            required
            maxLength={500}
            placeholder={placeholder}
            value={typed[name]}
            onInput={event => type({ ...typed, [name]: event.currentTarget.value })}
          />
        </div>
      ))}
      {isNowhere && (
        <p class="trouble red" role="alert">
          Two numbers, the latitude first: 52.51628, 13.37770. A map gives them when its place is pressed for long.
        </p>
      )}
    </>
  )
}

const fields = [
  { name: 'name', label: 'In its heading, a place: its name', placeholder: '' },
  { name: 'address', label: 'Its address', placeholder: '' },
  { name: 'at', label: 'Where it is on the map', placeholder: '52.51628, 13.37770' }
] as const
