import type { StreamId } from '../../shared/kernel/message.ts'
import { Overtaken } from '../log/receive.ts'
import { Leadership, type Locks } from '../sync/leader.ts'
import { Line, type LineDeps } from '../sync/line.ts'
import { Needs, type NeedAnswer } from '../sync/needs.ts'
import type { SharedConnection, TabMessage } from '../sync/tabs.ts'
import { News, raiseEpoch, type NewsDeps } from './news.ts'

export type ConnectDeps = Omit<NewsDeps, 'onHole'> & {
  readonly name: string
  readonly locks: Locks | null
  isVisible(): boolean
  newClient(): string
  dial: LineDeps['dial']
  onWelcome: LineDeps['onWelcome']
  onTurnedAway(): void
  onTrouble(error: unknown): void
}

/** This tab's part in the sync: it owns the socket, or it hears from the tab that does. */
export class Connected {
  readonly #deps: ConnectDeps
  readonly #news: News
  readonly #needs = new Needs()
  readonly #leadership: Leadership
  #line: Line | null = null
  #shared: SharedConnection = { state: 'offline', pushedUpTo: 0, lastHeardAt: null }

  constructor(deps: ConnectDeps) {
    this.#deps = deps
    this.#news = new News({ ...deps, onHole: hole => void this.#line?.need(hole.stream, hole.from) })
    deps.tabs.onMessage(message => {
      this.#news.turn(() => this.#hear(message)).catch(error => this.#trouble(error))
    })
    this.#leadership = new Leadership({
      ...deps,
      raiseEpoch: async () => {
        const epoch = await raiseEpoch(deps.log.db)
        await this.#news.catchUp()
        return epoch
      },
      lead: epoch => {
        this.#line = new Line(this.#lineDeps(epoch))
      },
      onTrouble: error => this.#trouble(error),
      follow: () => {
        void this.#line?.close()
        this.#line = null
      }
    })
  }

  get leads(): boolean {
    return this.#leadership.leads
  }

  /** Something in the outbox was changed here. */
  async changed(streams: Iterable<StreamId>): Promise<void> {
    this.#deps.tabs.tell({ type: 'outbox-changed' })
    await this.#deps.painter.outbox(streams)
    this.#line?.push()
  }

  /** Asks the server for a stream's events before this version. */
  need(stream: StreamId, before: number): Promise<NeedAnswer> {
    return this.#needs.ask(stream, () => {
      if (!this.#line) this.#deps.tabs.tell({ type: 'need', stream, before })
      else if (!this.#line.need(stream, before)) this.#needs.answer(stream, 'offline')
    })
  }

  /** The page was shown or hidden, or the browser says that there is a network. */
  wake(): void {
    this.#leadership.visibilityChanged()
    if (this.#line) this.#line.hurry()
    else this.#news.catchUp().catch(error => this.#trouble(error))
  }

  /** Resolves when nothing reads or writes any more. */
  async close(): Promise<void> {
    const line = this.#line
    this.#leadership.close()
    await line?.close()
    await this.#news.turn(() => Promise.resolve())
    this.#deps.tabs.close()
  }

  #lineDeps(epoch: number): LineDeps {
    const { log, tabs, painter, dial, newClient, onTurnedAway } = this.#deps
    return {
      dial,
      newClient,
      onTurnedAway,
      outbox: log.outbox,
      cursor: () => log.past.cursor,
      onWelcome: async frame => {
        await this.#deps.onWelcome(frame)
        const holes = await log.db.streams.filter(held => held.hole).toArray()
        for (const hole of holes) this.#line?.need(hole.stream, hole.from)
      },
      onEvents: (incarnation, frame) => this.#news.events(epoch, incarnation, frame),
      onSnapshot: (incarnation, frame) => this.#news.snapshot(epoch, incarnation, frame),
      onPart: async frame => {
        await this.#news.part(epoch, frame)
        const answer = frame.complete ? 'complete' : 'stored'
        this.#needs.answer(frame.stream, answer)
        tabs.tell({ type: 'needed', stream: frame.stream, answer })
      },
      onAcks: acks => this.#news.acks(acks),
      onConnection: connection => {
        this.#shared = connection
        tabs.tell({ type: 'connection', connection })
        painter.connection(connection)
      },
      onTrouble: error => this.#trouble(error)
    }
  }

  async #hear(message: TabMessage): Promise<void> {
    const { painter, log, tabs } = this.#deps
    const line = this.#line
    switch (message.type) {
      case 'stored':
        return painter.stored(message.stored)
      case 'outbox-changed':
        await log.outbox.reload()
        await painter.outbox()
        return line?.push()
      case 'connection':
        return line ? undefined : painter.connection(message.connection)
      case 'need':
        if (!line || line.need(message.stream, message.before)) return
        return tabs.tell({ type: 'needed', stream: message.stream, answer: 'offline' })
      case 'needed':
        return this.#needs.answer(message.stream, message.answer)
      case 'who-leads':
        return line ? tabs.tell({ type: 'connection', connection: this.#shared }) : undefined
      case 'leading':
    }
  }

  #trouble(error: unknown): void {
    if (error instanceof Overtaken) this.#leadership.overtaken()
    else this.#deps.onTrouble(error)
  }
}
