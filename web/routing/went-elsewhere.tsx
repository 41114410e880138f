import type { Moved } from '../../shared/routing/dry-run/compare.ts'
import type { PolicyDryRun } from '../../shared/protocol/routing-dry-run.ts'
import { contacts, inboxes, threads } from '../app/live.ts'
import { agentName } from '../app/shell/agent-name.ts'
import { nameOfContact } from '../app/shell/contact-name.ts'
import { pathOf } from '../app/shell/route.ts'
import { now } from '../ui/now.ts'
import { fullWhen, shortWhen } from '../ui/time-words.ts'
import { gotWords, wouldWords } from './dry-run-words.ts'

/** What would have gone to somebody else, the newest first, and why. */
export function WentElsewhere({ run: { moved, elsewhere } }: { run: PolicyDryRun }) {
  if (moved.length === 0) return null
  return (
    <details class="versions" open>
      <summary>
        {elsewhere > moved.length ? `The newest ${moved.length} that` : 'What'} would have gone elsewhere
      </summary>
      <ul class="entries">
        {moved.map(one => (
          <li key={`${one.conversation} ${one.at} ${one.was?.to}`} class="entry">
            <p class="entry-head">
              <Where moved={one} />
              <time title={fullWhen(one.at)}>{shortWhen(one.at, now.value)}</time>
            </p>
            <p dir="auto">
              It was {gotWords(one.was, agentName)}. It would be {wouldWords(one, agentName)}.
            </p>
          </li>
        ))}
      </ul>
    </details>
  )
}

function Where({ moved: { conversation, inbox } }: { moved: Moved }) {
  const thread = threads.get(conversation)
  const name = thread ? nameOfContact(contacts.get(thread.contact)) : 'A conversation that is not on this device'
  return (
    <>
      <a href={pathOf({ screen: 'inbox', view: 'all', conversation })} data-in-app dir="auto">
        {name}
      </a>
      <span class="hint" dir="auto">
        {inboxes.get(inbox)?.name}
      </span>
    </>
  )
}
