import { startFeed } from './feed.ts'
import { outgoing } from './outgoing.ts'
import type { Input } from './session.ts'
import { become, guestOf, hasRoom, send, type Turn } from './turn.ts'

/**
 * A snapshot's parts come one by one, each when the socket has room for it; then the feed goes on from there. It begins
 * at once, and empty: a device that is answered while the rest is read knows that it has no past to put that to.
 */
export function startSnapshot(turn: Turn, seq: number, fingerprint: string): void {
  send(turn, outgoing({ type: 'snapshot', seq, part: 0, last: false, fingerprint, streams: [] }))
  readPart(turn, seq, fingerprint)
}

function readPart(turn: Turn, seq: number, fingerprint: string): void {
  become(turn, { snapshot: { seq, fingerprint, part: null } })
  turn.effects.push({ type: 'read-snapshot', seq, fingerprint, viewer: guestOf(turn).viewer })
}

export function snapshotRead(turn: Turn, { frame, last }: Extract<Input, { type: 'snapshot-read' }>): void {
  const { snapshot } = turn.session
  if (snapshot) become(turn, { snapshot: { ...snapshot, part: { frame, last } } })
}

export function sendSnapshot(turn: Turn): void {
  const { snapshot } = turn.session
  if (!snapshot?.part || !hasRoom(turn)) return
  const { seq, fingerprint, part } = snapshot
  send(turn, part.frame)
  become(turn, { snapshot: null })
  if (part.last) startFeed(turn, seq, seq)
  else readPart(turn, seq, fingerprint)
}
