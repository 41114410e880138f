import type { BusinessHours } from './content.ts'

const dayMinutes = 1440
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']

/** A clock is dear to make and cheap to read. */
const clocks = new Map<string, Intl.DateTimeFormat>()

export function isOpen(hours: BusinessHours | null, at: number): boolean {
  if (hours === null) return true
  if (hours.closed?.includes(dayIn(hours.zone, at))) return false
  const now = minuteOfWeek(hours.zone, at)
  return spansOf(hours).some(({ from, to }) => from <= now && now < to)
}

/** In minutes of the week, as they were set. */
export function spansOf({ week }: BusinessHours): { from: number; to: number }[] {
  return week.flatMap((spans, day) =>
    spans.map(({ from, to }) => ({ from: day * dayMinutes + from, to: day * dayMinutes + to }))
  )
}

const calendars = new Map<string, Intl.DateTimeFormat>()

/** What the zone's calendar shows, as `2026-12-25`. */
function dayIn(zone: string, at: number): string {
  let calendar = calendars.get(zone)
  if (!calendar) {
    calendar = new Intl.DateTimeFormat('en-US', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' })
    calendars.set(zone, calendar)
  }
  const told = Object.fromEntries(calendar.formatToParts(at).map(({ type, value }) => [type, value]))
  return `${told['year']}-${told['month']}-${told['day']}`
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
