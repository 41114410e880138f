import type { PastDb } from '../log/db.ts'
import type { DeviceLog } from '../log/dexie-log.ts'
import { inTurn } from '../log/in-turn.ts'
import { chunksOf, receiveEvents, receivePart, type EventsFrame, type PartFrame, type Stored } from '../log/receive.ts'
import { receiveSnapshot, type SnapshotFrame } from '../log/receive-snapshot.ts'
import type { Ack } from '../sync/outbox.ts'
import type { Tabs } from '../sync/tabs.ts'
import type { Painter } from './painter.ts'

export type NewsDeps = {
  readonly log: DeviceLog
  readonly painter: Painter
  readonly tabs: Tabs
  now(): number
  /** Older events of a stream are missing before it can be drawn. */
  onHole(hole: Stored['holes'][number]): void
}

/** Takes in what the server says: into the store, into this tab's memory, onto the screen and to the other tabs. One by one. */
export class News {
  readonly #deps: NewsDeps
  /** All that changes what is drawn waits for its turn, so that no tab ever draws half of two things. */
  readonly turn = inTurn()

  constructor(deps: NewsDeps) {
    this.#deps = deps
  }

  async events(epoch: number, incarnation: string, frame: EventsFrame): Promise<'lost' | 'taken'> {
    const { db, past } = this.#deps.log
    for (const chunk of chunksOf(frame)) {
      const taken = await this.turn(async () => {
        const stored = await receiveEvents(db, epoch, incarnation, chunk, past.hot)
        if (stored === 'lost') return stored
        if (stored !== 'known') await this.#take(stored)
        await this.#putAway()
        return 'taken'
      })
      if (taken === 'lost') return taken
    }
    return 'taken'
  }

  snapshot(epoch: number, incarnation: string, frame: SnapshotFrame): Promise<void> {
    return this.turn(async () => {
      await receiveSnapshot(this.#deps.log.db, epoch, incarnation, frame, stored => this.#take(stored))
      await this.#putAway()
    })
  }

  part(epoch: number, frame: PartFrame): Promise<void> {
    return this.turn(async () => this.#take(await receivePart(this.#deps.log.db, epoch, frame)))
  }

  acks(acks: readonly Ack[]): Promise<void> {
    return this.turn(() => this.#settle(acks))
  }

  /** We may have slept while others worked: what is in the store counts. */
  catchUp(): Promise<void> {
    const { log, painter } = this.#deps
    return this.turn(async () => {
      await log.outbox.reload()
      const stale = await log.past.isStale()
      if (stale) await log.past.forget()
      await (stale ? painter.first() : painter.outbox())
    })
  }

  async #take(stored: Stored): Promise<void> {
    this.#deps.tabs.tell({ type: 'stored', stored })
    await this.#deps.painter.stored(stored)
    for (const hole of stored.holes) this.#deps.onHole(hole)
  }

  /** A hope goes when the cursor has passed its ack. */
  async #putAway(): Promise<void> {
    const { outbox, past } = this.#deps.log
    const cursor = past.cursor?.seq ?? 0
    if (outbox.rows.some(row => row.acceptedAt !== null && row.acceptedAt <= cursor)) await this.#settle([])
  }

  async #settle(acks: readonly Ack[]): Promise<void> {
    const { log, painter, tabs, now } = this.#deps
    const touched = await log.outbox.settle(acks, log.past.cursor?.seq ?? 0, now())
    tabs.tell({ type: 'outbox-changed' })
    await painter.outbox(touched)
  }
}

/** [T1] Whoever led before finds a newer epoch in the store, and can move the cursor no more. */
export function raiseEpoch(db: PastDb): Promise<number> {
  return db.transaction('rw', db.meta, async () => {
    const row = await db.meta.get('epoch')
    const epoch = (row?.key === 'epoch' ? row.epoch : 0) + 1
    await db.meta.put({ key: 'epoch', epoch })
    return epoch
  })
}
