import type { Suggestion } from '../../shared/contacts/suggest.ts'
import { contacts } from '../app/live.ts'
import { act } from '../app/shell/act.ts'
import { contactName } from '../app/shell/contact-name.ts'
import { PlatformGlyph } from '../app/shell/platform-glyph.tsx'
import { Avatar } from '../ui/avatar.tsx'
import { merge } from './merge.ts'
import { originOf } from '../app/shell/origin.ts'

const mostShown = 3

const whyWords = { email: 'Same e-mail address', phone: 'Same phone number', name: 'Same name' } as const

/** Who may be the same person, and why it looks so. Nothing is merged until somebody says so. */
export function Alike({ suggestions }: { suggestions: readonly Suggestion[] }) {
  if (suggestions.length === 0) return null
  return (
    <section aria-label="Looks like the same person">
      <h3>Looks like the same person</h3>
      <ul class="alike">
        {suggestions.slice(0, mostShown).map(suggestion => (
          <One key={suggestion.theirs} suggestion={suggestion} />
        ))}
      </ul>
    </section>
  )
}

function One({ suggestion: { mine, theirs, sign } }: { suggestion: Suggestion }) {
  const row = contacts.get(theirs)
  if (!row) return null
  const name = contactName(theirs)
  return (
    <li>
      <Avatar name={name} of={theirs} little />
      <span class="one">
        <b dir="auto">{name}</b>
        <span class="from">
          {row.handles[0] && <PlatformGlyph platform={row.handles[0].platform} />}
          <bdi>{originOf(row)}</bdi>
        </span>
        <span class="from">
          {whyWords[sign.kind]}
          {sign.kind !== 'name' && <bdi>{sign.text}</bdi>}
        </span>
      </span>
      <span class="deeds">
        <button
          type="button"
          class="button tight"
          aria-label={`Merge with ${name}`}
          onClick={() => void merge(mine, theirs)}
        >
          Merge
        </button>
        <button
          type="button"
          class="button quiet tight"
          aria-label={`${name} is not the same`}
          onClick={() => void act({ type: 'contact.keep-apart', contact: mine, from: theirs })}
        >
          Not the same
        </button>
      </span>
    </li>
  )
}
