import { manual, type RoutingPolicy } from '../../shared/routing/content.ts'
import type { InboxRow } from '../app/live.ts'
import { agentName } from '../app/shell/agent-name.ts'
import { keepFocus } from '../ui/keep-focus.ts'
import { now } from '../ui/now.ts'
import { inSentence } from '../ui/time-words.ts'
import { Changes } from './policy-versions.tsx'
import { changesBetween } from './policy-words.ts'
import { teamNamed } from './team-name.ts'

type Props = { row: InboxRow; mine: RoutingPolicy | null; goOn(version: number): void; drop(): void }

/** Somebody published while this was edited. Neither is lost: what differs is shown, and a person says which goes on. */
export function PublishedMeanwhile({ row, mine, goOn, drop }: Props) {
  const theirs = row.policies?.[0]
  if (!theirs) return null
  const { version, by, at, policy } = theirs
  const who = by.kind === 'agent' ? agentName(by.id) : 'Somebody'
  const differences = mine ? changesBetween(policy, mine, teamNamed) : []
  return (
    <div class="entry" role="alert">
      <p class="why amber">
        {who} published version {version} {inSentence(at, now.value)}, after you began. Your changes are kept here.
      </p>
      <Compared title={`What version ${version} changed`} words={changesBetween(before(row), policy, teamNamed)} />
      <Compared title="What yours would change in it" words={differences} />
      <p class="acts">
        <button
          type="button"
          class="button"
          onClick={({ currentTarget }) => void keepFocus(currentTarget, () => goOn(version))}
        >
          Go on with mine, in its place
        </button>
        <button type="button" class="button quiet" onClick={({ currentTarget }) => void keepFocus(currentTarget, drop)}>
          Take theirs
        </button>
      </p>
    </div>
  )
}

function Compared({ title, words }: { title: string; words: readonly string[] }) {
  if (words.length === 0) return null
  return (
    <>
      <p>
        <b>{title}</b>
      </p>
      <Changes words={words} />
    </>
  )
}

function before({ policies = [] }: InboxRow): RoutingPolicy {
  return policies[1]?.policy ?? manual
}
