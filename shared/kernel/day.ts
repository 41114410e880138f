/** A day is the UTC date on which the server recorded an event: `2026-11-23`. */
export type Day = `${number}-${number}-${number}`

export const dayMs = 86_400_000

/** The day that was asked for last: nearly everybody asks for the one that is now. */
let asked = { from: 0, day: '1970-01-01' as Day }

export function dayOf(recordedAt: number): Day {
  const from = recordedAt - (((recordedAt % dayMs) + dayMs) % dayMs)
  if (from !== asked.from) asked = { from, day: new Date(recordedAt).toISOString().slice(0, 10) as Day }
  return asked.day
}

/** Epoch milliseconds of the day's first moment, UTC. */
export function startOfDay(day: Day): number {
  return Date.parse(`${day}T00:00:00.000Z`)
}

export function dayAfter(day: Day, days = 1): Day {
  return dayOf(startOfDay(day) + days * dayMs)
}
