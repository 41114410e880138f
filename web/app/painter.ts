import { batch } from '@preact/signals'
import type { AnyRefusal } from '../../shared/catalog.ts'
import { streamKind, type Event, type StreamId } from '../../shared/kernel/message.ts'
import { drawOver, stillHoped, type DeviceLog } from '../sync/engine/device-log.ts'
import type { Held } from '../log/db.ts'
import { readNewest, readRows } from '../sync/engine/read-rows.ts'
import type { Stored } from '../sync/engine/receive.ts'
import { rowOf, tableOf, type Confirmed, type Drawn, type DrawnRow, type RowTable } from '../sync/engine/redraw.ts'
import { rest, type Script } from '../sync/engine/script.ts'
import type { SharedConnection } from '../sync/tabs.ts'
import type { Live } from './live.ts'
import { outboxEntries } from './outbox-entries.ts'
import type { DrawnRows } from './rows.ts'

/** Who looks at one stream more closely than its row. `events` null: read them again. */
export type Watcher = (drawn: Drawn | null, events: readonly Event[] | null) => void

/** Rows that decisions about other streams look at. */
const judges: ReadonlySet<RowTable> = new Set(['inboxes', 'agents', 'workflows', 'cards', 'contacts'])

/** As many as are drawn in a fraction of a frame, and the lists sorted that they stand in. */
const drawnAtOnce = 4000

const isOfCard = (stream: StreamId) => streamKind(stream) === 'card'

type Warmed = ReadonlyMap<StreamId, Confirmed | null>

/** Draws what a tab knows into `live`: confirmed facts, then hopes, each change in one step, so that nothing flickers. */
export class Painter {
  readonly #log: DeviceLog
  readonly #live: Live
  readonly #watchers = new Map<StreamId, Set<Watcher>>()
  readonly #doubts = new Map<string, AnyRefusal>()
  /** Drawn with hopes: when the last one goes, the row is drawn once more without. */
  #hoped: ReadonlySet<StreamId> = new Set()
  /** The commands of cards that were hoped for, by their ids. */
  #onBoards: ReadonlySet<string> = new Set()
  /** Pushed commands of the outbox that the store was asked about. */
  #lookedFor: ReadonlySet<string> = new Set()
  #shared: SharedConnection = { state: 'offline', pushedUpTo: 0, lastHeardAt: null }

  constructor(log: DeviceLog, live: Live) {
    this.#log = log
    this.#live = live
  }

  /** What a first screen shows, from the store. `false`: there is more. */
  *newest(packs: number): Script<boolean> {
    yield* this.#lookForHopes()
    const { rows, isAll } = yield* readNewest(packs)
    yield* this.#paintFirst([...this.#besides(rows), ...rows])
    if (isAll) this.#live.painted.value = true
    return isAll
  }

  /** Everything, from the store. */
  *first(): Script<void> {
    yield* this.#lookForHopes()
    const rows = yield* readRows()
    this.#hoped = this.#withHopes()
    this.#drawRows(this.#besides(rows))
    for (let from = 0; from < rows.length - drawnAtOnce; from += drawnAtOnce) {
      // What is hoped of it somebody may have wished a moment ago: that stays on the screen.
      this.#drawRows(rows.slice(from, from + drawnAtOnce).filter(({ stream }) => !this.#hoped.has(stream)))
      yield* rest()
    }
    yield* this.#paintFirst(rows.slice(-drawnAtOnce))
    this.#live.painted.value = true
  }

  *#paintFirst(rows: readonly DrawnRow[]): Script<void> {
    let warmed: Warmed
    // What somebody wishes meanwhile is on the screen already, and stays there.
    do warmed = yield* this.#warm(new Set([...this.#withHopes(), ...this.#watchers.keys()]))
    while ([...this.#withHopes()].some(stream => !warmed.has(stream)))
    this.#hoped = this.#withHopes()
    batch(() => {
      this.#drawRows(rows.filter(({ stream }) => !this.#hoped.has(stream)))
      this.#paint(warmed, () => null)
      this.#paintOutbox()
    })
  }

  /** What is on the screen and in none of these rows is not there any more, but for what is hoped for. */
  #besides(rows: readonly DrawnRow[]): DrawnRow[] {
    const there = new Set([...rows.map(row => row.stream), ...this.#hoped])
    return Object.entries(tableOf).flatMap(([kind, table]) =>
      [...this.#live[table].all.keys()].flatMap(id => {
        const stream: StreamId = `${kind}/${id}`
        return there.has(stream) ? [] : [{ stream, table, id, row: null }]
      })
    )
  }

  /** What a transaction stored, in this tab or another. */
  *stored(stored: Stored): Script<void> {
    const { past } = this.#log
    const before = past.cursor
    past.remember(stored)
    const isOlder = past.cursor !== null && before !== null && past.cursor.seq < before.seq
    const isAnother = past.cursor?.incarnation !== before?.incarnation || isOlder
    if (stored.reset.length > 0 || isAnother) yield* this.#lookForHopes()
    const news = Map.groupBy(stored.events, event => event.stream)
    const again = new Set(stored.reset)
    // A colleague who left the inbox, a stage that is full now: what is hoped for elsewhere may not hold any more.
    const judgedBy = stored.rows.some(row => judges.has(row.table)) ? this.#hoped : []
    const close = [...news.keys(), ...again].filter(stream => this.#hoped.has(stream) || this.#watchers.has(stream))
    const warmed = yield* this.#warm(new Set([...close, ...judgedBy]))
    batch(() => {
      this.#drawRows(stored.rows.filter(row => row.row === null || !warmed.has(row.stream)))
      this.#paint(warmed, stream => (again.has(stream) ? null : (news.get(stream) ?? [])))
      this.#paintOutbox()
    })
    // [R1] What an older copy of the log does not have yet is hoped for again.
    if (isAnother) yield* this.outbox()
  }

  /** The outbox changed, for these streams or for any. */
  *outbox(streams?: Iterable<StreamId>): Script<void> {
    yield* this.#lookForReturned()
    const hopes = this.#withHopes()
    const before = this.#hoped
    const come = [...hopes].filter(stream => !before.has(stream))
    const gone = [...before].filter(stream => !hopes.has(stream))
    this.#hoped = hopes
    const besides = this.#haveLostRoom() ? [...hopes].filter(isOfCard) : []
    const warmed = yield* this.#warm(new Set([...(streams ?? hopes), ...come, ...gone, ...besides]))
    batch(() => {
      this.#paint(warmed, () => [])
      this.#paintOutbox()
    })
  }

  connection(shared: SharedConnection): void {
    this.#shared = shared
    batch(() => this.#paintOutbox())
  }

  watch(stream: StreamId, watcher: Watcher): () => void {
    const each = this.#watchers.get(stream) ?? new Set()
    this.#watchers.set(stream, each.add(watcher))
    return () => {
      each.delete(watcher)
      if (each.size === 0) this.#watchers.delete(stream)
    }
  }

  /** What was stored without being told one by one may have brought what we hope for. */
  *#lookForHopes(): Script<void> {
    yield* this.#log.past.lookFor(this.#log.outbox.rows.flatMap(row => row.command?.id ?? []))
  }

  /** A restored server asks again for what it had accepted: that may be here already, and is no hope then. */
  *#lookForReturned(): Script<void> {
    const pushed = this.#log.outbox.rows.flatMap(row => (row.gone && row.command ? row.command.id : []))
    const strange = pushed.filter(id => !this.#lookedFor.has(id))
    this.#lookedFor = new Set(pushed)
    yield* this.#log.past.lookFor(strange)
  }

  /** Everything that is not in memory is fetched first, so that the painting itself is one step. */
  *#warm(streams: Iterable<StreamId>): Script<Warmed> {
    const { past } = this.#log
    const wanted = [...streams]
    // Hopes for cards are judged on each other, whichever of them is painted.
    const besides = wanted.some(isOfCard) ? [...this.#withHopes()].filter(isOfCard) : []
    for (;;) {
      const { resets } = past
      for (const stream of besides) yield* past.confirmed(stream)
      const warmed = new Map<StreamId, Confirmed | null>()
      for (const stream of wanted) warmed.set(stream, yield* past.confirmed(stream))
      // One that was erased while the next was read must not be painted as it was.
      if (resets === past.resets) return warmed
    }
  }

  /** First what nothing is hoped of any more: what is hoped for is judged on it. */
  #paint(warmed: Warmed, news: (stream: StreamId) => readonly Event[] | null): void {
    const { hoped = [], plain = [] } = Object.groupBy(warmed, ([stream]) =>
      this.#hoped.has(stream) ? 'hoped' : 'plain'
    )
    this.#paintThese(plain, news)
    this.#paintThese(hoped, news)
  }

  #paintThese(
    warmed: readonly (readonly [StreamId, Confirmed | null])[],
    news: (stream: StreamId) => readonly Event[] | null
  ): void {
    const rows: DrawnRow[] = []
    for (const [stream, fetched] of warmed) {
      const confirmed = this.#log.past.hot(stream) ?? fetched
      const drawn = confirmed && drawOver(this.#log, stream, confirmed, this.#log.outbox.pending(stream))
      this.#noteDoubts(drawn)
      const row = drawn && rowOf(stream, drawn.state)
      if (row) rows.push(row)
      for (const watcher of this.#watchers.get(stream) ?? []) watcher(drawn, news(stream))
    }
    this.#drawRows(rows)
  }

  #noteDoubts(drawn: Drawn | null): void {
    for (const { held, doubt } of drawn?.hopes ?? []) {
      if (held.command && doubt) this.#doubts.set(held.command.id, doubt)
      else if (held.command) this.#doubts.delete(held.command.id)
    }
  }

  #drawRows(rows: readonly DrawnRow[]): void {
    for (const [table, drawn] of Map.groupBy(rows, row => row.table)) {
      const target = this.#live[table] as DrawnRows<object>
      target.draw(drawn.map(({ id, row }) => [id, row] as const))
    }
  }

  #paintOutbox(): void {
    const { state, lastHeardAt, pushedUpTo } = this.#shared
    const { outbox, past } = this.#log
    // Its event may come before its ack: what everybody sees already waits for nothing.
    const rows = outbox.rows.filter(
      row => row.command !== null && (row.refusal !== null || !past.hasHeard(row.command.id))
    )
    const entries = outboxEntries(rows, pushedUpTo, this.#doubts)
    const waiting = entries.filter(entry => entry.state !== 'refused').length
    const sending = entries.filter(entry => entry.state === 'sending').length
    this.#live.outbox.value = entries
    this.#live.connection.value = { state, lastHeardAt, waiting, sending }
  }

  #withHopes(): Set<StreamId> {
    return new Set(this.#hopes().map(row => row.stream))
  }

  #hopes(): Held[] {
    const decided = this.#log.outbox.rows.filter(row => row.refusal === null)
    return stillHoped(this.#log, decided)
  }

  /** A move was taken back or refused: who was let in because of it may have no room. What became true tells so itself. */
  #haveLostRoom(): boolean {
    const before = this.#onBoards
    const ids = this.#hopes().flatMap(({ stream, command }) => (command && isOfCard(stream) ? command.id : []))
    this.#onBoards = new Set(ids)
    return [...before].some(id => !this.#onBoards.has(id) && !this.#log.past.hasHeard(id))
  }
}
