import type { Event, StreamId } from '../../../shared/kernel/message.ts'
import type { HeldStream, Pack, PackedStream } from '../../log/db.ts'
import { between, get, packsOf, type Script } from './script.ts'

/** How much of a stream is here, whether it lies in a pack or in rows of its own. */
export function* heldStream(stream: StreamId): Script<HeldStream | undefined> {
  const [pack] = yield* packsOf([stream])
  const packed = pack && packedIn(pack, stream)
  return packed ? heldFrom(pack, packed) : yield* get('streams', stream)
}

/** Its events from one version to another, both included. */
export function* eventsOf(stream: StreamId, from: number, to: number): Script<readonly Event[]> {
  const [pack] = yield* packsOf([stream])
  const packed = pack && packedIn(pack, stream)
  if (!packed) return yield* between('events', [stream, from], [stream, to])
  return packed.events.filter(({ version }) => version >= from && version <= to)
}

/** Which of these lie in packs. */
export function* packedAmong(streams: readonly StreamId[]): Script<ReadonlySet<StreamId>> {
  return new Set((yield* packsOf(streams)).flatMap(pack => pack.streams))
}

export function heldFrom({ generation }: Pick<Pack, 'generation'>, { stream, from, carry }: PackedStream): HeldStream {
  return { stream, from, carry, hole: false, generation }
}

function packedIn({ held }: Pack, stream: StreamId): PackedStream | undefined {
  return held.find(one => one.stream === stream)
}
