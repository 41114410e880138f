import { outgoing, type Outgoing } from './outgoing.ts'
import type { Effect, Farewell, Guest, Moment, Session, Step } from './session.ts'

/** F1: a slow reader costs at most this much memory, bytes. */
export const mostWaiting = 1_048_576
/** What waited for room goes on when the socket has taken all but this much, bytes. */
export const littleWaiting = mostWaiting / 4

/** A step in the making: the session as it will be, and what is to be done. */
export type Turn = { session: Session; readonly effects: Effect[]; readonly now: number; waiting: number }

export function take(session: Session, { now, waiting }: Moment, work: (turn: Turn) => void): Step {
  const turn: Turn = { session, effects: [], now, waiting }
  work(turn)
  return { session: turn.session, effects: turn.effects }
}

export function become(turn: Turn, change: Partial<Session>): void {
  turn.session = { ...turn.session, ...change }
}

/** Nothing that needs to know who is there is asked for before they said hello. */
export function guestOf({ session }: Turn): Guest {
  if (!session.guest) throw new Error('this session has no guest yet')
  return session.guest
}

export function send(turn: Turn, frame: Outgoing): void {
  turn.effects.push({ type: 'send', frame })
  turn.waiting += frame.bytes
}

/** `false`: not now. The session hears of it when there is. */
export function hasRoom(turn: Turn): boolean {
  if (turn.waiting <= littleWaiting) return true
  if (!turn.session.awaitsRoom) turn.effects.push({ type: 'await-room', bytes: littleWaiting })
  become(turn, { awaitsRoom: true })
  return false
}

export function end(turn: Turn): void {
  become(turn, { phase: 'over', hand: [], snapshot: null, guest: null })
  turn.effects.push({ type: 'leave' })
}

export function sayGoodbye(turn: Turn, farewell: Farewell): void {
  send(turn, outgoing({ type: 'bye', ...farewell }))
  end(turn)
  turn.effects.push({ type: 'hang-up' })
}
