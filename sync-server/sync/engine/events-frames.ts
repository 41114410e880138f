import type { Event } from '../../../shared/kernel/message.ts'
import type { Batch, Recorded } from '../../log/recorded.ts'
import { fingerprintOf } from './fingerprint.ts'
import { ofText, type Outgoing } from './outgoing.ts'
import type { Viewer } from './viewer.ts'

/** A frame is cut at about this size, in UTF-16 units of up to three bytes: both ends read frames of up to 1 MiB. */
export const frameLength = 300_000

/** As clients know an event: whom it is for is no business of theirs. */
export function forClients({ seq, stream, version, recordedAt, fact }: Recorded): Event {
  return { seq, stream, version, recordedAt, fact }
}

/** A part of the log, ready to be sent: whoever got it stands at `to`. */
export type EventsFrame = Outgoing & { readonly to: number }

/**
 * `from`..`to` as frames, with what this viewer may see of it. The last frame's `to` is always the batch's (O2):
 * a client that may see nothing learns at least that it missed nothing.
 */
export function eventsFrames({ from, to, events }: Omit<Batch, 'tenant'>, viewer: Viewer): EventsFrame[] {
  const frames: EventsFrame[] = []
  let start = from
  let seen: string[] = []
  let length = 0
  let hash = ''
  const cut = (end: number) => {
    const place = `"from":${start},"to":${end},"fingerprint":"${fingerprintOf(hash)}"`
    const text = `{"type":"events",${place},"events":[${seen.join(',')}]}`
    frames.push({ to: end, ...ofText(text) })
    start = end + 1
    seen = []
    length = 0
  }
  for (const event of events) {
    if (viewer.sees(event.scope)) {
      const text = JSON.stringify(forClients(event))
      if (length + text.length > frameLength && seen.length > 0) cut(event.seq - 1)
      seen.push(text)
      length += text.length
    }
    hash = event.hash
  }
  cut(to)
  return frames
}

/** The newest of these that fit in one frame, at least one: two hundred long messages do not fit. */
export function newestWithinFrame(events: readonly Recorded[]): readonly Recorded[] {
  let length = 0
  const tooOld = events.findLastIndex(event => (length += JSON.stringify(event.fact).length) > frameLength)
  return events.slice(Math.min(tooOld + 1, Math.max(0, events.length - 1)))
}
