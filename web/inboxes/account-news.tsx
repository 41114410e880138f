import type { AccountNews } from '../../shared/protocol/inboxes.ts'
import { now } from '../ui/now.ts'
import { shortWhen } from '../ui/time-words.ts'

type Props = { news: readonly AccountNews[]; platform: string }

/** What the platform told of the account behind an inbox: the latest stands there, what came before can be opened. */
export function NewsOf({ news: [latest, ...before], platform }: Props) {
  if (!latest) return null
  return (
    <div class="field">
      <p class="label">What {platform} told of the account</p>
      <ul>
        <Line told={latest} />
      </ul>
      {before.length > 0 && (
        <details>
          <summary>
            {before.length === 1 ? 'One more before' : `${before.length} more before`}
            {before.some(told => told.trouble) && ', with trouble'}
          </summary>
          <ul>
            {before.map(told => (
              <Line key={told.id} told={told} />
            ))}
          </ul>
        </details>
      )}
    </div>
  )
}

function Line({ told: { at, trouble, sentence, words } }: { told: AccountNews }) {
  return (
    <li>
      <p class="health" data-is={trouble ? 'ill' : 'waiting'}>
        {trouble && <strong>Trouble. </strong>}
        <time dateTime={new Date(at).toISOString()}>{shortWhen(at, now.value)}</time>: <bdi>{sentence}</bdi>
      </p>
      {words !== '' && (
        <p class="hint" dir="auto">
          {words}
        </p>
      )}
    </li>
  )
}
