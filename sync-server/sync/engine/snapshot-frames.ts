import { deciders, type AnyDecider, type StreamKind } from '../../../shared/catalog.ts'
import { isKnown } from '../../../shared/shapes.ts'
import { streamKind, type StreamId } from '../../../shared/kernel/message.ts'
import type { Recorded } from '../../log/recorded.ts'
import { forClients, frameLength, newestWithinFrame } from './events-frames.ts'
import { ofText, type Outgoing } from './outgoing.ts'
import type { Viewer } from './viewer.ts'

export type SnapshotPart = { readonly frame: Outgoing; readonly last: boolean }

/** What a viewer may hold of a stream's end as it was at `seq`: nothing that came later, no more than one frame. */
export function endAt(recent: readonly Recorded[], seq: number, viewer: Viewer): readonly Recorded[] {
  return newestWithinFrame(recent.filter(event => event.seq <= seq && viewer.sees(event.scope)))
}

/** The aggregate's state after these, from the first on. */
export function carryOf(
  stream: StreamId,
  { state: carried, events }: { readonly state: unknown; readonly events: readonly Recorded[] }
): unknown {
  const { initial, evolve }: AnyDecider = deciders[streamKind(stream) as StreamKind]
  return events.reduce<unknown>((state, { fact }) => (isKnown(fact) ? evolve(state, fact) : state), carried ?? initial)
}

/** A stream as it stands in a snapshot. `carry` is its state before the first of `events`, null when that is version 1. */
export function streamText(stream: StreamId, events: readonly Recorded[], carry: unknown): string {
  const from = events[0]?.version ?? 1
  return JSON.stringify({ stream, from, carry, events: events.map(forClients) })
}

/** The first of these frames is short, UTF-16 units: a screen can be drawn from it while the others are read. */
const firstLength = 60_000

/** Streams one after the other into frames, after the empty one that begins; `full` is a frame that is ready, `rest` the last one. */
export function snapshotParts(
  seq: number,
  fingerprint: string
): { add(text: string): SnapshotPart | null; rest(): SnapshotPart } {
  let part = 1
  let texts: string[] = []
  let length = 0
  const cut = (last: boolean): SnapshotPart => {
    const place = `"seq":${seq},"part":${part},"last":${last},"fingerprint":"${fingerprint}"`
    const text = `{"type":"snapshot",${place},"streams":[${texts.join(',')}]}`
    part += 1
    texts = []
    length = 0
    return { frame: ofText(text), last }
  }
  return {
    add(text) {
      const most = part === 1 ? firstLength : frameLength
      const full = length + text.length > most && texts.length > 0 ? cut(false) : null
      texts.push(text)
      length += text.length
      return full
    },
    rest: () => cut(true)
  }
}
