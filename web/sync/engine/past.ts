import type { Event, StreamId } from '../../../shared/kernel/message.ts'
import type { Cursor } from '../../log/db.ts'
import { byStream, foldEvents, readConfirmed, readCursor } from './confirmed.ts'
import type { Stored } from './receive.ts'
import type { Confirmed } from './redraw.ts'
import { caused, transact, type Script } from './script.ts'

/** What this tab remembers of the confirmed past, so that one more event is one more step. */
export type Past = {
  readonly cursor: Cursor | null
  hot(stream: StreamId): Confirmed | undefined
  /** How often something was reset: what was read before is not what is true after. */
  readonly resets: number
  /** From memory, else from the store. `null`: this device does not know enough of it. */
  confirmed(stream: StreamId): Script<Confirmed | null>
  /** Was this command confirmed? Only sure for those asked about with `lookFor`, or confirmed since this tab opened. */
  hasHeard(command: string): boolean
  lookFor(commands: readonly string[]): Script<void>
  /** Takes over what a transaction stored, in this tab or another. */
  remember(stored: Stored): void
  /** The store has moved on without our being told: we slept. */
  isStale(): Script<boolean>
  forget(): Script<void>
}

const mostHot = 3000
const mostHeard = 20_000

export function* openPast(): Script<Past> {
  const hot = new Map<StreamId, Confirmed>()
  const heard = new Set<string>()
  let cursor = yield* readCursor()
  const readings = new Readings()
  let resets = 0

  const keep = (stream: StreamId, confirmed: Confirmed) => keepYoungest(hot, stream, confirmed)
  function follow(stream: StreamId, events: readonly Event[]): void {
    const known = hot.get(stream)
    if (!known) return
    const fresh = events.filter(event => event.version > known.version)
    if (fresh[0] && fresh[0].version !== known.version + 1) hot.delete(stream)
    else keep(stream, foldEvents(stream, known, fresh))
  }

  return {
    get cursor() {
      return cursor
    },
    hot: stream => hot.get(stream),
    get resets() {
      return resets
    },
    *confirmed(stream) {
      const known = hot.get(stream)
      if (known) return known
      const read = yield* readings.read(stream)
      if (read) keep(stream, read)
      return read
    },
    hasHeard: command => heard.has(command),
    *lookFor(commands) {
      for (const event of yield* caused(commands)) heard.add(event.fact.cause)
    },
    remember(stored) {
      readings.change([...stored.reset, ...[...stored.holes, ...stored.events].map(({ stream }) => stream)])
      if (stored.reset.length > 0) resets++
      // Another life of the log, or another end of this one, may lack what was heard before: whoever hopes looks again.
      const moved = stored.cursor === undefined ? cursor : stored.cursor
      if (moved?.incarnation !== cursor?.incarnation || stored.reset.length > 0) heard.clear()
      cursor = moved
      for (const stream of stored.reset) hot.delete(stream)
      for (const [stream, events] of byStream(stored.events)) follow(stream, events)
      for (const event of stored.events) heard.add(event.fact.cause)
      trim(heard, mostHeard)
    },
    isStale: () => isBehind(cursor),
    *forget() {
      readings.change(null)
      resets++
      hot.clear()
      heard.clear()
      cursor = yield* readCursor()
    }
  }
}

/** What is stored of a stream while it is read must not be missed; news of others keep nobody waiting: a first sync is long. */
class Readings {
  readonly #all = new Set<{ readonly stream: StreamId; isOld: boolean }>()

  /** `null`: any may have changed. */
  change(streams: readonly StreamId[] | null): void {
    const changed = streams && new Set(streams)
    for (const reading of this.#all) reading.isOld ||= changed?.has(reading.stream) ?? true
  }

  *read(stream: StreamId): Script<Confirmed | null> {
    for (;;) {
      const reading = { stream, isOld: false }
      this.#all.add(reading)
      try {
        const read = yield* transact('past', 'r', () => readConfirmed(stream))
        if (!reading.isOld) return read
      } finally {
        this.#all.delete(reading)
      }
    }
  }
}

function* isBehind(cursor: Cursor | null): Script<boolean> {
  const stored = yield* readCursor()
  // A snapshot is on its way, or broke off: how much of it is there, no cursor says.
  if (!stored) return true
  if (stored.seq !== cursor?.seq || stored.incarnation !== cursor.incarnation) return true
  return stored.fingerprint !== cursor.fingerprint
}

function keepYoungest(hot: Map<StreamId, Confirmed>, stream: StreamId, confirmed: Confirmed): void {
  hot.delete(stream)
  hot.set(stream, confirmed)
  trim(hot, mostHot)
}

/** Both keep the order of insertion: the first is the one longest unused. */
function trim(kept: Map<StreamId, unknown> | Set<string>, most: number): void {
  for (const oldest of kept.keys()) {
    if (kept.size <= most) return
    kept.delete(oldest as StreamId)
  }
}
