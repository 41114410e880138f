import type { Strategy } from '../../shared/platforms/strategy.ts'

/** How fast replies go out, where the platform says how fast it takes them. `null`: nobody says. */
export function paceWords({ name, rates }: Strategy): string | null {
  if (!rates) return null
  const { account, person } = rates
  const every = Math.round(1 / person.perSecond)
  const seconds = every === 1 ? 'one a second' : `one every ${every} seconds`
  return `${name} takes ${account.perSecond} messages a second from here, and to one person ${seconds} after the first ${person.burst}. More than that waits; whose reply window closes first goes first.`
}
