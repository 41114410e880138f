import { dayOf, type Day } from '../../shared/kernel/day.ts'
import type { StreamId } from '../../shared/kernel/message.ts'
import { isNumbered, link } from './row.ts'
import type { StoredRow } from './stored-row.ts'

/** The first thing that is wrong: with an event, or (`seq` null) with a table beside the events. */
export type Fault = { readonly seq: number | null; readonly what: string }

export type StreamEnd = { version: number; scope: string; readonly first: Day; last: Day }
export type DaySpan = { readonly first: number; last: number }
/** What one command made true: all of one cause, ended by the event `seq`. */
export type Heard = { readonly cause: string; readonly seq: number }

/**
 * One tenant's log, followed event by event in the order of `seq`:
 *
 *     seq = the last + 1 · version = its stream's + 1 · time never back · day = day of the time · hash = link of the chain
 *
 * What it remembers grows with the number of streams and days, not of events. It is what the tables beside the
 * events must say, so they can be drawn from it, or compared with it.
 */
export type Chain = {
  /** Takes the next event, unless it is a bad one: then it answers what is wrong and stays before it. */
  take(row: StoredRow): Fault | null
  readonly seq: number
  readonly hash: string
  readonly recordedAt: number
  readonly causes: number
  readonly streams: ReadonlyMap<StreamId, Readonly<StreamEnd>>
  readonly days: ReadonlyMap<Day, Readonly<DaySpan>>
  /** The commands that have ended since this was last asked; with `all` the one at the end too. */
  heard(all?: boolean): readonly Heard[]
}

export function chain(tenant: string): Chain {
  const streams = new Map<StreamId, StreamEnd>()
  const days = new Map<Day, DaySpan>()
  let [seq, hash, recordedAt, causes] = [0, '', 0, 0]
  let open: Heard | null = null
  let heard: Heard[] = []

  function faultOf(row: StoredRow): string | null {
    if (!isNumbered(row)) return 'has a number that cannot be'
    if (row.seq !== seq + 1) return row.seq > seq + 1 ? 'is missing' : `stands twice`
    const version = (streams.get(row.stream)?.version ?? 0) + 1
    if (row.version !== version) return `has version ${row.version} of ${row.stream} in place of ${version}`
    if (row.recorded_at < recordedAt) return 'was recorded before the one in front of it'
    if (row.day !== dayOf(row.recorded_at)) return `stands in ${row.day} and was recorded on ${dayOf(row.recorded_at)}`
    return link(hash, tenant, row) === row.hash ? null : 'is not what was recorded: the chain breaks here'
  }

  return {
    take(row) {
      const what = faultOf(row)
      if (what !== null) return { seq: row.seq < seq + 1 ? row.seq : seq + 1, what }
      seq = row.seq
      hash = row.hash
      recordedAt = row.recorded_at
      streams.set(row.stream, {
        version: row.version,
        scope: row.scope,
        first: streams.get(row.stream)?.first ?? row.day,
        last: row.day
      })
      days.set(row.day, { first: days.get(row.day)?.first ?? seq, last: seq })
      if (open && open.cause !== row.cause) heard.push(open)
      if (open?.cause !== row.cause) causes += 1
      open = { cause: row.cause, seq }
      return null
    },
    get seq() {
      return seq
    },
    get hash() {
      return hash
    },
    get recordedAt() {
      return recordedAt
    },
    get causes() {
      return causes
    },
    streams,
    days,
    heard(all = false) {
      const ended = all && open ? [...heard, open] : heard
      heard = []
      if (all) open = null
      return ended
    }
  }
}
