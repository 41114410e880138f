import type { Event, StreamId } from '../../shared/kernel/message.ts'
import { streamKey, streamKind } from '../../shared/kernel/message.ts'
import type { DownFrame } from '../../shared/protocol/down.ts'
import type { PastDb } from './db.ts'
import { chunkSize, drawRow, fence, foldEvents, generation, putRows, type Stored } from './receive.ts'
import { deciderOf, rowOf, type DrawnRow } from './redraw.ts'
import { enqueueWords } from './words-queue.ts'

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
export async function receiveSnapshot(
  db: PastDb,
  epoch: number,
  incarnation: string,
  frame: SnapshotFrame,
  tell: (stored: Stored) => Promise<void>
): Promise<void> {
  if (frame.part === 0) await begin(db, epoch)
  for (const streams of chunked(frame.streams)) await tell(await replace(db, epoch, streams))
  if (!frame.last) return
  await sweep(db, epoch, tell)
  const cursor = { incarnation, seq: frame.seq }
  await db.transaction('rw', db.meta, async () => {
    await fence(db, epoch)
    await db.meta.put({ key: 'cursor', ...cursor })
  })
  await tell({ cursor, events: [], reset: [], rows: [], holes: [] })
}

function begin(db: PastDb, epoch: number): Promise<void> {
  return db.transaction('rw', db.meta, async () => {
    await fence(db, epoch)
    await db.meta.delete('cursor')
    await db.meta.put({ key: 'generation', generation: (await generation(db)) + 1 })
  })
}

function replace(db: PastDb, epoch: number, streams: readonly SnapshotStream[]): Promise<Stored> {
  return db.transaction('rw', db.tables, async () => {
    await fence(db, epoch)
    const now = await generation(db)
    const rows: DrawnRow[] = []
    const all: Event[] = []
    for (const { stream, from, carry, events } of streams) {
      if (await db.streams.get(stream)) await forget(db, stream)
      await db.streams.put({ stream, from, carry: carry ?? null, hole: from > 1 && carry === null, generation: now })
      all.push(...events)
      const decider = deciderOf(stream)
      if (!decider || (from > 1 && carry === null)) continue
      const begun = carry ?? decider.initial
      const start = { from, carry: begun, state: begun, version: from - 1 }
      rows.push(...drawRow(stream, foldEvents(stream, start, events).state))
    }
    await db.events.bulkPut(all)
    await enqueueWords(db, all)
    await putRows(db, rows)
    return { cursor: null, events: [], reset: streams.map(one => one.stream), rows, holes: [] }
  })
}

async function sweep(db: PastDb, epoch: number, tell: (stored: Stored) => Promise<void>): Promise<void> {
  const now = await db.transaction('r', db.meta, () => generation(db))
  const gone = await db.streams.filter(held => held.generation !== now).primaryKeys()
  for (let start = 0; start < gone.length; start += chunkSize) {
    const streams = gone.slice(start, start + chunkSize) as StreamId[]
    const rows = streams.flatMap(stream => drawnAway(stream))
    await db.transaction('rw', db.tables, async () => {
      await fence(db, epoch)
      for (const stream of streams) {
        await forget(db, stream)
        await db.streams.delete(stream)
      }
      await putRows(db, rows)
    })
    await tell({ cursor: null, events: [], reset: streams, rows, holes: [] })
  }
  const silent = new Set(gone.filter(stream => streamKind(stream as StreamId) === 'conversation').map(keyOf))
  if (silent.size > 0) await db.words.filter(word => silent.has(word.conversation)).delete()
}

function keyOf(stream: string): string {
  return streamKey(stream as StreamId)
}

async function forget(db: PastDb, stream: StreamId): Promise<void> {
  await db.events.where('[stream+version]').between([stream, 0], [stream, Infinity]).delete()
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
