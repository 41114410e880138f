import type { AnyCommand } from '../../shared/catalog.ts'
import type { Rule } from '../../shared/automation/content.ts'
import { trustedContext } from '../../shared/identity/may.ts'
import { actors as openActors, type Actors } from '../../sync-server/actors/actors.ts'
import { startAutomations, type Automations } from '../../sync-server/automation/automations.ts'
import { openRuns } from '../../sync-server/automation/runs.ts'
import { linksBeside } from '../../sync-server/contacts/links-beside.ts'
import { withDoors, type Sql } from '../../sync-server/db/sql.ts'
import { openRoster, type Roster } from '../../sync-server/identity/roster.ts'
import { openLog, type Log } from '../../sync-server/log/log.ts'
import { boards } from '../../sync-server/workflow/boards.ts'
import { openCards, type Cards } from '../../sync-server/workflow/cards.ts'
import { refund } from './rules.ts'

type Bare<C> = C extends AnyCommand ? Omit<C, 'id' | 'at'> : never

/** A workspace on a real log with its automations, that can be ended and begun again at any moment. Its clock is set by hand. */
export class Workshop {
  log!: Log
  actors!: Actors
  roster!: Roster
  cards!: Cards
  automations: Automations | undefined
  clock = Date.UTC(2026, 10, 26, 9)
  /** Counts down with everything that automations write; at 0 the machine is dead, until it begins again. */
  writesLeft = Infinity
  readonly faults: unknown[] = []
  callsTo: readonly string[] = []
  readonly tenant: string
  readonly #sql: Sql
  #ids = 0

  constructor(sql: Sql, tenant: string) {
    this.#sql = sql
    this.tenant = tenant
  }

  async open(): Promise<this> {
    const now = () => this.clock
    this.writesLeft = Infinity
    this.log = await openLog(this.#sql, { now, retryAfterMs: 1, mostRetryMs: 5, saveAfterMs: 1 })
    this.cards = openCards(this.#sql, this.log)
    this.actors = openActors(this.log, { now, beside: linksBeside(boards(this.cards)) })
    this.roster = openRoster(this.#sql, this.log.streams, this.log.follow)
    return this
  }

  start(): this {
    const now = () => this.clock
    const [sql, actors] = [this.#dying(), this.#mortal()]
    const report = (error: unknown) => this.faults.push(error)
    this.automations = startAutomations({
      sql,
      actors,
      log: this.log,
      roster: this.roster,
      callsTo: this.callsTo,
      now,
      report
    })
    return this
  }

  async end(): Promise<void> {
    await this.automations?.stop()
    this.automations = undefined
    await this.cards.stop()
    await this.log.close()
  }

  async again(): Promise<void> {
    await this.end()
    ;(await this.open()).start()
  }

  tell(command: Bare<AnyCommand>, id = 'ada', kind: 'agent' | 'customer' = 'agent', at = this.clock) {
    const whole = { ...command, id: `k-${++this.#ids}`, at }
    return this.actors.tell(this.tenant, whole, now => trustedContext({ kind, id }, now))
  }

  async founded(): Promise<this> {
    await this.tell({ type: 'inbox.connect', inbox: 'shop', platform: 'webchat', name: 'Shop' })
    for (const agent of ['ada', 'ben']) {
      await this.tell({ type: 'agent.join', agent, name: agent, email: `${agent}@x.test`, role: 'agent' })
      await this.tell({ type: 'inbox.add-member', inbox: 'shop', agent })
    }
    return this
  }

  publish(automation: string, rule: Partial<Rule> = {}, onVersion = 0) {
    return this.tell({ type: 'automation.publish', automation, onVersion, rule: { ...refund, ...rule } })
  }

  /** `at`: by the clock of whoever writes. */
  writes(conversation: string, text: string, at = this.clock) {
    const from = { inbox: 'shop', platform: 'webchat', contact: 'maya' }
    const message = `m-${++this.#ids}`
    const content = { kind: 'text', text } as const
    return this.tell({ type: 'conversation.receive', conversation, ...from, message, content }, 'maya', 'customer', at)
  }

  of = (conversation: string) => this.actors.state(this.tenant, 'conversation', conversation)
  runs = (automation: string) => openRuns(this.#sql).newest(this.tenant, automation, 100)
  came = async (automation: string) => (await this.runs(automation)).map(({ came }) => came.as)

  /** When there is nothing left to look at. */
  async settled(): Promise<void> {
    for (let head = -1; head !== (await this.log.follow.head(this.tenant));) {
      head = await this.log.follow.head(this.tenant)
      await this.automations?.caughtUp()
    }
  }

  /** What automations made true, as `conversation.labelled by automation.a`. */
  async deeds(): Promise<string[]> {
    const events = await this.log.follow.since(this.tenant, 0, 100_000)
    return events
      .filter(({ fact }) => fact.by.id.startsWith('automation.'))
      .map(({ stream, fact }) => `${fact.type} ${stream.split('/')[1]} by ${fact.by.id}`)
  }

  #write(): void {
    if (this.writesLeft-- <= 0) throw new Error('the machine is dead')
  }

  #mortal(): Actors {
    const { tell } = this.actors
    const mortal: Actors['tell'] = async (...told) => {
      this.#write()
      const answer = await tell(...told)
      // Done, and nobody hears of it.
      this.#write()
      return answer
    }
    return { ...this.actors, state: (...asked) => this.actors.state(...asked), tell: mortal }
  }

  #dying(): Sql {
    return withDoors(this.#sql, door => ({
      ...door,
      query: async (text, values) => {
        const isWrite = /^\s*(insert|delete|update)/.test(text)
        if (isWrite) this.#write()
        const answer = await door.query(text, values)
        if (isWrite) this.#write()
        return answer as never
      }
    }))
  }
}
