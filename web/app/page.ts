import { computed, signal, type ReadonlySignal } from '@preact/signals'
import type { ConversationFact } from '../../shared/conversations/events.ts'
import { emptyPage, turnPage, type Page } from '../../shared/conversations/page.ts'
import type { Event, StreamId } from '../../shared/kernel/message.ts'
import type { PastDb } from '../log/db.ts'
import { lastEvents } from '../log/last-events.ts'
import { understood, type Drawn } from '../sync/engine/redraw.ts'
import type { NeedAnswer } from '../sync/needs.ts'
import type { Item, OlderAnswer, OpenConversation } from './device.ts'
import { hopesBeside, itemsOf } from './page-items.ts'
import type { Painter } from './painter.ts'

export type PageDeps = {
  readonly db: PastDb
  readonly painter: Painter
  readonly agent: string
  draw(): Promise<Drawn | null>
  need(stream: StreamId, before: number): Promise<NeedAnswer>
  onTrouble(error: unknown): void
}

const pageSize = 100
/** What could not be read is read again: a page that stays empty looks like a conversation without words. */
const againAfterMs = 1000

/** One conversation's page: a run of its events without a gap, folded; the hopes come on top. */
export class OpenPage implements OpenConversation {
  readonly items: ReadonlySignal<readonly Item[]>
  readonly painted = signal(false)
  readonly hasOlder = signal(false)
  readonly #stream: StreamId
  readonly #deps: PageDeps
  readonly #shown = signal<{ page: Page; drawn: Drawn | null }>({ page: emptyPage, drawn: null })
  readonly #unwatch: () => void
  #events: readonly Event[] = []
  #changes = 0
  #disposed = false
  #isReading = false
  #turningBack: Promise<OlderAnswer> | null = null

  constructor(stream: StreamId, deps: PageDeps) {
    this.#stream = stream
    this.#deps = deps
    this.items = computed(() => itemsOf(this.#shown.value.page, this.#shown.value.drawn, deps.agent))
    this.#unwatch = deps.painter.watch(stream, (drawn, news) => this.#hear(drawn, news))
    this.#readAgain()
  }

  older(): Promise<OlderAnswer> {
    this.#turningBack ??= this.#turnBack().finally(() => {
      this.#turningBack = null
    })
    return this.#turningBack
  }

  dispose(): void {
    this.#disposed = true
    this.#unwatch()
  }

  #hear(drawn: Drawn | null, news: readonly Event[] | null): void {
    this.#changes++
    if (news === null) return this.#readAgain()
    if (!this.painted.peek()) return this.#readAgain()
    const fresh = news.filter(event => event.version > (this.#events.at(-1)?.version ?? 0))
    this.#show(fresh.length > 0 ? [...this.#events, ...fresh] : this.#events, drawn)
  }

  #readAgain(): void {
    // Whoever reads notices that something has changed meanwhile.
    if (this.#isReading) return
    this.#isReading = true
    this.#read()
      .catch((error: unknown) => {
        this.#deps.onTrouble(error)
        setTimeout(() => this.#disposed || this.#readAgain(), againAfterMs)
      })
      .finally(() => {
        this.#isReading = false
      })
  }

  async #read(): Promise<void> {
    for (;;) {
      const before = this.#changes
      const most = Math.max(pageSize, this.#events.length)
      const [run, drawn] = await Promise.all([
        lastEvents(this.#deps.db, this.#stream, Infinity, most),
        this.#deps.draw()
      ])
      if (this.#disposed) return
      // Something came meanwhile: what was read may already be old.
      if (before !== this.#changes) continue
      this.#show(run, drawn)
      this.painted.value = true
      return
    }
  }

  #show(run: readonly Event[], drawn: Drawn | null): void {
    // Most news is one more event at the end; everything else turns the page from its first line.
    const isMore = run[0] === this.#events[0] && run.length >= this.#events.length && run.length > 0
    const fresh = isMore ? run.slice(this.#events.length) : run
    const page = turnPage(isMore ? this.#shown.peek().page : emptyPage, factsOf(fresh))
    this.#events = run
    this.#shown.value = { page, drawn: hopesBeside(run, drawn) }
    this.hasOlder.value = (run[0]?.version ?? 1) > 1
  }

  async #turnBack(): Promise<OlderAnswer> {
    const first = this.#events[0]?.version ?? 1
    if (first <= 1) return 'complete'
    let older = await this.#before(first)
    if (older.length === 0) {
      const answer = await this.#deps.need(this.#stream, first)
      if (answer === 'offline') return answer
      older = await this.#before(first)
    }
    // While we waited, the page may have been read anew.
    if (this.#disposed || this.#events[0]?.version !== first) return 'more'
    if (older.length === 0) this.hasOlder.value = false
    else this.#show([...older, ...this.#events], this.#shown.peek().drawn)
    return this.hasOlder.peek() ? 'more' : 'complete'
  }

  async #before(version: number): Promise<Event[]> {
    const run = await lastEvents(this.#deps.db, this.#stream, version - 1, pageSize)
    return run.at(-1)?.version === version - 1 ? run : []
  }
}

function factsOf(events: readonly Event[]): ConversationFact[] {
  return events.map(event => understood(event.fact) as ConversationFact)
}
