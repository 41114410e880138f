import type { Thread } from '../../../shared/conversations/thread.ts'
import { askWait } from '../../routing/ask-waits.ts'
import { standingWords } from '../../routing/content-words.ts'
import { teamNamed } from '../../routing/team-name.ts'
import { useAsked } from '../../routing/use-asked.ts'
import { waitWords } from '../../routing/wait-words.ts'
import { now } from '../../ui/now.ts'
import { inboxes } from '../live.ts'
import { agentName } from './agent-name.ts'

/** Why nobody has this conversation yet, as the router sees it now. Where it is known, who stands in the way how. */
export function WhyNobody({ row }: { row: Thread }) {
  // Where people choose for themselves there is no why.
  const isRouted = (inboxes.get(row.inbox)?.routing?.method ?? 'manual') !== 'manual'
  const mayWait = row.status === 'open' && (row.assignee === null || row.waitingSince !== null)
  const wait = useAsked(isRouted && mayWait ? row.conversation : null, askWait)
  if (!wait || wait.because === 'by-hand') return null
  const words = waitWords(wait, { now: now.value, nameOf: agentName, teamNamed })
  return (
    <div class="why-nobody" role="status" data-because={wait.because}>
      <span dir="auto">{words}</span>
      {'candidates' in wait && wait.candidates.length > 0 && (
        <details class="reasons">
          <summary>Who</summary>
          <ul>
            {wait.candidates.map(one => (
              <li key={one.agent}>
                <bdi>{agentName(one.agent)}</bdi>: {standingWords(one)}
              </li>
            ))}
            {wait.others > 0 && <li>and {wait.others} more</li>}
          </ul>
        </details>
      )}
    </div>
  )
}
