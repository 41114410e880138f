import type { StreamId } from '../../../shared/kernel/message.ts'
import type { UpFrame } from '../../../shared/protocol/up.ts'
import type { Recorded } from '../../log/recorded.ts'
import { forClients, newestWithinFrame } from './events-frames.ts'
import { handDone } from './hand.ts'
import { outgoing } from './outgoing.ts'
import { become, guestOf, hasRoom, send, type Turn } from './turn.ts'

/** Older events handed out at a time. */
const chunk = 100

/** They are read when there is room for them. */
export function askOlder(turn: Turn, { stream, before }: Extract<UpFrame, { type: 'need' }>): void {
  if (!hasRoom(turn)) return
  become(turn, { isAtWork: true })
  readBefore(turn, stream as StreamId, before)
}

function readBefore(turn: Turn, stream: StreamId, before: number): void {
  turn.effects.push({ type: 'read-older', stream, before, limit: chunk })
}

/** Whoever may not see a stream gets what they would get if there were none. */
export function olderRead(turn: Turn, stream: StreamId, older: readonly Recorded[]): void {
  const { viewer } = guestOf(turn)
  const { snapshot, feed } = turn.session
  // What was committed and not told yet comes with the feed: a device holds nothing from behind its cursor (O3).
  const told = snapshot?.seq ?? feed.cursor
  const [first] = older
  // That nothing is left of it must not look like a stream that begins here: what is asked for lies before it.
  if (first && first.seq > told && first.version > 1) return readBefore(turn, stream, first.version)
  const events = newestWithinFrame(older.filter(event => event.seq <= told && viewer.sees(event.scope)))
  const complete = (events[0]?.version ?? 1) === 1
  send(turn, outgoing({ type: 'part', stream, events: events.map(forClients), complete }))
  handDone(turn)
}
