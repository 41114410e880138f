import type { AnyCommand } from '../../shared/catalog.ts'
import { trustedContext } from '../../shared/identity/may.ts'
import { manual, type Availability, type RoutingPolicy } from '../../shared/routing/content.ts'
import { actors as openActors, type Actors } from '../../sync-server/actors/actors.ts'
import type { Sql } from '../../sync-server/db/sql.ts'
import { openLog, type Log } from '../../sync-server/log/log.ts'
import { openPictures } from '../../sync-server/routing/pictures.ts'
import { startRouting, type Routing } from '../../sync-server/routing/start-routing.ts'
import { friday } from './story.ts'

type Bare<C> = C extends AnyCommand ? Omit<C, 'id' | 'at'> : never

/** A workspace on a real log, whose server can be ended and begun again at any moment. Its clock stands still until it is set going. */
export class House {
  log!: Log
  actors!: Actors
  routing: Routing | undefined
  clock = friday
  isTicking = false
  readonly now = () => (this.isTicking ? Date.now() : this.clock)
  readonly faults: unknown[] = []
  readonly tenant: string
  readonly #sql: Sql
  #ids = 0
  /** What is done to the actors that the router tells. */
  tampered = (actors: Actors): Pick<Actors, 'tell'> => actors

  constructor(sql: Sql, tenant: string) {
    this.#sql = sql
    this.tenant = tenant
  }

  async open(): Promise<this> {
    const { now } = this
    this.log = await openLog(this.#sql, {
      now,
      retryAfterMs: 1,
      saveAfterMs: 1,
      report: error => this.faults.push(error)
    })
    this.actors = openActors(this.log, { now })
    return this
  }

  async route(): Promise<this> {
    const { follow, states } = this.log
    const report = (error: unknown) => this.faults.push(error)
    const pictures = openPictures(this.#sql)
    const { now } = this
    const actors = this.tampered(this.actors)
    this.routing = await startRouting({ actors, follow, states, pictures, report, now, graceMs: 0 })
    return this
  }

  /** A crash leaves no picture of what was routed last: without `forgets` it is a stop in good order. */
  async end(forgets?: 'picture' | 'place'): Promise<void> {
    await this.routing?.stop()
    this.routing = undefined
    await this.log.close()
    const { query } = this.#sql.of(this.tenant)
    if (forgets) await query('delete from routing_picture where tenant = $1', [this.tenant])
    if (forgets === 'place') await query('delete from follower where tenant = $1', [this.tenant])
  }

  async again(forgets?: 'picture' | 'place'): Promise<void> {
    await this.end(forgets)
    await (await this.open()).route()
  }

  tell(command: Bare<AnyCommand>, id = 'ada', kind: 'agent' | 'customer' = 'agent') {
    const whole = { ...command, id: `k-${++this.#ids}`, at: this.now() }
    return this.actors.tell(this.tenant, whole, now => trustedContext({ kind, id }, now))
  }

  async hire(...people: string[]): Promise<void> {
    for (const agent of people) {
      await this.tell({ type: 'agent.join', agent, name: agent, email: `${agent}@x.test`, role: 'agent' })
      await this.tell({ type: 'inbox.add-member', inbox: 'shop', agent })
    }
  }

  async founded(policy: Partial<RoutingPolicy>, ...people: string[]): Promise<void> {
    await this.tell({ type: 'inbox.connect', inbox: 'shop', platform: 'webchat', name: 'Shop' })
    await this.hire(...people)
    await this.publish(policy)
  }

  publish = (policy: Partial<RoutingPolicy>) =>
    this.tell({ type: 'inbox.set-routing', inbox: 'shop', policy: { ...manual, method: 'round-robin', ...policy } })

  limit = (agent: string, limit: number | null) => this.tell({ type: 'agent.set-limit', agent, limit })
  set = (agent: string, availability: Availability, until: number | null = null) =>
    this.tell({ type: 'agent.set-availability', agent, availability, until })

  writes(conversation: string) {
    const from = { inbox: 'shop', platform: 'webchat', contact: `of-${conversation}` }
    const content = { kind: 'text', text: 'Hello' } as const
    const message = `m-${++this.#ids}`
    return this.tell(
      { type: 'conversation.receive', conversation, ...from, message, content },
      from.contact,
      'customer'
    )
  }

  claims = (conversation: string, by: string) => this.tell({ type: 'conversation.claim', conversation }, by)
  async resolves(conversation: string, by: string) {
    const { lastReceived: seen } = await this.actors.state(this.tenant, 'conversation', conversation)
    return this.tell({ type: 'conversation.resolve', conversation, seen }, by)
  }

  async holderOf(conversation: string): Promise<string | null> {
    return (await this.actors.state(this.tenant, 'conversation', conversation)).assignee
  }

  events = () => this.log.follow.since(this.tenant, 0, 100_000)

  /** What the router made true, when there is nothing left to do. */
  async routed(): Promise<string[]> {
    for (let head = -1; head !== (await this.log.follow.head(this.tenant));) {
      head = await this.log.follow.head(this.tenant)
      await this.routing?.caughtUp()
    }
    return (await this.events()).flatMap(({ stream, fact }) =>
      fact.type === 'conversation.assigned' && 'why' in fact
        ? [`${stream.slice('conversation/'.length)} → ${(fact as unknown as { to: string }).to}`]
        : []
    )
  }
}
