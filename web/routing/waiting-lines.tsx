import { inboxes } from '../app/live.ts'
import { agentName } from '../app/shell/agent-name.ts'
import { now } from '../ui/now.ts'
import { askLines } from './ask-waits.ts'
import { teamNamed } from './team-name.ts'
import { useAsked } from './use-asked.ts'
import { waitWords } from './wait-words.ts'

const mostLines = 4

/** Over the list of what nobody has: what holds up each inbox that gives its conversations out. */
export function WaitingLines() {
  const lines = useAsked('all', askLines) ?? []
  const told = { now: now.value, nameOf: agentName, teamNamed }
  if (lines.length === 0) return null
  return (
    <ul class="waiting-lines" aria-label="Why nobody has them">
      {lines.slice(0, mostLines).map(({ inbox, needs, waiting, wait }) => (
        <li key={`${inbox} ${needs.join(' ')}`}>
          <b dir="auto">{inboxes.get(inbox)?.name ?? 'An inbox'}</b>
          {needs.length > 0 && `, for “${needs.join('” and “')}”`}: {waiting} {waiting === 1 ? 'waits' : 'wait'}.{' '}
          {waitWords(wait, told)}
        </li>
      ))}
      {lines.length > mostLines && <li>And {lines.length - mostLines} more.</li>}
    </ul>
  )
}
