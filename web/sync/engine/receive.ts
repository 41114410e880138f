import type { Event, StreamId } from '../../../shared/kernel/message.ts'
import type { DownFrame } from '../../../shared/protocol/down.ts'
import type { Cursor, HeldStream } from '../../log/db.ts'
import { deciderOf, foldOn, rowOf, type Confirmed, type DrawnRow } from './redraw.ts'
import { between, get, put, remove, transact, type Script } from './script.ts'
import { enqueueWords } from './words-queue.ts'

export type EventsFrame = Extract<DownFrame, { type: 'events' }>
export type PartFrame = Extract<DownFrame, { type: 'part' }>

/** What one transaction changed; the same news for this tab's memory and for the other tabs. */
export type Stored = {
  readonly cursor: Cursor | null
  /** In the order of `seq`. */
  readonly events: readonly Event[]
  /** Streams whose memory is worth nothing any more: read them again. */
  readonly reset: readonly StreamId[]
  /** Confirmed rows, as stored. */
  readonly rows: readonly DrawnRow[]
  /** Streams of which older events are missing before anything can be drawn. */
  readonly holes: readonly { readonly stream: StreamId; readonly from: number }[]
}

/** Another tab has taken the socket over: this one must not move the cursor any more. */
export class Overtaken extends Error {}

/** At most so many events in one transaction: longer ones stall everything else that reads or writes. */
export const chunkSize = 500

export type EventsChunk = Pick<EventsFrame, 'from' | 'to' | 'fingerprint' | 'events'>

export function* chunksOf({ from, to, fingerprint, events }: EventsFrame): Generator<EventsChunk> {
  let start = from
  for (let at = 0; events.length - at > chunkSize; at += chunkSize) {
    const chunk = events.slice(at, at + chunkSize)
    const end = chunk.at(-1)?.seq ?? start
    yield { from: start, to: end, events: chunk }
    start = end + 1
  }
  const left = events.length === 0 ? 0 : ((events.length - 1) % chunkSize) + 1
  yield { from: start, to, fingerprint, events: events.slice(events.length - left) }
}

/**
 * [O3] Stores the events that are new and moves the cursor, in one transaction.
 * `lost`: something between our cursor and `from` never came; say hello again.
 */
export function receiveEvents(
  epoch: number,
  incarnation: string,
  frame: EventsChunk,
  hot: (stream: StreamId) => Confirmed | undefined
): Script<Stored | 'lost' | 'known'> {
  return transact('past', 'rw', function* () {
    yield* fence(epoch)
    const cursor = yield* readCursor()
    const seq = cursor?.incarnation === incarnation ? cursor.seq : 0
    if (frame.from > seq + 1) return 'lost'
    if (frame.to <= seq) return 'known'

    const events = frame.events.filter(event => event.seq > seq)
    const rows: DrawnRow[] = []
    const holes: { stream: StreamId; from: number }[] = []
    for (const [stream, fresh] of byStream(events)) {
      const before = yield* confirmedAt(stream, hot(stream), fresh[0]?.version ?? 1)
      if (before === 'hole') holes.push({ stream, from: fresh[0]?.version ?? 1 })
      else if (before) rows.push(...drawRow(stream, foldEvents(stream, before, fresh).state))
    }
    yield* put('events', events)
    yield* enqueueWords(events)
    yield* putRows(rows)
    const moved = { incarnation, seq: frame.to, fingerprint: frame.fingerprint }
    yield* put('meta', [{ key: 'cursor', ...moved }])
    return { cursor: moved, events, reset: holes.map(hole => hole.stream), rows, holes }
  })
}

/** Older events of a stream, asked for. They change no row, unless they fill a hole. */
export function receivePart(epoch: number, frame: PartFrame): Script<Stored> {
  return transact('past', 'rw', function* () {
    yield* fence(epoch)
    const { stream } = frame
    yield* put('events', [...frame.events])
    yield* enqueueWords(frame.events)
    const held = yield* get('streams', stream)
    const rows: DrawnRow[] = []
    const holes: { stream: StreamId; from: number }[] = []
    if (held?.hole) {
      const from = Math.min(held.from, ...frame.events.map(event => event.version))
      const filled = from === 1 || frame.complete
      yield* put('streams', [{ ...held, from, hole: !filled }])
      const confirmed = filled ? yield* readConfirmed(stream) : null
      if (confirmed) rows.push(...drawRow(stream, confirmed.state))
      else holes.push({ stream, from })
      yield* putRows(rows)
    }
    return { cursor: yield* readCursor(), events: [], reset: [stream], rows, holes }
  })
}

/** [T1] Whoever led before finds a newer epoch in the store, and can move the cursor no more. */
export function raiseEpoch(): Script<number> {
  return transact('past', 'rw', function* () {
    const epoch = (yield* readEpoch()) + 1
    yield* put('meta', [{ key: 'epoch', epoch }])
    return epoch
  })
}

export function* fence(epoch: number): Script<void> {
  const newest = yield* readEpoch()
  if (newest !== epoch) throw new Overtaken('another tab owns the socket')
}

function* readEpoch(): Script<number> {
  const row = yield* get('meta', 'epoch')
  return row?.key === 'epoch' ? row.epoch : 0
}

export function* readCursor(): Script<Cursor | null> {
  const row = yield* get('meta', 'cursor')
  if (row?.key !== 'cursor') return null
  const { incarnation, seq, fingerprint } = row
  return { incarnation, seq, fingerprint }
}

/** What the store knows of a stream, folded from where it is held. `null`: nothing, or not enough. */
export function* readConfirmed(stream: StreamId): Script<Confirmed | null> {
  const decider = deciderOf(stream)
  const held = yield* get('streams', stream)
  if (!decider || held?.hole) return null
  const from = held?.from ?? 1
  const carry = held && held.from > 1 && held.carry !== null ? held.carry : decider.initial
  const events = yield* between('events', [stream, from], [stream, Infinity])
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

/** The state just before `version`; `hole` when this device has never heard what came before. */
function* confirmedAt(
  stream: StreamId,
  hot: Confirmed | undefined,
  version: number
): Script<Confirmed | 'hole' | null> {
  if (!deciderOf(stream)) return null
  if (hot?.version === version - 1) return hot
  const held = yield* get('streams', stream)
  const fresh: HeldStream = { stream, from: version, carry: null, hole: version > 1, generation: held?.generation ?? 0 }
  if (!held) {
    yield* put('streams', [{ ...fresh, generation: yield* generation() }])
    return version > 1 ? 'hole' : yield* readConfirmed(stream)
  }
  if (held.hole) return 'hole'
  const confirmed = yield* readConfirmed(stream)
  if (confirmed?.version === version - 1) return confirmed
  yield* put('streams', [fresh])
  return 'hole'
}

export function* generation(): Script<number> {
  const row = yield* get('meta', 'generation')
  return row?.key === 'generation' ? row.generation : 0
}

export function drawRow(stream: StreamId, state: unknown): DrawnRow[] {
  const row = rowOf(stream, state)
  return row ? [row] : []
}

export function* putRows(rows: readonly DrawnRow[]): Script<void> {
  for (const { table, id, row } of rows) {
    if (row === null) yield* remove(table, [id])
    else yield* put(table, [row as never])
  }
}

export function byStream(events: readonly Event[]): Map<StreamId, Event[]> {
  return Map.groupBy(events, event => event.stream)
}
