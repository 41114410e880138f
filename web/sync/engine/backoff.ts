const least = 500
const most = 30_000
/** Slower than doubling: after the quarter of a minute a server takes to restart, nobody waits half a minute more. */
const growth = 1.5

/** [R2] Full jitter, milliseconds: a thousand devices that lost one server must not come back in one second. */
export function backoffMs(attempt: number, random: number): number {
  const ceiling = Math.min(most, least * growth ** (Math.min(attempt, 20) + 1))
  return Math.round(least + random * (ceiling - least))
}
