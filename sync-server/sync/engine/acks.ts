import type { Ack } from '../../log/recorded.ts'
import type { UpFrame } from '../../../shared/protocol/up.ts'
import { handDone } from './hand.ts'
import { outgoing } from './outgoing.ts'
import { become, send, type Turn } from './turn.ts'

/** Acks wait for each other so long at most. */
const acksTogetherMs = 40

export function startPush(turn: Turn, { items }: Extract<UpFrame, { type: 'push' }>): void {
  become(turn, { isAtWork: true, acks: { ready: [], since: turn.now } })
  turn.effects.push({ type: 'judge', items })
}

export function judged(turn: Turn, ack: Ack): void {
  const { ready, since } = turn.session.acks
  become(turn, { acks: { ready: [...ready, ack], since } })
  if (turn.now - since > acksTogetherMs) sendAcks(turn)
}

export function pushTaken(turn: Turn, expected: number | null): void {
  sendAcks(turn)
  if (expected !== null) send(turn, outgoing({ type: 'gap', expected }))
  handDone(turn)
}

/** An ack is durable when it comes here, so it goes out whatever happens to those after it. */
export function sendAcks(turn: Turn): void {
  const { ready } = turn.session.acks
  become(turn, { acks: { ready: [], since: turn.now } })
  if (ready.length > 0) send(turn, outgoing({ type: 'acks', acks: [...ready] }))
}
