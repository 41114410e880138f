import type { Link } from '../../shared/protocol/people.ts'
import { Copied } from '../ui/copied.tsx'
import { focusHere } from '../ui/focus-here.ts'
import { fullWhen } from '../ui/time-words.ts'

/** It is shown this once: who lost it gets another. */
export function NewLink({ link, label }: { link: Link; label: string }) {
  return (
    <div key={link.token} ref={focusHere} role="group" aria-label={label} tabIndex={-1}>
      <Copied label={label} text={linkWith(link.token)} />
      <p class="hint">
        Whoever has it can use it, once, until {fullWhen(link.until)}. It is not shown again; a new one takes its place.
      </p>
    </div>
  )
}

/** The link to give to somebody. What is behind the `#` no server is told, and no log. */
function linkWith(token: string): string {
  return `${location.origin}/join#${token}`
}
