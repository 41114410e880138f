import type { UpFrame } from '../../../shared/protocol/up.ts'
import { outgoing } from './outgoing.ts'
import { become, mostWaiting, sayGoodbye, send, type Turn } from './turn.ts'

/** Frames that may wait to be judged before we stop reading. */
const mostQueued = 8
/** What was on its way when we stopped reading; more is from somebody who does not play by the rules. */
const mostInFlight = 256
/** A browser that says nothing for so long is gone, whatever the socket thinks. Clients ping more often. */
const silenceMs = 45_000

/** Waits for a sign of life, the first one too: a line may die before anybody has said hello on it. */
export function listen(turn: Turn): void {
  turn.effects.push({ type: 'listen', forMs: silenceMs })
}

/** One frame after the other; whoever sends faster than we judge is not read for a while. */
export function received(turn: Turn, frame: UpFrame | null): void {
  listen(turn)
  if (frame?.type === 'ping') {
    // F1: whoever pings and never reads gets no more to read.
    if (turn.waiting <= mostWaiting) send(turn, outgoing({ type: 'pong' }))
    return
  }
  const { phase, hand } = turn.session
  if (!frame || (frame.type === 'hello') !== (phase === 'new')) {
    return sayGoodbye(turn, { reason: 'not-understood', comeBackAfterMs: 60_000 })
  }
  if (hand.length >= mostInFlight) return sayGoodbye(turn, { reason: 'busy', comeBackAfterMs: 2000 })
  become(turn, { phase: 'greeted', hand: [...hand, frame] })
  if (turn.session.hand.length === mostQueued) turn.effects.push({ type: 'pause' })
}

/** The frame at work is answered. */
export function handDone(turn: Turn): void {
  const { hand } = turn.session
  become(turn, { hand: hand.slice(1), isAtWork: false })
  if (hand.length === mostQueued) turn.effects.push({ type: 'resume' })
}
