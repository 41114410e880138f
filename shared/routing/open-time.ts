import type { BusinessHours } from './content.ts'
import { minuteOfWeek, spansOf } from './hours.ts'

const minuteMs = 60_000
const dayMs = 1440 * minuteMs
const weekMs = 7 * dayMs
/** 1 January 1970 was a Thursday. */
const firstDayMs = 4 * dayMs
/** Whatever takes longer than ten years never is. */
const mostDays = 3660

type Stretch = { readonly from: number; readonly to: number }

/** How long it is open between two moments, in milliseconds. */
export function openBetween(hours: BusinessHours | null, from: number, to: number): number {
  if (hours === null) return Math.max(0, to - from)
  let open = 0
  for (const stretch of openFrom(hours, from)) {
    if (stretch.from >= to) break
    open += Math.min(stretch.to, to) - stretch.from
  }
  return open
}

/** When it has been open for so long, in milliseconds, since `from`. `null`: never. */
export function openFor(hours: BusinessHours | null, from: number, ms: number): number | null {
  if (hours === null) return from + ms
  let left = ms
  for (const stretch of openFrom(hours, from)) {
    const length = stretch.to - stretch.from
    if (length > 0 && length >= left) return stretch.from + left
    left -= length
  }
  return null
}

/** When it opens next, after `at`. `null`: never, or it never closes. */
export function nextOpening(hours: BusinessHours, at: number): number | null {
  let openUntil = at
  for (const stretch of openFrom(hours, at)) {
    if (stretch.from > openUntil) return stretch.from
    openUntil = stretch.to
  }
  return null
}

/** From `from` on, a day of the world's clock after the other. */
function* openFrom(hours: BusinessHours, from: number): Generator<Stretch> {
  const spans = joined(hours)
  if (spans.length === 0) return
  const closed = (hours.closed ?? []).map(day => Date.parse(day)).toSorted((a, b) => a - b)
  const firstDay = Math.floor(from / dayMs)
  for (let day = firstDay; day < firstDay + mostDays; day++) {
    for (const { stretch, offset } of steady(hours.zone, day * dayMs)) {
      for (const open of within(spans, stretch, offset)) {
        for (const left of outside(closed, open, offset)) {
          if (left.to > from) yield { from: Math.max(left.from, from), to: left.to }
        }
      }
    }
  }
}

const known = new WeakMap<BusinessHours, readonly Stretch[]>()

/** The week's open stretches in order, none of which overlap. Milliseconds of the week. */
function joined(hours: BusinessHours): readonly Stretch[] {
  const before = known.get(hours)
  if (before) return before
  const spans: Stretch[] = []
  for (const { from, to } of spansOf(hours).toSorted((a, b) => a.from - b.from)) {
    const last = spans.at(-1)
    if (last && from * minuteMs <= last.to) {
      spans[spans.length - 1] = { from: last.from, to: Math.max(last.to, to * minuteMs) }
    } else spans.push({ from: from * minuteMs, to: to * minuteMs })
  }
  known.set(hours, spans)
  return spans
}

function* within(spans: readonly Stretch[], { from, to }: Stretch, offset: number): Generator<Stretch> {
  const local = from + offset + firstDayMs
  const week = Math.floor(local / weekMs) * weekMs
  for (const start of [week, week + weekMs]) {
    const back = start - offset - firstDayMs
    for (const span of spans) {
      const open = { from: Math.max(from, span.from + back), to: Math.min(to, span.to + back) }
      if (open.from < open.to) yield open
    }
  }
}

/** What is left of it beside the days that begin at `closed` by the zone's clock. */
function* outside(closed: readonly number[], { from, to }: Stretch, offset: number): Generator<Stretch> {
  let start = from
  for (const day of closed) {
    const end = day - offset
    if (end + dayMs <= start) continue
    if (end >= to) break
    if (end > start) yield { from: start, to: end }
    start = end + dayMs
  }
  if (start < to) yield { from: start, to }
}

/** A day in stretches in which the zone's clock is not changed. It is changed at most once. */
function steady(zone: string, from: number): { readonly stretch: Stretch; readonly offset: number }[] {
  const to = from + dayMs
  const [first, last] = [offsetAt(zone, from), offsetAt(zone, to)]
  if (first === last) return [{ stretch: { from, to }, offset: first }]
  let [before, after] = [from, to]
  while (after - before > minuteMs) {
    const middle = Math.floor((before + after) / 2 / minuteMs) * minuteMs
    if (readOffset(zone, middle) === first) before = middle
    else after = middle
  }
  return [
    { stretch: { from, to: after }, offset: first },
    { stretch: { from: after, to }, offset: last }
  ]
}

const offsets = new Map<string, number>()
const mostOffsets = 10_000

/** How far the zone's clock is ahead of the world's, in milliseconds. Days are asked for again and again. */
function offsetAt(zone: string, at: number): number {
  const key = `${zone} ${at}`
  const before = offsets.get(key)
  if (before !== undefined) return before
  if (offsets.size >= mostOffsets) offsets.clear()
  const offset = readOffset(zone, at)
  offsets.set(key, offset)
  return offset
}

function readOffset(zone: string, at: number): number {
  const here = (at + firstDayMs) % weekMs
  const there = minuteOfWeek(zone, at) * minuteMs
  const ahead = (there - Math.floor(here / minuteMs) * minuteMs + 1.5 * weekMs) % weekMs
  return ahead - weekMs / 2
}
