/** Times in words. Every function takes `at` and `now` in epoch milliseconds, so that a screen and a test agree. */
const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** The product speaks English so far; within it, the reader's own region writes the times. */
function locale(): string {
  const own = typeof navigator === 'undefined' ? 'en-GB' : navigator.language
  return own.startsWith('en-') ? own : 'en-GB'
}

const formats = new Map<string, Intl.DateTimeFormat>()

function format(at: number, options: Intl.DateTimeFormatOptions): string {
  const key = JSON.stringify(options)
  const known = formats.get(key) ?? new Intl.DateTimeFormat(locale(), options)
  formats.set(key, known)
  return known.format(at)
}

/** `14:02` */
export function clock(at: number): string {
  return format(at, { timeStyle: 'short' })
}

/** `Monday 16 November`, with the year when it is another one. */
export function dayHeading(at: number, now: number): string {
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear()
  return format(at, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(sameYear ? {} : { year: 'numeric' as const })
  })
}

/** How many midnights lie between, by the reader's calendar. Negative: in the future. */
export function daysBetween(at: number, now: number): number {
  const midnight = (time: number) => new Date(time).setHours(0, 0, 0, 0)
  return Math.round((midnight(now) - midnight(at)) / dayMs)
}

/** For a list: `14:02`, `Yesterday`, `Mon`, `16 Nov`, `16 Nov 2025`. */
export function shortWhen(at: number, now: number): string {
  const days = daysBetween(at, now)
  if (days === 0) return clock(at)
  if (days === 1) return 'Yesterday'
  if (days > 1 && days < 7) return format(at, { weekday: 'short' })
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear()
  return format(at, { day: 'numeric', month: 'short', ...(sameYear ? {} : { year: 'numeric' as const }) })
}

/** For what is to come, in a list: `18:00`, `Thu 09:00`, `2 Dec 09:00`. A weekday means the next one. */
export function shortAhead(at: number, now: number): string {
  const days = daysBetween(now, at)
  if (days === 0) return clock(at)
  const day = days < 7 ? format(at, { weekday: 'short' }) : format(at, { day: 'numeric', month: 'short' })
  return `${day} ${clock(at)}`
}

/** For a sentence: `at 14:02`, `yesterday at 14:02`, `on Monday at 14:02`, `on 16 Nov at 14:02`. */
export function inSentence(at: number, now: number): string {
  const days = daysBetween(at, now)
  const time = `at ${clock(at)}`
  if (days === 0) return time
  if (days === 1) return `yesterday ${time}`
  if (days === -1) return `tomorrow ${time}`
  if (Math.abs(days) < 7) return `on ${format(at, { weekday: 'long' })} ${time}`
  return `on ${shortWhen(at, now)} ${time}`
}

/** After "until": `18:00`, `tomorrow at 09:00`, `Monday at 09:00`. */
export function untilWords(at: number, now: number): string {
  return inSentence(at, now).replace(/^(?:at|on) /, '')
}

/** For a tooltip: all of it. */
export function fullWhen(at: number): string {
  return format(at, { dateStyle: 'full', timeStyle: 'short' })
}

/** How long, as one figure: `now`, `4 min`, `2 h`, `3 d`. */
export function span(ms: number): string {
  if (ms < minuteMs) return 'now'
  if (ms < hourMs) return `${Math.floor(ms / minuteMs)} min`
  if (ms < 2 * dayMs) return `${Math.floor(ms / hourMs)} h`
  return `${Math.floor(ms / dayMs)} d`
}

/** What is left of a clock: `6 d 23 h`, `3 h 12 min`, `12 min`, `less than a minute`. */
export function left(ms: number): string {
  if (ms < minuteMs) return 'less than a minute'
  if (ms >= 2 * dayMs) return inTwo(ms, [dayMs, 'd'], [hourMs, 'h'])
  return inTwo(ms, [hourMs, 'h'], [minuteMs, 'min'])
}

type Unit = readonly [ms: number, name: string]

function inTwo(ms: number, [largeMs, large]: Unit, [smallMs, small]: Unit): string {
  const [many, few] = [Math.floor(ms / largeMs), Math.floor((ms % largeMs) / smallMs)]
  if (many === 0) return `${few} ${small}`
  return few === 0 ? `${many} ${large}` : `${many} ${large} ${few} ${small}`
}
