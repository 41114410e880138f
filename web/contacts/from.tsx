import type { ContactRow } from '../app/live.ts'
import { PlatformGlyph } from '../app/shell/platform-glyph.tsx'
import { originOf } from '../app/shell/origin.ts'

/** Where something about a merged person is from. */
export function From({ part }: { part: ContactRow }) {
  const origin = originOf(part)
  return (
    <span class="from" title={`From ${origin}`}>
      <PlatformGlyph platform={part.handles[0]?.platform ?? ''} />
      <span class="unseen">From {origin}</span>
    </span>
  )
}
