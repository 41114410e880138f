import * as v from 'valibot'
import { businessHours, type BusinessHours } from '../../../shared/routing/content.ts'

/** Business hours as they are typed: `9:00-12:30, 13:30-18:00` for each weekday, Sunday first; nothing is closed. */
export type HoursForm = {
  readonly zone: string
  readonly week: readonly string[]
  /** Days on which it is closed all the same, as `2026-12-25, 2026-12-26`. */
  readonly closed: string
}

export type WrongHours = { readonly day: number | 'closed' | 'zone'; readonly words: string }

export const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const
/** As people read a week. */
export const mondayFirst = [1, 2, 3, 4, 5, 6, 0] as const

const usualDay = '9:00-17:00'

/** Where there are none yet: Monday to Friday, in the reader's own zone. */
export function hoursForm(hours: BusinessHours | null, zone: string): HoursForm {
  if (hours === null) {
    return { zone, week: weekdays.map((_, day) => (day === 0 || day === 6 ? '' : usualDay)), closed: '' }
  }
  const week = hours.week.map(spans => spans.map(({ from, to }) => `${timeWords(from)}-${timeWords(to)}`).join(', '))
  return { zone: hours.zone, week, closed: (hours.closed ?? []).join(', ') }
}

export function readHours(form: HoursForm): BusinessHours | WrongHours {
  const week: { from: number; to: number }[][] = []
  for (const [day, typed] of form.week.entries()) {
    const spans = readDay(typed)
    if (!spans) return { day, words: `${weekdays[day]}: ${isNight(typed) ? nightWords : likeWords}` }
    week.push(spans)
  }
  const closed = [...new Set(form.closed.split(/[\s,;]+/).filter(day => day !== ''))].toSorted()
  const read = v.safeParse(businessHours, { zone: form.zone.trim(), week, ...(closed.length > 0 && { closed }) })
  if (read.success) return read.output
  const isOfDays = read.issues.some(({ path }) => path?.[0].key === 'closed')
  if (isOfDays) return { day: 'closed', words: 'Write each day like 2026-12-25, with commas between, 200 at most.' }
  return { day: 'zone', words: 'This time zone is not known. Write it like Europe/Berlin.' }
}

const likeWords = 'write it like 9:00-12:30, 13:30-18:00, or nothing when closed.'
const nightWords = 'a night is of two days. Write it until 24:00 here, and from 0:00 on the next.'

function isNight(typed: string): boolean {
  const spans = typed.split(',').map(readSpan)
  return spans.some(span => span && span.from > span.to)
}

function readDay(typed: string): { from: number; to: number }[] | null {
  const parts = typed.split(',').filter(part => part.trim() !== '')
  const spans = parts.flatMap(part => readSpan(part) ?? [])
  const inOrder = spans.every(({ from, to }, at) => from < to && from >= (spans[at - 1]?.to ?? 0))
  return spans.length === parts.length && spans.length <= 8 && inOrder ? spans : null
}

function readSpan(typed: string): { from: number; to: number } | null {
  const [from, to, ...more] = typed.split(/[-–]/).map(readTime)
  return from === undefined || to === undefined || more.length > 0 ? null : { from, to }
}

function readTime(typed: string): number | undefined {
  const [, hour, minute = '0'] = /^\s*(\d{1,2})(?:[:.](\d\d))?\s*$/.exec(typed) ?? []
  if (hour === undefined || Number(minute) > 59) return undefined
  const time = Number(hour) * 60 + Number(minute)
  return time <= 24 * 60 ? time : undefined
}

function timeWords(minutes: number): string {
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`
}
