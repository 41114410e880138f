import { deciders, isKnown, type StreamKind } from '../../shared/catalog.ts'
import { dayMs } from '../../shared/kernel/day.ts'
import { streamKind, type StreamId } from '../../shared/kernel/message.ts'
import type { Threads } from '../conversations/threads.ts'
import type { Workspace } from '../identity/roster.ts'
import type { Streams } from '../log/read.ts'
import { forClients, frameLength, newestWithinFrame } from './events-frames.ts'
import type { Viewer } from './viewer.ts'

/** A longer stream starts in its middle, with a carry; the rest is asked for with `need`. */
const longestStream = 100
const resolvedWithinMs = 30 * dayMs
/** Streams are read so many at a time: one client's snapshot must not hold up the others' commands. */
const readAtOnce = 16
/** More than any stream has before its last hundred events. */
const everything = 10_000_000

export type SnapshotDeps = { readonly streams: Streams; readonly threads: Threads }

/**
 * The frames of a snapshot as the workspace was at `seq` (S1, S2): first what all of it share, then the hot
 * conversations with their contacts, newest first. What came after `seq` is left out: it follows as events.
 */
export async function* snapshotFrames(
  { streams, threads }: SnapshotDeps,
  workspace: Workspace,
  viewer: Viewer,
  seq: number,
  now: number
): AsyncGenerator<Buffer> {
  const rows = await threads.hot(workspace.tenant, viewer.agent, now - resolvedWithinMs)
  const seen = rows.filter(row => viewer.sees(`inbox:${row.inbox}`))
  const ids = new Set<StreamId>(workspace.streams)
  for (const { conversation, contact } of seen) ids.add(`conversation/${conversation}`).add(`contact/${contact}`)

  let part = 0
  let texts: string[] = []
  let length = 0
  const frame = (last: boolean) => {
    const encoded = Buffer.from(
      `{"type":"snapshot","seq":${seq},"part":${part},"last":${last},"streams":[${texts.join(',')}]}`
    )
    part += 1
    texts = []
    length = 0
    return encoded
  }
  const wanted = [...ids]
  for (let i = 0; i < wanted.length; i += readAtOnce) {
    const few = wanted.slice(i, i + readAtOnce)
    for (const text of await Promise.all(few.map(id => streamAt(streams, workspace.tenant, id, seq, viewer)))) {
      if (text === null) continue
      if (length + text.length > frameLength && texts.length > 0) yield frame(false)
      texts.push(text)
      length += text.length
    }
  }
  yield frame(true)
}

/** `null`: there was no such stream yet, or not for this viewer. */
async function streamAt(
  streams: Streams,
  tenant: string,
  stream: StreamId,
  seq: number,
  viewer: Viewer
): Promise<string | null> {
  let recent = await streams.last(tenant, stream, longestStream)
  for (let first = recent[0]; first && first.seq > seq && first.version > 1; first = recent[0]) {
    recent = (await streams.before(tenant, stream, first.version, longestStream)).events
  }
  const events = newestWithinFrame(recent.filter(event => event.seq <= seq && viewer.sees(event.scope)))
  const from = events[0]?.version
  if (from === undefined) return null
  const carry = from === 1 ? null : await carryAt(streams, tenant, stream, from)
  return JSON.stringify({ stream, from, carry, events: events.map(forClients) })
}

/** The aggregate's state just before version `from`. */
async function carryAt(streams: Streams, tenant: string, stream: StreamId, from: number): Promise<unknown> {
  const { events } = await streams.before(tenant, stream, from, everything)
  const { initial, evolve } = deciders[streamKind(stream) as StreamKind]
  return events.reduce<unknown>(
    (state, { fact }) => (isKnown(fact) ? evolve(state as never, fact as never) : state),
    initial
  )
}
