import type { Thread } from '../../shared/conversations/thread.ts'
import { threads } from '../app/live.ts'
import { personParts } from '../app/shell/person-parts.ts'
import { pathOf } from '../app/shell/route.ts'
import { PlatformGlyph } from '../app/shell/platform-glyph.tsx'
import { now } from '../ui/now.ts'
import { shortWhen } from '../ui/time-words.ts'

/** Everything else this person has going on with us, on whatever platform, the latest first. */
export function OtherConversations({ row }: { row: Thread }) {
  void threads.revision.value
  const parts = personParts(row.contact)
  const others = [...threads.all.values()]
    .filter(other => parts.has(other.contact) && other.conversation !== row.conversation)
    .sort((a, b) => b.changedAt - a.changedAt)
  if (others.length === 0) return null
  return (
    <section aria-label="Other conversations">
      <h3>Other conversations</h3>
      <ul class="others">
        {others.map(other => (
          <li key={other.conversation}>
            <a href={pathOf({ screen: 'inbox', view: 'all', conversation: other.conversation })} data-in-app>
              <PlatformGlyph platform={other.platform} />
              <span dir="auto">{other.last?.text ?? other.status}</span>
              <time>{shortWhen(other.changedAt, now.value)}</time>
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}
