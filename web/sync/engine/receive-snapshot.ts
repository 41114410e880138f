import type { StreamId } from '../../../shared/kernel/message.ts'
import type { DownFrame } from '../../../shared/protocol/down.ts'
import { dropWords } from './erased.ts'
import { foldEvents } from './confirmed.ts'
import { isAnyBefore, liftOut, packSize, packsBefore, putPacks, removePacks } from './packing.ts'
import { putRows } from './put-rows.ts'
import { chunkSize, drawRow, fence, generation, nothingStored, type Stored } from './receive.ts'
import { deciderOf, rowOf, type DrawnRow } from './redraw.ts'
import { all, inParts, put, remove, removeRanges, rest, transact, type Script } from './script.ts'
import { enqueueStreams } from './words-queue.ts'

export type SnapshotFrame = Extract<DownFrame, { type: 'snapshot' }>
type SnapshotStream = SnapshotFrame['streams'][number]

/**
 * [S2] Replaces what was confirmed, stream by stream. The first part takes the cursor away, so that a snapshot
 * cut off in the middle is asked for again; the last one sweeps out what is no longer ours to hold and sets it:
 *
 *     part 0 … n     each stream: its old events out, its new ones in    (what is not replaced yet stays readable)
 *     last           streams no part has brought: out; cursor = seq
 *
 * Outbox and drafts are another database, which this cannot touch.
 */
export function* receiveSnapshot(
  epoch: number,
  incarnation: string,
  frame: SnapshotFrame,
  tell: (stored: Stored) => Script<void>
): Script<void> {
  if (frame.part === 0) {
    yield* begin(epoch)
    // What is accepted meanwhile is not here yet, wherever another log ended or this one before it fell back.
    yield* tell({ ...nothingStored, cursor: null })
  }
  for (const streams of chunked(frame.streams, chunkSize)) yield* tell(yield* replace(epoch, streams))
  if (!frame.last) return
  yield* sweep(epoch, tell)
  const cursor = { incarnation, seq: frame.seq, fingerprint: frame.fingerprint }
  yield* transact('past', 'rw', function* () {
    yield* fence(epoch)
    yield* put('meta', [{ key: 'cursor', ...cursor }])
  })
  yield* tell({ ...nothingStored, cursor })
}

function begin(epoch: number): Script<void> {
  return transact('past', 'rw', function* () {
    yield* fence(epoch)
    yield* remove('meta', ['cursor'])
    yield* put('meta', [{ key: 'generation', generation: (yield* generation()) + 1 }])
  })
}

function replace(epoch: number, streams: readonly SnapshotStream[]): Script<Stored> {
  return transact('past', 'rw', function* () {
    yield* fence(epoch)
    const now = yield* generation()
    yield* forgetOlder(streams, now)
    const rows: DrawnRow[] = []
    const begunAgain: StreamId[] = []
    const { holes = [], whole = [] } = Object.groupBy(streams, one => (isHole(one) ? 'holes' : 'whole'))
    for (const { stream, from, carry, events } of whole) {
      const decider = deciderOf(stream)
      if (!decider) continue
      const begun = carry ?? decider.initial
      const start = { from, carry: begun, state: begun, version: from - 1 }
      const { state } = foldEvents(stream, start, events)
      rows.push(...drawRow(stream, state))
      if (wasErased(state)) begunAgain.push(stream)
    }
    // What was said before the erasure is not searched for any more.
    yield* dropWords(begunAgain)
    yield* putPacks(now, [...chunked(whole, packSize)], rows)
    yield* put(
      'streams',
      holes.map(({ stream, from }) => ({ stream, from, carry: null, hole: true, generation: now }))
    )
    yield* put(
      'events',
      holes.flatMap(({ events }) => events)
    )
    yield* enqueueStreams(holes)
    return { ...nothingStored, reset: streams.map(one => one.stream), rows }
  })
}

/** What came before and is brought anew. A device that held nothing need not be asked for each. */
function* forgetOlder(streams: readonly SnapshotStream[], now: number): Script<void> {
  const brought = streams.map(one => one.stream)
  if (yield* isAnyBefore(now)) yield* liftOut(brought)
  // Events without a stream: they were asked for before this snapshot brought it.
  const [stream, event] = [yield* all('streams', 1), yield* all('events', 1)]
  if (stream.length > 0 || event.length > 0) yield* forget(brought)
}

function isHole({ from, carry }: SnapshotStream): boolean {
  return from > 1 && (carry ?? null) === null
}

/** Off all screens first: to clear it away takes a while. */
function* sweep(epoch: number, tell: (stored: Stored) => Script<void>): Script<void> {
  const now = yield* transact('past', 'r', function* () {
    yield* fence(epoch)
    return yield* generation()
  })
  const packs = yield* packsBefore(now)
  const rows = (yield* inParts('streams', ['', '\uffff'], chunkSize, ({ stream, generation }) => {
    return { stream, isOld: generation !== now }
  })).flatMap(({ stream, isOld }) => (isOld ? [stream] : []))
  const gone = [...rows, ...packs.flatMap(pack => pack.streams)]
  const tellGone = (streams: readonly StreamId[]) =>
    tell({ ...nothingStored, reset: streams, rows: streams.flatMap(drawnAway) })
  for (const streams of few(gone)) {
    yield* tellGone(streams)
    yield* rest()
  }
  // Before too: whoever goes on after a tab that died in between does not find these streams any more.
  yield* dropWords(gone)
  const clear = (work: () => Script<void>) =>
    transact('past', 'rw', function* () {
      yield* fence(epoch)
      yield* work()
    })
  for (const some of few(packs)) yield* clear(() => removePacks(some))
  for (const streams of few(rows)) yield* clear(() => forget(streams))
  // Once more: a tab that was opened meanwhile has read some of it.
  for (const streams of few(gone)) {
    yield* tellGone(streams)
    yield* rest()
  }
  yield* dropWords(gone)
}

function wasErased(state: unknown): boolean {
  return ((state as { erasures?: number } | null)?.erasures ?? 0) > 0
}

/** The rows of their own that these streams have. */
function* forget(streams: readonly StreamId[]): Script<void> {
  yield* removeRanges(
    'events',
    streams.map(stream => ({ from: [stream, 0], to: [stream, Infinity] }))
  )
  yield* remove('streams', streams)
  yield* putRows(streams.flatMap(drawnAway))
}

function drawnAway(stream: StreamId): DrawnRow[] {
  const row = rowOf(stream, null)
  return row ? [row] : []
}

function* few<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < all.length; start += chunkSize) yield all.slice(start, start + chunkSize)
}

/** Whole streams, together at most so many events: a stream is never half replaced. */
function* chunked(streams: readonly SnapshotStream[], most: number): Generator<SnapshotStream[]> {
  let chunk: SnapshotStream[] = []
  let size = 0
  for (const one of streams) {
    if (chunk.length > 0 && size + one.events.length > most) {
      yield chunk
      chunk = []
      size = 0
    }
    chunk.push(one)
    size += one.events.length + 1
  }
  if (chunk.length > 0) yield chunk
}
