import { manual } from '../../shared/routing/content.ts'
import { inboxes, teams, type InboxRow } from '../app/live.ts'
import { act } from '../app/shell/act.ts'
import { agentName } from '../app/shell/agent-name.ts'
import { now } from '../ui/now.ts'
import { fullWhen, shortWhen } from '../ui/time-words.ts'
import { changesBetween } from './policy-words.ts'
import { teamNamed } from './team-name.ts'

type PublishedPolicy = NonNullable<InboxRow['policies']>[number]

/** Every policy that was published: who, when, and what it changed. To go back is to publish an older one again. */
export function PolicyVersions({ inbox }: { inbox: string }) {
  void teams.revision.value
  const row = inboxes.get(inbox)
  const policies = row?.policies ?? []
  const [inForce] = policies
  if (!row || !inForce) return null
  const goBack = (to: PublishedPolicy) =>
    void act(
      { type: 'inbox.set-routing', inbox, policy: to.policy, onVersion: inForce.version },
      { done: `${row.name} is routed by version ${to.version} again` }
    )
  return (
    <details class="versions" aria-label={`Versions of ${row.name}`}>
      <summary>
        {inForce.version === 1 ? 'One version' : `${inForce.version} versions`}, the last by {whoOf(inForce)}{' '}
        <time title={fullWhen(inForce.at)}>{shortWhen(inForce.at, now.value)}</time>
      </summary>
      <ol class="entries" reversed>
        {policies.map((one, at) => (
          <li key={one.version} class="entry" data-version={one.version}>
            <p class="entry-head">
              <b>Version {one.version}</b>
              <span class="hint">by {whoOf(one)}</span>
              <time title={fullWhen(one.at)}>{shortWhen(one.at, now.value)}</time>
            </p>
            <Changes words={changesOf(row, at)} />
            {at > 0 && (
              <p class="acts">
                <button type="button" class="button quiet" onClick={() => goBack(one)}>
                  Go back to version {one.version}
                </button>
              </p>
            )}
          </li>
        ))}
      </ol>
    </details>
  )
}

export function Changes({ words }: { words: readonly string[] }) {
  return (
    <ul class="changes" dir="auto">
      {words.map(one => (
        <li key={one}>{one}</li>
      ))}
    </ul>
  )
}

/** Of the oldest that is kept nobody says what was before: all of it is said. */
function changesOf({ policies = [] }: InboxRow, at: number): readonly string[] {
  const one = policies[at]
  if (!one) return []
  return changesBetween(policies[at + 1]?.policy ?? manual, one.policy, teamNamed)
}

function whoOf({ by }: PublishedPolicy): string {
  return by.kind === 'agent' ? agentName(by.id) : 'Daybook'
}
