import type { Follow } from '../log/follow.ts'
import type { Batch } from '../log/recorded.ts'
import { eventsFrames, type EventsFrame } from './events-frames.ts'
import type { Viewer } from './viewer.ts'
import { drained, mostWaiting, type Wire } from './wire.ts'

/** How many events are read from the log at once for somebody who is behind. */
const chunk = 200

/**
 * What comes down to one client, in the order of `seq`, nothing twice and nothing left out:
 *
 *     live    commit → hub → deliver → socket
 *     behind  log (by cursor) → socket, until it has caught up; then live
 *
 * It is behind at first, after a snapshot, and whenever its socket takes less than we send (F1).
 */
export type Feed = {
  /** A batch that was just committed. `frames` encodes it once for all who see the same. */
  deliver(batch: Batch, frames: () => readonly EventsFrame[]): void
  /** Starts after `seq`, from the log. */
  startAfter(seq: number): void
  end(): void
}

export function openFeed(
  tenant: string,
  viewer: Viewer,
  wire: Wire,
  follow: Follow,
  fail: (error: unknown) => void
): Feed {
  let cursor = 0
  let told = 0
  let state: 'idle' | 'behind' | 'live' | 'ended' = 'idle'
  const ended = () => state === 'ended'

  const send = ({ to, encoded }: EventsFrame) => {
    wire.send(encoded)
    cursor = to
  }
  const fallBehind = () => {
    state = 'behind'
    catchUp().catch(fail)
  }
  const catchUp = async () => {
    while (state === 'behind') {
      await drained(wire, ended)
      const events = await follow.since(tenant, cursor, chunk)
      const last = events.at(-1)
      // Between reading and here nothing can have been told that is not in `told`: this is one turn of the loop.
      if (!last && cursor >= told && !ended()) state = 'live'
      if (!last) continue
      for (const frame of eventsFrames({ from: cursor + 1, to: last.seq, events }, viewer)) {
        await drained(wire, ended)
        if (ended()) return
        send(frame)
      }
    }
  }
  return {
    deliver(batch, frames) {
      told = batch.to
      if (state !== 'live' || batch.to <= cursor) return
      if (batch.from > cursor + 1) return fallBehind()
      const events = batch.events.filter(event => event.seq > cursor)
      const whole = batch.from === cursor + 1
      for (const frame of whole ? frames() : eventsFrames({ from: cursor + 1, to: batch.to, events }, viewer)) {
        if (wire.waiting() > mostWaiting) return fallBehind()
        send(frame)
      }
    },
    startAfter(seq) {
      cursor = seq
      fallBehind()
    },
    end() {
      state = 'ended'
    }
  }
}
