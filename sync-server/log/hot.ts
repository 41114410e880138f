import type { StreamId } from '../../shared/kernel/message.ts'
import type { Announcements } from './announce.ts'
import { keyOf } from './arrange.ts'
import { latelyUsed } from './lately-used.ts'
import type { Streams } from './read.ts'
import type { Batch, Chained, Recorded } from './recorded.ts'
import { endOf, eventsOf, goneOn, mostEvents, noEnd, type StreamEnd } from './stream-end.ts'

/** The ends of streams that are in memory. */
export type Hot = Streams & {
  /** What is in memory of a stream, or of a whole tenant, is not what the tables say any more. */
  forget(tenant: string, stream?: StreamId): void
  /** `bytes` is never more than `mostBytes`, the budget. */
  readonly size: { readonly streams: number; readonly bytes: number; readonly mostBytes: number }
}

const defaultBytes = 192 * 1024 * 1024

/**
 * Keeps the last hundred events of the streams that were lately read or written, packed, as they were committed:
 *
 *     commit ──► goes on where the stream in memory ends?  → added      otherwise → forgotten
 *     last   ──► in memory?  → from there                  otherwise → read, and kept unless it moved meanwhile
 *
 * It knows only what this process commits, which is all while one process at a time has the database.
 */
export function hotStreams(warm: Streams, onCommitted: Announcements['onCommitted'], mostBytes = defaultBytes): Hot {
  const ends = latelyUsed<StreamEnd>(mostBytes)
  /** Streams that are being read just now, and have not moved since. */
  const reading = new Map<string, Promise<readonly Recorded[]>>()

  const keep = (key: string, end: StreamEnd) => ends.keep(key, end, end.bytes + key.length)

  function hear({ tenant, events }: Batch): void {
    for (const [stream, fresh] of Map.groupBy(events, event => event.stream)) {
      const key = keyOf(tenant, stream)
      reading.delete(key)
      const known = ends.recall(key) ?? noEnd
      if (known.last + 1 === fresh[0]?.version) keep(key, goneOn(known, fresh.map(unchained)))
      else ends.forget(key)
    }
  }

  async function read(tenant: string, stream: StreamId, key: string): Promise<readonly Recorded[]> {
    const mine = reading.get(key) ?? warm.last(tenant, stream, mostEvents)
    reading.set(key, mine)
    try {
      const events = await mine
      if (reading.get(key) === mine && events.length > 0) keep(key, endOf(events))
      return events
    } finally {
      if (reading.get(key) === mine) reading.delete(key)
    }
  }

  async function last(tenant: string, stream: StreamId, count: number): Promise<readonly Recorded[]> {
    const key = keyOf(tenant, stream)
    const known = ends.recall(key)
    if (known && (known.first === 1 || known.last - count >= known.first - 1)) return eventsOf(known).slice(-count)
    if (count > mostEvents) return warm.last(tenant, stream, count)
    return (await read(tenant, stream, key)).slice(-count)
  }

  onCommitted(hear)
  return {
    ...warm,
    last,
    async all(tenant, stream) {
      const end = await last(tenant, stream, mostEvents)
      // Most streams are short: their end is all of them.
      return (end[0]?.version ?? 1) === 1 ? end : warm.all(tenant, stream)
    },
    forget(tenant, stream) {
      const whole = `${keyOf(tenant).slice(0, -1)},`
      const held = [...ends.keys(), ...reading.keys()]
      for (const key of stream ? [keyOf(tenant, stream)] : held.filter(one => one.startsWith(whole))) {
        ends.forget(key)
        reading.delete(key)
      }
    },
    get size() {
      return { streams: ends.count, bytes: ends.bytes, mostBytes }
    }
  }
}

/** As it is read from the tables. Its link is for those who follow the log. */
function unchained({ seq, stream, version, recordedAt, fact, scope }: Chained): Recorded {
  return { seq, stream, version, recordedAt, fact, scope }
}
