import { erasedBy } from '../../../shared/catalog.ts'
import { streamKey, streamKind, type Event, type StreamId } from '../../../shared/kernel/message.ts'
import { get, put, removeBetween, unword, type Script } from './script.ts'

/** The version up to which each of these streams was erased, where one was. */
export function erasuresIn(events: readonly Event[]): ReadonlyMap<StreamId, number> {
  const found = new Map<StreamId, number>()
  for (const { stream, version, fact } of events) if (erasedBy(fact) !== null) found.set(stream, version)
  return found
}

/** [S4] Drops what this device has of them: events, what they began with, and words to search for. Inside a transaction. */
export function* dropErased(erasures: ReadonlyMap<StreamId, number>): Script<void> {
  for (const [stream, version] of erasures) {
    yield* removeBetween('events', [stream, 0], [stream, version - 1])
    yield* removeBetween('unread', [stream, 0], [stream, version - 1])
    const held = yield* get('streams', stream)
    if (held) yield* put('streams', [{ ...held, from: version, carry: null, hole: false }])
  }
  yield* dropWords([...erasures.keys()])
}

/** Their index is drawn anew from the events that are left. */
export function dropWords(streams: readonly StreamId[]): Script<void> {
  return unword(streams.filter(stream => streamKind(stream) === 'conversation').map(streamKey))
}
