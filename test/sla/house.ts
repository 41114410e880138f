import type { AnyCommand } from '../../shared/catalog.ts'
import { trustedContext } from '../../shared/identity/may.ts'
import type { SlaTargets } from '../../shared/sla/content.ts'
import { actors as openActors, type Actors } from '../../sync-server/actors/actors.ts'
import type { Sql } from '../../sync-server/db/sql.ts'
import { openRoster } from '../../sync-server/identity/roster.ts'
import { openLog, type Log } from '../../sync-server/log/log.ts'
import { openClocks } from '../../sync-server/sla/clocks.ts'
import { whenTargetIsMissed, type SlaWatch } from '../../sync-server/sla/when-target-is-missed.ts'
import { cardOf } from '../../shared/workflow/card-id.ts'
import { boards } from '../../sync-server/workflow/boards.ts'
import { openCards, type Cards } from '../../sync-server/workflow/cards.ts'
import { friday } from '../conversations/story.ts'
import { plan } from '../workflow/story.ts'

type Bare<C> = C extends AnyCommand ? Omit<C, 'id' | 'at'> : never

/** A workspace on a real log whose server can be ended at any moment, with a clock that only moves when it is moved. */
export class House {
  log!: Log
  actors!: Actors
  cards!: Cards
  watch: SlaWatch | undefined
  clock = friday
  readonly faults: unknown[] = []
  readonly tenant: string
  readonly #sql: Sql
  #ids = 0
  /** What is done to the actors that the watch tells. */
  tampered = (actors: Actors): Pick<Actors, 'tell' | 'state'> => actors

  constructor(sql: Sql, tenant: string) {
    this.#sql = sql
    this.tenant = tenant
  }

  async open(): Promise<this> {
    const now = () => this.clock
    this.log = await openLog(this.#sql, { now, retryAfterMs: 1, saveAfterMs: 1, report: one => this.faults.push(one) })
    this.cards = openCards(this.#sql, this.log)
    this.actors = openActors(this.log, { now, beside: boards(this.cards) })
    return this
  }

  async watched(): Promise<this> {
    this.watch = this.startWatch()
    await this.watch.caughtUp()
    return this
  }

  startWatch(): SlaWatch {
    return whenTargetIsMissed({
      actors: this.tampered(this.actors),
      clocks: openClocks(this.#sql),
      follow: this.log.follow,
      roster: openRoster(this.#sql, this.log.streams, this.log.follow),
      report: one => this.faults.push(one),
      now: () => this.clock
    })
  }

  async end(): Promise<void> {
    await this.watch?.stop()
    this.watch = undefined
    await this.cards.stop()
    await this.log.close()
  }

  tell(command: Bare<AnyCommand>, id = 'ada', kind: 'agent' | 'customer' = 'agent') {
    const whole = { ...command, id: `k-${++this.#ids}`, at: this.clock }
    return this.actors.tell(this.tenant, whole, now => trustedContext({ kind, id }, now))
  }

  async founded(targets: SlaTargets | null): Promise<void> {
    await this.tell({ type: 'inbox.connect', inbox: 'shop', platform: 'webchat', name: 'Shop' })
    if (targets) await this.promises(targets)
  }

  promises = (targets: SlaTargets) => this.tell({ type: 'inbox.set-sla', inbox: 'shop', targets })

  writes(conversation: string) {
    const from = { inbox: 'shop', platform: 'webchat', contact: `of-${conversation}` }
    const message = `m-${++this.#ids}`
    const content = { kind: 'text', text: 'Hello' } as const
    return this.tell(
      { type: 'conversation.receive', conversation, ...from, message, content },
      from.contact,
      'customer'
    )
  }

  /** A workflow that every conversation may have a card in, by hand. */
  aims(sla: SlaTargets | null, onVersion = 0) {
    const { sla: _, ...rest } = plan
    const whole = { ...rest, takes: { from: 'nobody' as const }, ...(sla && { sla }) }
    return this.tell({ type: 'workflow.publish', workflow: 'w', onVersion, plan: whole, moved: [] })
  }

  places = (conversation: string) =>
    this.tell({
      type: 'card.place',
      workflow: 'w',
      card: cardOf('w', conversation),
      of: { kind: 'conversation', conversation },
      title: null,
      stage: null,
      rank: 'm'
    })

  closes = (conversation: string) =>
    this.tell({
      type: 'card.close',
      workflow: 'w',
      card: cardOf('w', conversation),
      from: 'new',
      outcome: 'done',
      reason: '',
      rank: 'm'
    })

  answers = (conversation: string) =>
    this.tell({ type: 'conversation.reply', conversation, content: { kind: 'text', text: 'Yes' }, seen: null })

  /** What the log says was promised and not kept, or soon would not be. */
  async said(): Promise<string[]> {
    const events = await this.log.follow.since(this.tenant, 0, 10_000)
    return events.flatMap(({ stream, fact }) =>
      fact.type.startsWith('conversation.sla-')
        ? [
            `${stream.slice('conversation/'.length)} ${fact.type.slice('conversation.sla-'.length)} ${(fact as unknown as { target: string }).target}`
          ]
        : []
    )
  }
}
