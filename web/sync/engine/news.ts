import type { Painter } from '../../app/painter.ts'
import type { TabMessage } from '../tabs.ts'
import type { DeviceLog } from './device-log.ts'
import { heldStream } from './held.ts'
import type { Ack } from './outbox.ts'
import {
  chunkSize,
  chunksOf,
  receiveEvents,
  receivePart,
  type EventsFrame,
  type PartFrame,
  type Stored
} from './receive.ts'
import { receiveSnapshot, type SnapshotFrame } from './receive-snapshot.ts'
import { inParts, type Script } from './script.ts'

export type NewsDeps = {
  readonly log: DeviceLog
  readonly painter: Painter
  tell(message: TabMessage): void
  now(): number
  /** Older events of a stream are missing before it can be drawn. */
  onHole(hole: Stored['holes'][number]): void
}

/** The server answers with the end of the stream. */
const beyond = 2 ** 31 - 1

/** Takes in what the server says: into the store, into this tab's memory, onto the screen and to the other tabs. */
export class News {
  readonly #deps: NewsDeps

  constructor(deps: NewsDeps) {
    this.#deps = deps
  }

  *events(epoch: number, incarnation: string, frame: EventsFrame): Script<'lost' | 'taken'> {
    for (const chunk of chunksOf(frame)) {
      const stored = yield* receiveEvents(epoch, incarnation, chunk, this.#deps.log.past.hot)
      if (stored === 'lost') return stored
      if (stored !== 'known') yield* this.#take(epoch, stored)
      yield* this.#putAway()
    }
    return 'taken'
  }

  *snapshot(epoch: number, incarnation: string, frame: SnapshotFrame): Script<void> {
    yield* receiveSnapshot(epoch, incarnation, frame, stored => this.#take(epoch, stored))
    yield* this.#putAway()
    if (frame.last) yield* this.#askAfterUnsent()
  }

  *part(epoch: number, frame: PartFrame): Script<void> {
    yield* this.#take(epoch, yield* receivePart(epoch, frame))
  }

  /** What the store still waits for: streams whose older events are missing. */
  *holes(): Script<Stored['holes']> {
    const held = yield* inParts('streams', ['', '\uffff'], chunkSize, ({ hole, ...stream }) => (hole ? [stream] : []))
    return held.flat()
  }

  /** We may have slept while others worked: what is in the store counts. */
  *catchUp(): Script<void> {
    const { log, painter } = this.#deps
    yield* log.outbox.reload()
    const stale = yield* log.past.isStale()
    if (stale) yield* log.past.forget()
    yield* stale ? painter.first() : painter.outbox()
  }

  /** `copied`: these are the answers to somebody else's commands. */
  *settle(acks: readonly Ack[]): Script<'settled' | 'copied'> {
    const { log, painter, tell, now } = this.#deps
    const { touched, isCopy } = yield* log.outbox.settle(acks, log.past.cursor?.seq ?? 0, now())
    tell({ type: 'outbox-changed' })
    yield* painter.outbox(touched)
    return isCopy ? 'copied' : 'settled'
  }

  /** A tab that died between writing something and telling us: what it wrote must go all the same. */
  *look(): Script<void> {
    const { log, painter, tell } = this.#deps
    const { rows } = log.outbox
    yield* log.outbox.reload()
    if (log.outbox.rows.length !== rows.length || log.outbox.rows.at(-1)?.n !== rows.at(-1)?.n) {
      tell({ type: 'outbox-changed' })
      yield* painter.outbox()
    }
    // Nor does what it had no time to put away wait for the next event.
    yield* this.#putAway()
  }

  /** Somebody else has our name: what waits goes under a new one. */
  *renumber(client: string): Script<void> {
    const { log, painter, tell } = this.#deps
    yield* log.outbox.renumber(client)
    tell({ type: 'outbox-changed' })
    yield* painter.outbox()
  }

  *#take(epoch: number, stored: Stored): Script<void> {
    const { tell, painter, log } = this.#deps
    // Told first: what a tab has in its hands must not reach the store after it was forgotten there.
    tell({ type: 'stored', epoch, stored })
    if (stored.erased.length > 0) {
      yield* log.outbox.forget(stored.erased)
      tell({ type: 'outbox-changed' })
    }
    yield* painter.stored(stored)
    for (const hole of stored.holes) this.#deps.onHole(hole)
  }

  /** [S4] A snapshot does not name what was erased: whoever has written to what is not in it asks how that ended. */
  *#askAfterUnsent(): Script<void> {
    const { log, onHole } = this.#deps
    for (const stream of yield* log.outbox.written()) {
      if (!(yield* heldStream(stream))) onHole({ stream, from: beyond })
    }
  }

  /** A hope goes when the cursor has passed its ack. */
  *#putAway(): Script<void> {
    const { outbox, past } = this.#deps.log
    const cursor = past.cursor?.seq ?? 0
    if (outbox.rows.some(row => row.acceptedAt !== null && row.acceptedAt <= cursor)) yield* this.settle([])
  }
}
