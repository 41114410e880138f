import { unreachable } from '../../../shared/kernel/unreachable.ts'
import type { DownFrame } from '../../../shared/protocol/down.ts'
import type { PushItem, UpFrame } from '../../../shared/protocol/up.ts'
import { protocolVersion } from '../../../shared/protocol/version.ts'
import type { Cursor, Held } from '../../log/db.ts'
import type { SharedConnection } from '../tabs.ts'
import { backoffMs } from './backoff.ts'
import { logOf } from './forgotten.ts'
import type { Line, LineDevice, LineEffect, LineInput, Welcome } from './line-state.ts'

export type LineStep = { readonly line: Line; readonly effects: readonly LineEffect[] }

const restlessMs = 2000
/** So long that the new name is stored. */
const anewAfterMs = 1000
const heardEveryMs = 30_000

/**
 * Keeps one socket to the server, for as long as it is open:
 *
 *     dial → hello → welcome → (snapshot …) → events …      down, one after the other
 *                       └─ push ─ acks ─ push ─ acks …      up, at most one window on its way
 *     end  → wait (full jitter) → dial
 */
export function step(before: Line, input: LineInput, device: LineDevice): LineStep {
  const isOfAnother = 'socket' in input && input.socket !== before.socket
  if (isOfAnother) return { line: before, effects: [] }
  switch (input.on) {
    case 'dial':
      return dial(before, device)
    case 'opened':
      return opened(before, device)
    case 'heard':
      return heard(before, input.frame, device)
    case 'ended':
      return end(before, device)
    case 'taken':
      return taken(before, input.result, device)
    case 'window':
      return window(before, input.items)
    case 'time':
      return input.timer === 'redial' ? dial(before, device) : restless(before, device)
    case 'push':
      // Somebody is at work here: worth a try now, but not one with every key.
      if (before.socket === null && device.now - before.dialledAt > restlessMs) return dial(before, device)
      return push(before, device)
    case 'need':
      return say(before, { type: 'need', stream: input.stream, before: input.before })
    case 'hurry':
      return before.socket === null ? dial(before, device) : probe(before, device)
    case 'doubt':
      return doubt(before, device)
    case 'close': {
      const { line, effects } = end({ ...before, isClosed: true }, device)
      return { line, effects: [...effects, { do: 'stop waiting', timer: 'redial' }] }
    }
    default:
      return unreachable(input)
  }
}

/** The socket as its owner sees it. */
export function connectionOf(line: Line, cursor: Cursor | null): SharedConnection {
  const connected = line.welcomed && ((cursor?.seq ?? -1) >= line.welcomed.head ? 'up-to-date' : 'catching-up')
  const state = connected ?? (line.socket === null ? 'offline' : 'connecting')
  return { state, pushedUpTo: line.welcomed ? line.next - 1 : 0, lastHeardAt: line.lastHeardAt }
}

/** Every frame is a sign of life. People read of them in minutes, and each that is told draws in every tab. */
export function isNews(before: SharedConnection, after: SharedConnection): boolean {
  const isMuchLater = (after.lastHeardAt ?? 0) - (before.lastHeardAt ?? 0) >= heardEveryMs
  return isMuchLater || after.state !== before.state || after.pushedUpTo !== before.pushedUpTo
}

function same(line: Line, ...effects: LineEffect[]): LineStep {
  return { line, effects }
}

/** One step after the other, as one. */
function then({ line, effects }: LineStep, next: (line: Line) => LineStep): LineStep {
  const after = next(line)
  return { line: after.line, effects: [...effects, ...after.effects] }
}

function say(line: Line, frame: UpFrame): LineStep {
  return line.socket === null ? same(line) : same(line, { do: 'send', socket: line.socket, frame })
}

function dial(before: Line, { now, patience }: LineDevice): LineStep {
  if (before.isClosed || before.socket !== null) return same(before)
  const socket = before.dialled + 1
  const line = { ...before, socket, dialled: socket, dialledAt: now, isOpen: false, probedAt: null }
  return same(
    line,
    { do: 'stop waiting', timer: 'redial' },
    { do: 'dial', socket },
    { do: 'wait', timer: 'life', ms: patience.deadAfterMs }
  )
}

function opened(before: Line, { outbox, cursor, patience }: LineDevice): LineStep {
  const { line, effects } = say(
    { ...before, isOpen: true },
    { type: 'hello', protocol: protocolVersion, client: outbox.client, cursor }
  )
  return same(line, { do: 'wait', timer: 'life', ms: patience.pingAfterMs }, ...effects)
}

/** A silent socket is a dead one, whatever the browser says. */
function restless(line: Line, device: LineDevice): LineStep {
  if (line.socket === null) return same(line)
  if (!line.isOpen || line.probedAt !== null) return end(line, device)
  return then(probe(line, device), probed => same(probed, { do: 'look' }))
}

/** Asks for a sign of life: the device may have slept. */
function probe(before: Line, { now, patience }: LineDevice): LineStep {
  if (before.socket === null || !before.isOpen) return same(before)
  return then(say({ ...before, probedAt: before.probedAt ?? now }, { type: 'ping' }), line =>
    same(line, { do: 'wait', timer: 'life', ms: patience.deadAfterMs })
  )
}

function doubt(before: Line, device: LineDevice): LineStep {
  if (before.socket === null) return same(before)
  return then(probe(before, device), line => same(line, { do: 'wait', timer: 'life', ms: device.patience.doubtMs }))
}

function heard(before: Line, frame: DownFrame | null, device: LineDevice): LineStep {
  if (frame === null) return end(before, device)
  const inbound = [...before.inbound, frame]
  const line = { ...before, lastHeardAt: device.now, inbound }
  return then(live(line, frame, device), line => (inbound.length === 1 ? takeNext(line, device) : same(line)))
}

const answers: ReadonlySet<DownFrame['type']> = new Set(['welcome', 'acks', 'gap', 'part', 'pong'])

/** [R2] What others do comes down a line that is dead upwards too: only an answer shows that we are heard. */
function live(line: Line, { type }: DownFrame, { now, patience }: LineDevice): LineStep {
  if (answers.has(type))
    return same({ ...line, probedAt: null }, { do: 'wait', timer: 'life', ms: patience.pingAfterMs })
  if (line.probedAt === null) return same(line)
  const ms = Math.max(0, Math.min(patience.deadAfterMs, line.probedAt + patience.deafAfterMs - now))
  return same(line, { do: 'wait', timer: 'life', ms })
}

/** What needs no store is answered at once; the rest is handed over, and the next one waits for it. */
function takeNext(line: Line, device: LineDevice): LineStep {
  const [frame] = line.inbound
  if (!frame || line.socket === null) return same(line)
  const { socket, welcomed } = line
  switch (frame.type) {
    case 'welcome':
      return welcome(line, frame, device)
    case 'gap':
      return then(push({ ...line, next: frame.expected }, device), done(device))
    case 'bye':
      return farewell(line, frame, device)
    case 'pong':
      return done(device)({ ...line, attempt: 0 })
    case 'snapshot':
    case 'events':
      if (!welcomed) return done(device)(line)
      return same(line, { do: 'take', socket, incarnation: welcomed.incarnation, frame })
    case 'acks':
    case 'part':
      return same(line, { do: 'take', socket, incarnation: welcomed?.incarnation ?? '', frame })
    default:
      return unreachable(frame)
  }
}

function done(device: LineDevice): (line: Line) => LineStep {
  return line => takeNext({ ...line, inbound: line.inbound.slice(1) }, device)
}

function taken(before: Line, result: 'taken' | 'lost' | 'failed', device: LineDevice): LineStep {
  if (result !== 'taken') return end(before, device)
  const [frame] = before.inbound
  if (frame?.type === 'welcome') return then(push(before, device), done(device))
  // [R2] To be let in, and to be told the beginning, is not enough: what has no room here is not asked for again at once.
  const line = frame?.type === 'snapshot' ? before : { ...before, attempt: 0 }
  if (frame?.type !== 'acks') return done(device)(line)
  const answered = Math.max(line.answered, ...frame.acks.map(ack => ack.n))
  return then(push({ ...line, answered }, device), done(device))
}

function welcome(before: Line, frame: Welcome, device: LineDevice): LineStep {
  const { outbox } = device
  if (before.socket === null) return same(before)
  if (frame.acked > outbox.lastN) {
    return same({ ...before, comeBackAfterMs: 0 }, { do: 'renumber', socket: before.socket })
  }
  // What we have no answer to is asked again: the same `n` gets the same answer [P2].
  const next = Math.min(outbox.rows.find(isUnanswered)?.n ?? Infinity, frame.acked + 1)
  const line = { ...before, welcomed: frame, next, answered: frame.acked }
  return same(line, { do: 'take', socket: before.socket, incarnation: frame.incarnation, frame })
}

function farewell(before: Line, { reason, comeBackAfterMs }: Extract<DownFrame, { type: 'bye' }>, device: LineDevice) {
  if (reason === 'overtaken') {
    return then(same({ ...before, comeBackAfterMs: anewAfterMs }, { do: 'start anew' }), line => end(line, device))
  }
  // Who is signed out is not told when to come back: until somebody signs in, we knock ever more rarely.
  const line = { ...before, comeBackAfterMs: reason === 'signed-out' ? null : comeBackAfterMs }
  const away: LineEffect[] = reason === 'signed-out' && before.welcomed ? [{ do: 'turned away' }] : []
  return then(same(line, ...away), after => end(after, device))
}

function end(before: Line, { random }: LineDevice): LineStep {
  const { socket, welcomed, comeBackAfterMs, attempt, isClosed } = before
  if (socket === null) return same(before)
  const line = {
    ...before,
    socket: null,
    isOpen: false,
    welcomed: null,
    isTakingWindow: false,
    inbound: [],
    comeBackAfterMs: null
  }
  const gone: LineEffect[] = [
    { do: 'hang-up', socket },
    { do: 'stop waiting', timer: 'life' }
  ]
  if (isClosed) return same(line, ...gone)
  const ms = comeBackAfterMs ?? backoffMs(attempt, random)
  const away: LineEffect[] = welcomed === null ? [{ do: 'turned away' }] : []
  return same(
    { ...line, attempt: comeBackAfterMs === null ? attempt + 1 : attempt },
    ...gone,
    { do: 'wait', timer: 'redial', ms },
    ...away
  )
}

function isUnanswered(row: Held): boolean {
  return row.acceptedAt === null && row.refusal === null
}

function push(before: Line, { outbox }: LineDevice): LineStep {
  const line = askAgain(before, outbox.rows)
  const { socket, welcomed, next, isTakingWindow } = line
  const isOnItsWay = outbox.rows.some(row => row.n < next && isUnanswered(row))
  if (socket === null || !welcomed || isTakingWindow || isOnItsWay || next > outbox.lastN) return same(line)
  return same({ ...line, isTakingWindow: true }, { do: 'window', socket, from: next, log: logOf(welcomed.incarnation) })
}

/** A tab that thawed may still have pushed as a leader, and taken an answer for lost that we had: the same `n` gets the same answer [P2]. */
function askAgain(line: Line, rows: readonly Held[]): Line {
  const n = rows.find(row => row.n <= line.answered && isUnanswered(row))?.n
  return n === undefined ? line : { ...line, next: Math.min(line.next, n), answered: n - 1 }
}

function window(before: Line, items: readonly PushItem[]): LineStep {
  const line = { ...before, isTakingWindow: false }
  if (items.length === 0) return same(line)
  return say({ ...line, next: before.next + items.length }, { type: 'push', items: [...items] })
}
