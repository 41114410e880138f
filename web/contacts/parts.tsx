import { Unlink } from 'lucide-preact'
import type { ContactRow } from '../app/live.ts'
import { act } from '../app/shell/act.ts'
import { authorName } from '../app/shell/agent-name.ts'
import { PlatformGlyph } from '../app/shell/platform-glyph.tsx'
import { now } from '../ui/now.ts'
import { fullWhen, shortWhen } from '../ui/time-words.ts'
import { originOf } from '../app/shell/origin.ts'

/** What a person was merged of. What each part knows stays with it, so any can be taken out as it was. */
export function Parts({ parts }: { parts: readonly ContactRow[] }) {
  if (parts.length < 2) return null
  return (
    <section aria-label="Merged">
      <h3>Merged</h3>
      <ul class="parts">
        {parts.map(part => (
          <Part key={part.contact} part={part} />
        ))}
      </ul>
    </section>
  )
}

function Part({ part }: { part: ContactRow }) {
  const { merged } = part
  const origin = originOf(part)
  return (
    <li>
      {part.handles[0] && <PlatformGlyph platform={part.handles[0].platform} />}
      <span class="one">
        <bdi>{part.name ?? origin}</bdi>
        {part.name !== null && <bdi class="from">{origin}</bdi>}
        {merged && (
          <span class="from">
            <bdi>{authorName(merged.by)}</bdi> ·{' '}
            <time title={fullWhen(merged.at)}>{shortWhen(merged.at, now.value)}</time>
          </span>
        )}
      </span>
      {merged && (
        <button
          type="button"
          class="button quiet tight"
          aria-label={`Unmerge ${part.name ?? origin}`}
          onClick={() => void act({ type: 'contact.unmerge', contact: part.contact, from: merged.into })}
        >
          <Unlink class="small" />
          Unmerge
        </button>
      )}
    </li>
  )
}
