/** A day is the UTC date on which the server recorded an event: `2026-11-23`. */
export type Day = `${number}-${number}-${number}`

export const dayMs = 86_400_000

export function dayOf(recordedAt: number): Day {
  return new Date(recordedAt).toISOString().slice(0, 10) as Day
}

/** Epoch milliseconds of the day's first moment, UTC. */
export function startOfDay(day: Day): number {
  return Date.parse(`${day}T00:00:00.000Z`)
}

export function dayAfter(day: Day, days = 1): Day {
  return dayOf(startOfDay(day) + days * dayMs)
}
