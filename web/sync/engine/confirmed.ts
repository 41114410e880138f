import type { Event, StreamId } from '../../../shared/kernel/message.ts'
import type { Cursor } from '../../log/db.ts'
import { eventsOf, heldStream } from './held.ts'
import { deciderOf, foldOn, type Confirmed } from './redraw.ts'
import { get, type Script } from './script.ts'

// Apart from what receives: a first screen reads what is stored, and hears of news later.

export function* readCursor(): Script<Cursor | null> {
  const row = yield* get('meta', 'cursor')
  if (row?.key !== 'cursor') return null
  const { incarnation, seq, fingerprint } = row
  return { incarnation, seq, fingerprint }
}

/** What the store knows of a stream, folded from where it is held. `null`: nothing, or not enough. */
export function* readConfirmed(stream: StreamId): Script<Confirmed | null> {
  const decider = deciderOf(stream)
  const held = yield* heldStream(stream)
  if (!decider || held?.hole) return null
  const from = held?.from ?? 1
  const carry = held && held.from > 1 && held.carry !== null ? held.carry : decider.initial
  const events = yield* eventsOf(stream, from, Infinity)
  return {
    from,
    carry,
    version: from - 1 + events.length,
    state: foldOn(
      decider,
      carry,
      events.map(event => event.fact)
    )
  }
}

export function foldEvents(stream: StreamId, before: Confirmed, events: readonly Event[]): Confirmed {
  const decider = deciderOf(stream)
  if (!decider) return before
  const facts = events.map(event => event.fact)
  return { ...before, version: before.version + events.length, state: foldOn(decider, before.state, facts) }
}

export function byStream(events: readonly Event[]): Map<StreamId, Event[]> {
  return Map.groupBy(events, event => event.stream)
}
