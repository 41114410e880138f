import type { Event, StreamId } from '../../../shared/kernel/message.ts'
import type { DownFrame } from '../../../shared/protocol/down.ts'
import type { ContactRow } from '../../app/live.ts'
import type { Cursor, HeldStream } from '../../log/db.ts'
import { byStream, foldEvents, readConfirmed, readCursor } from './confirmed.ts'
import { dropErased, erasuresIn } from './erased.ts'
import { packedAmong } from './held.ts'
import { takeOut } from './packing.ts'
import { putRows } from './put-rows.ts'
import { deciderOf, rowOf, type Confirmed, type DrawnRow } from './redraw.ts'
import { between, get, getEach, put, remove, transact, type Script } from './script.ts'
import { enqueueWords } from './words-queue.ts'

export type EventsFrame = Extract<DownFrame, { type: 'events' }>
export type PartFrame = Extract<DownFrame, { type: 'part' }>

/** What one transaction changed; the same news for this tab's memory and for the other tabs. */
export type Stored = {
  /** Absent: it stays. `null`: there is none any more, a snapshot has begun. */
  readonly cursor?: Cursor | null
  /** In the order of `seq`. */
  readonly events: readonly Event[]
  /** Streams whose memory is worth nothing any more: read them again. */
  readonly reset: readonly StreamId[]
  /** Confirmed rows, as stored. */
  readonly rows: readonly DrawnRow[]
  /** Streams of which older events are missing before anything can be drawn. */
  readonly holes: readonly Hole[]
  /** What was written here and not sent yet goes with what was erased. */
  readonly erased: readonly StreamId[]
}

export const nothingStored: Stored = { events: [], reset: [], rows: [], holes: [], erased: [] }

type Hole = { readonly stream: StreamId; readonly from: number }

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

    const fresh = frame.events.filter(event => event.seq > seq)
    const byTheirs = byStream(fresh)
    yield* takeOut([...byTheirs.keys()])
    const erasures = erasuresIn(fresh)
    const events = fresh.filter(event => event.version >= (erasures.get(event.stream) ?? 0))
    const rows: DrawnRow[] = []
    const holes: Hole[] = []
    for (const [stream, some] of byTheirs) {
      const before = yield* confirmedAt(stream, hot(stream), some[0]?.version ?? 1)
      // What was before an erasure makes no difference to what is after it.
      if (before === 'hole' && !erasures.has(stream)) holes.push({ stream, from: some[0]?.version ?? 1 })
      else if (before) rows.push(...drawRow(stream, foldEvents(stream, begun(stream, before), some).state))
    }
    yield* dropErased(erasures)
    yield* put('events', events)
    yield* enqueueWords(events)
    yield* putRows(rows)
    holes.push(...(yield* strangers(rows)))
    const moved = { incarnation, seq: frame.to, fingerprint: frame.fingerprint }
    yield* put('meta', [{ key: 'cursor', ...moved }])
    const erased = [...erasures.keys()]
    return { cursor: moved, events, reset: [...holes.map(hole => hole.stream), ...erased], rows, holes, erased }
  })
}

/** Older events of a stream, asked for. They change no row, unless they fill a hole. */
export function receivePart(epoch: number, frame: PartFrame): Script<Stored> {
  return transact('past', 'rw', function* () {
    yield* fence(epoch)
    const { stream } = frame
    yield* takeOut([stream])
    const held = yield* get('streams', stream)
    const erasures = erasuresIn(frame.events)
    const erasedUpTo = erasures.get(stream)
    if (!held && erasedUpTo !== undefined) {
      yield* dropErased(erasures)
      return { ...nothingStored, reset: [stream], erased: [stream] }
    }
    const events = frame.events.filter(event => event.version >= (erasedUpTo ?? 0))
    yield* put('events', events)
    yield* enqueueWords(events)
    const rows: DrawnRow[] = []
    const holes: Hole[] = []
    const [first] = yield* between('events', [stream, 0], [stream, Infinity], 1)
    // There is no such stream, or none for us: nothing is held of it.
    if (held?.hole && frame.complete && !first) yield* remove('streams', [stream])
    else if (held?.hole) {
      const from = first?.version ?? held.from
      const filled = from === 1 || frame.complete
      yield* put('streams', [{ ...held, from, hole: !filled }])
      const confirmed = filled ? yield* readConfirmed(stream) : null
      if (confirmed) rows.push(...drawRow(stream, confirmed.state))
      else holes.push({ stream, from })
      yield* putRows(rows)
      holes.push(...(yield* strangers(rows)))
    }
    return { ...nothingStored, cursor: yield* readCursor(), reset: [stream], rows, holes }
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

/** Where nothing before is here, an erasure is a beginning as good as any. */
function begun(stream: StreamId, before: Confirmed | 'hole'): Confirmed {
  if (before !== 'hole') return before
  const initial = deciderOf(stream)?.initial ?? null
  return { from: 1, carry: initial, state: initial, version: 0 }
}

/** The state just before `version`; `hole` when this device has never heard what came before. */
function* confirmedAt(
  stream: StreamId,
  hot: Confirmed | undefined,
  version: number
): Script<Confirmed | 'hole' | null> {
  if (!deciderOf(stream)) return null
  // A stream's first event is also what puts it among those we hold, whoever looked for it in vain before.
  if (hot?.version === version - 1 && version > 1) return hot
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
  return version > 1 ? 'hole' : yield* readConfirmed(stream)
}

/** Before as high a version as can be counted: the end of a stream of which nothing is known. */
const beyond = 2 ** 31 - 1

/**
 * A conversation or a card that begins again after a long time brings no news of its contact, nor a merged contact of
 * whose part it is now: they are asked for.
 */
function* strangers(rows: readonly DrawnRow[]): Script<Hole[]> {
  const named = [...new Set(rows.flatMap(row => whoIn(row) ?? []))]
  const known = yield* getEach('streams', named)
  const lacking = named.filter((_, at) => !known[at])
  const packed = yield* packedAmong(lacking)
  const strange = lacking.filter(stream => !packed.has(stream))
  const now = yield* generation()
  yield* put(
    'streams',
    strange.map(stream => ({ stream, from: beyond, carry: null, hole: true, generation: now }))
  )
  return strange.map(stream => ({ stream, from: beyond }))
}

function whoIn({ table, row }: DrawnRow): StreamId | null {
  if (table === 'contacts') {
    const { merged } = (row ?? {}) as Partial<ContactRow>
    return merged ? `contact/${merged.into}` : null
  }
  const isTheirs = row && (table === 'threads' || table === 'cards')
  return isTheirs ? `contact/${(row as { contact: string }).contact}` : null
}

export function* generation(): Script<number> {
  const row = yield* get('meta', 'generation')
  return row?.key === 'generation' ? row.generation : 0
}

export function drawRow(stream: StreamId, state: unknown): DrawnRow[] {
  const row = rowOf(stream, state)
  return row ? [row] : []
}
