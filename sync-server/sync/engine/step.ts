import { unreachable } from '../../../shared/kernel/unreachable.ts'
import { judged, pushTaken, sendAcks, startPush } from './acks.ts'
import { flowOn, logRead, told } from './feed.ts'
import { greet, identified, welcome } from './greeting.ts'
import { listen, received } from './hand.ts'
import { askOlder, olderRead } from './older.ts'
import type { Input, Moment, Session, Step } from './session.ts'
import { sendSnapshot, snapshotRead } from './snapshot.ts'
import { become, end, sayGoodbye, take, type Turn } from './turn.ts'

/**
 * One device's session: what happened goes in, what is to be done comes out. Nothing else is known here, so a
 * simulator can be the socket, the clock, the log and the other devices.
 *
 *     received ─► hand ─┬─ hello ─► identify ─► join, look-around ─► welcome ─┬─► snapshot ─┐
 *                       ├─ push ──► judge ────► acks, gap                     └─────────────┴─► feed ─► events
 *                       └─ need ──► read-older ► part
 */
export function step(session: Session, input: Input, moment: Moment): Step {
  if (session.phase === 'over') return { session, effects: [] }
  return take(session, moment, turn => {
    happen(turn, input)
    goOn(turn)
  })
}

function happen(turn: Turn, input: Input): void {
  switch (input.type) {
    case 'opened':
      return listen(turn)
    case 'received':
      return received(turn, input.frame)
    case 'identified':
      return identified(turn, input)
    case 'standing':
      return welcome(turn, input)
    case 'snapshot-read':
      return snapshotRead(turn, input)
    case 'log-read':
      return logRead(turn, input.events)
    case 'older-read':
      return olderRead(turn, input.stream, input.events)
    case 'judged':
      return judged(turn, input.ack)
    case 'push-taken':
      return pushTaken(turn, input.expected)
    case 'told':
      return told(turn, input)
    case 'room':
      return become(turn, { awaitsRoom: false })
    case 'sent-away':
      return sayGoodbye(turn, input.farewell)
    case 'failed':
      sendAcks(turn)
      return sayGoodbye(turn, { reason: 'busy', comeBackAfterMs: 2000 })
    case 'silent':
      end(turn)
      turn.effects.push({ type: 'cut' })
      return
    case 'closed':
      return end(turn)
    default:
      return unreachable(input)
  }
}

/** Whatever waited for its turn, or for room on the socket. */
function goOn(turn: Turn): void {
  takeInHand(turn)
  sendSnapshot(turn)
  flowOn(turn)
}

function takeInHand(turn: Turn): void {
  const { hand, isAtWork } = turn.session
  const [frame] = hand
  if (!frame || isAtWork) return
  switch (frame.type) {
    case 'hello':
      return greet(turn, frame)
    case 'push':
      return startPush(turn, frame)
    case 'need':
      return askOlder(turn, frame)
    default:
      return unreachable(frame)
  }
}
