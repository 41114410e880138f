const shortestMs = 500
const longestMs = 30_000

/**
 * How long to wait before connecting again: full jitter (R2), so that a thousand pages do not return in one
 * moment. `attempt` counts from 0, `chance` lies in [0, 1).
 */
export function waitMs(attempt: number, chance: number): number {
  const ceiling = Math.min(longestMs, shortestMs * 2 ** (attempt + 1))
  return Math.round(shortestMs + chance * (ceiling - shortestMs))
}
