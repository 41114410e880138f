import { eventsFrames, type EventsFrame } from './events-frames.ts'
import type { Batch, Chained } from '../../log/recorded.ts'
import type { Feed, Input } from './session.ts'
import { become, guestOf, hasRoom, mostWaiting, send, type Turn } from './turn.ts'

/**
 * What comes down to one client, in the order of `seq`, nothing twice and nothing left out:
 *
 *     live    commit → hub → told → socket
 *     behind  log (by cursor) → held → socket, until it has caught up; then live
 *
 * It is behind at first, after a snapshot, and whenever its socket takes less than we send (F1).
 */

/** How many events are read from the log at once for somebody who is behind. */
const chunk = 200

/** Starts after `cursor`. Everything after `head`, which was read from the log, has been told or will be. */
export function startFeed(turn: Turn, cursor: number, head: number): void {
  change(turn, { state: 'behind', cursor, told: Math.max(head, turn.session.feed.told) })
}

export function told(turn: Turn, { batch, frames }: Extract<Input, { type: 'told' }>): void {
  const { state, cursor } = turn.session.feed
  change(turn, { told: batch.to })
  if (state !== 'live' || batch.to <= cursor) return
  if (batch.from > cursor + 1) return fallBehind(turn)
  for (const frame of batch.from === cursor + 1 ? frames() : rest(turn, batch)) {
    if (turn.waiting > mostWaiting) return fallBehind(turn)
    sendEvents(turn, frame)
  }
}

/** Nothing can have been told that is neither here nor in `told`: a commit is told after it can be read. */
export function logRead(turn: Turn, events: readonly Chained[]): void {
  const { cursor } = turn.session.feed
  const last = events.at(-1)
  const held = last ? eventsFrames({ from: cursor + 1, to: last.seq, events }, guestOf(turn).viewer) : []
  change(turn, { isReading: false, held })
}

/** Goes on with what is behind, as far as the socket has room. */
export function flowOn(turn: Turn): void {
  for (;;) {
    const { state, cursor, told, held, isReading } = turn.session.feed
    const [next, ...others] = held
    if (state !== 'behind' || isReading) return
    if (!next && cursor >= told) return change(turn, { state: 'live' })
    if (!hasRoom(turn)) return
    if (!next) {
      change(turn, { isReading: true })
      turn.effects.push({ type: 'read-log', after: cursor, limit: chunk })
      return
    }
    change(turn, { held: others })
    sendEvents(turn, next)
  }
}

function fallBehind(turn: Turn): void {
  change(turn, { state: 'behind' })
}

/** Of a batch whose beginning was read from the log already. */
function rest(turn: Turn, { to, events }: Batch): readonly EventsFrame[] {
  const { cursor } = turn.session.feed
  const fresh = events.filter(event => event.seq > cursor)
  return eventsFrames({ from: cursor + 1, to, events: fresh }, guestOf(turn).viewer)
}

function sendEvents(turn: Turn, frame: EventsFrame): void {
  send(turn, frame)
  change(turn, { cursor: frame.to })
}

function change(turn: Turn, change: Partial<Feed>): void {
  become(turn, { feed: { ...turn.session.feed, ...change } })
}
