export type LaterTime = { readonly words: string; readonly at: number }

const hourMs = 3_600_000

/** When people mean when they say "later", by their own clock and calendar. All lie in the future. */
export function laterTimes(now: number): readonly LaterTime[] {
  const hour = new Date(now).getHours()
  const weekday = new Date(now).getDay()
  const daysToMonday = (8 - weekday) % 7 || 7
  const times: LaterTime[] = [
    { words: 'In an hour', at: now + hourMs },
    { words: 'In three hours', at: now + 3 * hourMs }
  ]
  if (hour < 16) times.push({ words: 'This evening', at: onDay(now, 0, 18) })
  times.push({ words: 'Tomorrow morning', at: onDay(now, 1, 9) })
  // On a Sunday, Monday morning is tomorrow.
  if (daysToMonday > 1) times.push({ words: 'Monday morning', at: onDay(now, daysToMonday, 9) })
  // On a Monday, the next one is a week away.
  if (daysToMonday < 7) times.push({ words: 'In a week', at: onDay(now, 7, 9) })
  return times
}

function onDay(now: number, days: number, hour: number): number {
  const date = new Date(now)
  date.setDate(date.getDate() + days)
  return date.setHours(hour, 0, 0, 0)
}
