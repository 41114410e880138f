import type { Agent } from '../../shared/identity/agent.ts'
import type { Availability } from '../../shared/routing/content.ts'
import { untilWords } from '../ui/time-words.ts'

type Said = Pick<Agent, 'availability' | 'until'>

/** Where somebody is now, as the router sees it: whose return has come is back, and who never said anything is there. */
export function availabilityOf({ availability = 'online', until = null }: Said, now: number): Availability {
  return availability === 'away' && until !== null && until <= now ? 'online' : availability
}

/** Beside a colleague's name: `away until 14:00`, `busy`. `undefined`: they are there. */
export function awayWords(said: Said, now: number): string | undefined {
  const { until = null } = said
  const at = availabilityOf(said, now)
  if (at === 'online') return undefined
  return at === 'away' && until !== null ? `away until ${untilWords(until, now)}` : at
}
