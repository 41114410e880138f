import type { BusinessHours } from './content.ts'

const minuteMs = 60_000
const dayMinutes = 1440
const weekMinutes = 7 * dayMinutes
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']

/** A clock is dear to make and cheap to read. */
const clocks = new Map<string, Intl.DateTimeFormat>()

export function isOpen(hours: BusinessHours | null, at: number): boolean {
  if (hours === null) return true
  const now = minuteOfWeek(hours.zone, at)
  return spansOf(hours).some(({ from, to }) => from <= now && now < to)
}

/** When it opens next, after `at`. `null`: never. Over a change of the clocks it may be an hour early: look again then. */
export function nextOpening(hours: BusinessHours, at: number): number | null {
  const now = minuteOfWeek(hours.zone, at)
  const gaps = spansOf(hours).map(({ from }) => ({
    from,
    gap: (from - now + weekMinutes) % weekMinutes || weekMinutes
  }))
  if (gaps.length === 0) return null
  const { from, gap } = gaps.reduce((nearest, one) => (one.gap < nearest.gap ? one : nearest))
  const guess = Math.floor(at / minuteMs) * minuteMs + gap * minuteMs
  // The clocks may have changed in between.
  const off = ((from - minuteOfWeek(hours.zone, guess) + weekMinutes * 1.5) % weekMinutes) - weekMinutes / 2
  const mended = guess + off * minuteMs
  return mended > at && isOpen(hours, mended) ? mended : guess
}

/** In minutes of the week, as they were set. */
export function spansOf({ week }: BusinessHours): { from: number; to: number }[] {
  return week.flatMap((spans, day) =>
    spans.map(({ from, to }) => ({ from: day * dayMinutes + from, to: day * dayMinutes + to }))
  )
}

/** What the zone's clock shows, Sunday midnight being 0. */
export function minuteOfWeek(zone: string, at: number): number {
  let clock = clocks.get(zone)
  if (!clock) {
    const shown = { weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
    clock = new Intl.DateTimeFormat('en-US', { timeZone: zone, ...shown })
    clocks.set(zone, clock)
  }
  const told = Object.fromEntries(clock.formatToParts(at).map(({ type, value }) => [type, value]))
  return weekdays.indexOf(told['weekday'] ?? '') * dayMinutes + Number(told['hour']) * 60 + Number(told['minute'])
}
