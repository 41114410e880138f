import type { ClientCommand } from '../../../shared/catalog.ts'
import type { Context } from '../../../shared/kernel/decider.ts'
import type { Appended, Loaded } from '../../../shared/kernel/event-log.ts'
import type { Event, Fact, StreamId } from '../../../shared/kernel/message.ts'
import type { Held } from '../../log/db.ts'
import { eventsOf } from './held.ts'
import type { Outbox } from './outbox.ts'
import type { Past } from './past.ts'
import { redraw, type AnyDecider, type Confirmed, type Drawn } from './redraw.ts'
import type { Script } from './script.ts'

/** What the log of a device is made of. */
export type DeviceLog = {
  readonly past: Past
  readonly outbox: Outbox
  deciderOf(stream: StreamId): AnyDecider | undefined
  /** As it stands now; with `before`, as it would where nothing were hoped for from that `n` on. */
  context(before?: number): Context
}

/** What of a stream's outbox is still hope: a command whose event is here is no longer one. */
export function stillHoped(log: Pick<DeviceLog, 'past'>, rows: readonly Held[]): Held[] {
  const seq = log.past.cursor?.seq ?? 0
  return rows.filter(
    row =>
      row.command !== null && !log.past.hasHeard(row.command.id) && (row.acceptedAt === null || row.acceptedAt > seq)
  )
}

/** Confirmed facts, then hopes, as they are decided now. `null`: this device does not know enough of the stream. */
export function* drawStream(log: DeviceLog, stream: StreamId): Script<Drawn | null> {
  const confirmed = yield* log.past.confirmed(stream)
  return confirmed && drawOver(log, stream, confirmed, log.outbox.pending(stream))
}

export function drawOver(
  log: DeviceLog,
  stream: StreamId,
  confirmed: Confirmed,
  pending: readonly Held[]
): Drawn | null {
  const decider = log.deciderOf(stream)
  return decider ? redraw(decider, confirmed, stillHoped(log, pending), ({ n }) => log.context(n)) : null
}

/** Folding what this gives starts at the stream's carry. */
export function* loadHere(log: DeviceLog, stream: StreamId): Script<Loaded<Fact>> {
  const confirmed = yield* log.past.confirmed(stream)
  const drawn = confirmed && drawOver(log, stream, confirmed, log.outbox.pending(stream))
  if (!drawn) return { facts: [], version: 0 }
  const { from, version } = confirmed
  const held = yield* eventsOf(stream, from, version)
  const hoped = drawn.hopes.flatMap(hope => hope.facts)
  return { facts: [...held.map(event => event.fact), ...hoped], version: drawn.version }
}

/**
 * The browser's end of history, for one command. What is loaded is confirmed facts and hopes;
 * what is appended is the command itself, into the outbox: its facts are hoped, and only the server makes them true.
 */
export function* appendHere(
  log: DeviceLog,
  command: ClientCommand,
  stream: StreamId,
  version: number,
  facts: readonly Fact[]
): Script<Appended<Fact>> {
  const confirmed = yield* log.past.confirmed(stream)
  if (log.past.hasHeard(command.id)) return { result: 'repeated' }
  const isCurrent = (pending: readonly Held[]) =>
    confirmed !== null && drawOver(log, stream, confirmed, pending)?.version === version
  const result = yield* log.outbox.append(stream, command, isCurrent)
  return result === 'appended' ? { result, events: hopedEvents(log, stream, version, facts) } : { result }
}

/** As if the server recorded them next: where they really come to stand, it will say. */
function hopedEvents(log: DeviceLog, stream: StreamId, version: number, facts: readonly Fact[]): Event[] {
  const seq = log.past.cursor?.seq ?? 0
  return facts.map((fact, at) => ({
    seq: seq + at + 1,
    stream,
    version: version + at + 1,
    recordedAt: fact.at,
    fact
  }))
}
