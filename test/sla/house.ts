import type { AnyCommand } from '../../shared/catalog.ts'
import { trustedContext } from '../../shared/identity/may.ts'
import type { SlaTargets } from '../../shared/sla/content.ts'
import { actors as openActors, type Actors } from '../../sync-server/actors/actors.ts'
import type { Sql } from '../../sync-server/db/sql.ts'
import { openLog, type Log } from '../../sync-server/log/log.ts'
import { openClocks } from '../../sync-server/sla/clocks.ts'
import { whenTargetIsMissed, type SlaWatch } from '../../sync-server/sla/when-target-is-missed.ts'
import { friday } from '../conversations/story.ts'

type Bare<C> = C extends AnyCommand ? Omit<C, 'id' | 'at'> : never

/** A workspace on a real log whose server can be ended at any moment, with a clock that only moves when it is moved. */
export class House {
  log!: Log
  actors!: Actors
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
    this.actors = openActors(this.log, { now })
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
      report: one => this.faults.push(one),
      now: () => this.clock
    })
  }

  async end(): Promise<void> {
    await this.watch?.stop()
    this.watch = undefined
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
