/** A clock is dear to make and cheap to read. */
const clocks = new Map<string, Intl.DateTimeFormat>()

/** Is it a zone that this machine knows, such as `Europe/Berlin`? */
export function isZone(zone: string): boolean {
  try {
    return clockOf(zone) !== undefined
  } catch {
    return false
  }
}

/**
 * When it was, that a clock on a wall in `zone` showed this. Of an hour that came twice it is the first; one that was
 * left out is an hour later. Epoch milliseconds, both. @throws RangeError where there is no such zone.
 */
export function momentOf(wall: number, zone: string): number {
  const early = wall - offsetAt(wall - dayMs, zone)
  const late = wall - offsetAt(wall + dayMs, zone)
  const [first, last] = early < late ? [early, late] : [late, early]
  if (wallAt(first, zone) === wall) return first
  // Behind a gap the clock had not been put forward yet: read on as it went before.
  return wallAt(last, zone) === wall ? last : early
}

const dayMs = 86_400_000

function offsetAt(at: number, zone: string): number {
  return wallAt(at, zone) - at
}

/** What the wall shows at a moment. */
function wallAt(at: number, zone: string): number {
  const told: Record<string, number> = {}
  for (const { type, value } of clockOf(zone).formatToParts(at)) told[type] = Number(value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = told
  return Date.UTC(year, month - 1, day, hour, minute, second) + (at % 1000)
}

function clockOf(zone: string): Intl.DateTimeFormat {
  let clock = clocks.get(zone)
  if (!clock) {
    const two = '2-digit'
    const shown = { year: 'numeric', month: two, day: two, hour: two, minute: two, second: two } as const
    clock = new Intl.DateTimeFormat('en-US', { timeZone: zone, ...shown, hourCycle: 'h23' })
    clocks.set(zone, clock)
  }
  return clock
}
