import { useEffect } from 'preact/hooks'
import type { WaitingLine } from '../../shared/routing/wait.ts'
import { agents, inboxes, type ThreadRow } from '../app/live.ts'
import { agentName } from '../app/shell/agent-name.ts'
import { whyOnRow, type Short } from '../app/shell/why-on-row.ts'
import { now } from '../ui/now.ts'
import { askLines } from './ask-waits.ts'
import { lineOf } from './line-of.ts'
import { teamNamed } from './team-name.ts'
import { useAsked } from './use-asked.ts'
import { shortWaitWords, waitWords } from './wait-words.ts'

const mostLines = 4

/** Over the list of what nobody has: what holds up each inbox that gives its conversations out. Each row says it of itself. */
export function WaitingLines() {
  const asked = useAsked('all', askLines)
  const lines = asked ?? []
  const told = { now: now.value, nameOf: agentName, teamNamed }
  useEffect(() => {
    whyOnRow.value = asked && (row => shortOf(asked, row))
    return () => {
      whyOnRow.value = null
    }
  }, [asked])
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

function shortOf(lines: readonly WaitingLine[], row: ThreadRow): Short | null {
  if (row.status !== 'open' || row.assignee !== null) return null
  void agents.revision.value
  const skills = new Set([...agents.all.values()].flatMap(agent => agent.skills ?? []))
  const wait = lineOf(lines, row, skills)?.wait
  const short = wait ? shortWaitWords(wait) : null
  return wait && short !== null
    ? { short, whole: waitWords(wait, { now: now.value, nameOf: agentName, teamNamed }) }
    : null
}
