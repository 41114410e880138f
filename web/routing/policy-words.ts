import type { RoutingPolicy } from '../../shared/routing/content.ts'
import { left } from '../ui/time-words.ts'
import { methodWords } from './content-words.ts'

type NameOf = (team: string) => string

/** How a policy differs from the one before, a sentence for each thing. None: they do the same. */
export function changesBetween(before: RoutingPolicy, after: RoutingPolicy, teamNamed: NameOf): readonly string[] {
  const was = linesOf(before, teamNamed)
  return linesOf(after, teamNamed).flatMap((line, at) => {
    const old = was[at]
    if (line === old) return []
    return old === undefined ? `${line}.` : `${line}. Before: ${lowerFirst(old)}.`
  })
}

/** By hand nothing else counts, so nothing else is said. */
function linesOf({ method, team, limit, sticky, overflow }: RoutingPolicy, teamNamed: NameOf): readonly string[] {
  if (method === 'manual') return [methodWords(method)]
  return [
    methodWords(method),
    team === null ? 'To everybody who works in the inbox' : `To the team ${teamNamed(team)}`,
    limit === null ? 'Of this inbox as many open as come' : `Of this inbox at most ${limit} open for each`,
    sticky ? 'Who comes back goes to whoever answered them last' : 'Who comes back is given out anew',
    overflow === null
      ? 'Nobody else is asked when it takes too long'
      : `After ${left(overflow.afterMinutes * 60_000)} the team ${teamNamed(overflow.team)} is asked too`
  ]
}

function lowerFirst(words: string): string {
  return words.charAt(0).toLowerCase() + words.slice(1)
}
