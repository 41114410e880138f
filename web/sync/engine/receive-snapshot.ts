import type { Event, StreamId } from '../../../shared/kernel/message.ts'
import type { DownFrame } from '../../../shared/protocol/down.ts'
import type { HeldStream } from '../../log/db.ts'
import { dropWords } from './erased.ts'
import { foldEvents } from './confirmed.ts'
import { chunkSize, drawRow, fence, generation, nothingStored, putRows, type Stored } from './receive.ts'
import { deciderOf, rowOf, type DrawnRow } from './redraw.ts'
import { all, get, getEach, put, remove, removeRanges, transact, type Script } from './script.ts'
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
  if (frame.part === 0) yield* begin(epoch)
  for (const streams of chunked(frame.streams)) yield* tell(yield* replace(epoch, streams))
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
    const [held] = yield* all('streams', 1)
    yield* put('meta', [{ key: 'generation', generation: (yield* generation()) + 1, isFirst: !held }])
  })
}

function replace(epoch: number, streams: readonly SnapshotStream[]): Script<Stored> {
  return transact('past', 'rw', function* () {
    yield* fence(epoch)
    const now = yield* generation()
    const rows: DrawnRow[] = []
    const events: Event[] = []
    const begunAgain: StreamId[] = []
    yield* forget(yield* heldOf(streams))
    yield* put(
      'streams',
      streams.map(one => heldFrom(one, now))
    )
    for (const { stream, from, carry, events: brought } of streams) {
      events.push(...brought)
      const decider = deciderOf(stream)
      if (!decider || (from > 1 && carry === null)) continue
      const begun = carry ?? decider.initial
      const start = { from, carry: begun, state: begun, version: from - 1 }
      const { state } = foldEvents(stream, start, brought)
      rows.push(...drawRow(stream, state))
      if (wasErased(state)) begunAgain.push(stream)
    }
    // What was said before the erasure is not searched for any more.
    yield* dropWords(begunAgain)
    yield* put('events', events)
    yield* enqueueStreams(streams)
    yield* putRows(rows)
    return { ...nothingStored, reset: streams.map(one => one.stream), rows }
  })
}

/** A device that held nothing need not be asked for each: that would be a third of what its first snapshot costs. */
function* heldOf(streams: readonly SnapshotStream[]): Script<StreamId[]> {
  if (yield* isFirst()) return []
  const rows = yield* getEach(
    'streams',
    streams.map(one => one.stream)
  )
  return rows.flatMap(held => held?.stream ?? [])
}

function* isFirst(): Script<boolean> {
  const row = yield* get('meta', 'generation')
  return row?.key === 'generation' && row.isFirst === true
}

function heldFrom({ stream, from, carry }: SnapshotStream, now: number): HeldStream {
  return { stream, from, carry: carry ?? null, hole: from > 1 && carry === null, generation: now }
}

function* sweep(epoch: number, tell: (stored: Stored) => Script<void>): Script<void> {
  const gone = yield* transact('past', 'r', function* () {
    if (yield* isFirst()) return []
    const now = yield* generation()
    return (yield* all('streams')).filter(held => held.generation !== now).map(held => held.stream)
  })
  // Before too: whoever goes on after a tab that died in between does not find these streams any more.
  yield* dropWords(gone)
  for (let start = 0; start < gone.length; start += chunkSize) {
    const streams = gone.slice(start, start + chunkSize)
    const rows = streams.flatMap(stream => drawnAway(stream))
    yield* transact('past', 'rw', function* () {
      yield* fence(epoch)
      yield* forget(streams)
      yield* remove('streams', streams)
      yield* putRows(rows)
    })
    yield* tell({ ...nothingStored, reset: streams, rows })
  }
  yield* dropWords(gone)
}

function wasErased(state: unknown): boolean {
  return ((state as { erasures?: number } | null)?.erasures ?? 0) > 0
}

function forget(streams: readonly StreamId[]): Script<void> {
  return removeRanges(
    'events',
    streams.map(stream => ({ from: [stream, 0], to: [stream, Infinity] }))
  )
}

function drawnAway(stream: StreamId): DrawnRow[] {
  const row = rowOf(stream, null)
  return row ? [row] : []
}

/** Whole streams, together at most a chunk of events: a stream is never half replaced. */
function* chunked(streams: readonly SnapshotStream[]): Generator<SnapshotStream[]> {
  let chunk: SnapshotStream[] = []
  let size = 0
  for (const one of streams) {
    if (chunk.length > 0 && size + one.events.length > chunkSize) {
      yield chunk
      chunk = []
      size = 0
    }
    chunk.push(one)
    size += one.events.length + 1
  }
  if (chunk.length > 0) yield chunk
}
