import type { AnyFact } from '../../shared/catalog.ts'
import { manual, type RoutingPolicy } from '../../shared/routing/content.ts'
import type { Author, Event, StreamId } from '../../shared/kernel/message.ts'
import { advance, passTime } from '../../shared/routing/advance.ts'
import { emptyPicture, type Picture } from '../../shared/routing/picture.ts'
import type { Assignment } from '../../shared/routing/assignment.ts'

/** Friday noon in London and in UTC. */
export const friday = Date.UTC(2026, 10, 20, 12)
export const minute = 60_000
export const hour = 60 * minute

type Bare<F> = F extends AnyFact ? Omit<F, 'at' | 'by' | 'cause'> & { readonly by?: Author } : never

const customer: Author = { kind: 'customer', id: 'mia' }
export const agentNamed = (id: string): Author => ({ kind: 'agent', id })

/** A workspace's log as it is written, and what is routed on it. Each assignment becomes a fact, as the server does it. */
export class Story {
  readonly picture: Picture = emptyPicture()
  readonly events: Event[] = []
  readonly made: Assignment[] = []
  now = friday
  #seq = 0
  /** Off: promised, and the log does not say so yet. */
  confirms = true

  tell(stream: StreamId, fact: Bare<AnyFact>): Assignment[] {
    const whole = { at: this.now, by: customer, cause: `cause-${this.#seq + 1}`, ...fact }
    return this.#hear(stream, whole)
  }

  /** Time goes by, and what comes due is routed. */
  later(ms: number): Assignment[] {
    this.now += ms
    return this.#keep(passTime(this.picture, this.now))
  }

  hire(...ids: string[]): this {
    for (const id of ids) {
      this.tell(`agent/${id}`, { type: 'agent.joined', name: id, email: `${id}@x.test`, role: 'agent' })
      this.tell('inbox/shop', { type: 'inbox.member-added', agent: id })
    }
    return this
  }

  team(team: string, ...ids: string[]): this {
    this.tell(`team/${team}`, { type: 'team.formed', name: team })
    for (const agent of ids) this.tell(`team/${team}`, { type: 'team.member-added', agent })
    return this
  }

  publish(policy: Partial<RoutingPolicy>, inbox = 'shop'): Assignment[] {
    return this.tell(`inbox/${inbox}`, { type: 'inbox.routing-set', policy: { ...manual, ...policy } })
  }

  limit(agent: string, limit: number | null): Assignment[] {
    return this.tell(`agent/${agent}`, { type: 'agent.limit-set', limit })
  }

  skills(agent: string, ...skills: string[]): Assignment[] {
    return this.tell(`agent/${agent}`, { type: 'agent.skills-set', skills })
  }

  set(agent: string, availability: 'online' | 'busy' | 'away', until: number | null = null): Assignment[] {
    return this.tell(`agent/${agent}`, { type: 'agent.availability-set', availability, until })
  }

  opens(id: string, ...labels: string[]): Assignment[] {
    const made = this.made.length
    // A label is there before anybody is free for it only where it was said before: snoozed, labelled, reopened.
    const opened = { type: 'conversation.opened', inbox: 'shop', platform: 'whatsapp', contact: 'mia' } as const
    if (labels.length === 0) return this.tell(`conversation/${id}`, opened)
    const confirms = this.publishedMethod()
    this.publish({ ...confirms, method: 'manual' })
    this.tell(`conversation/${id}`, opened)
    for (const label of labels) this.tell(`conversation/${id}`, { type: 'conversation.labelled', label })
    this.publish(confirms)
    return this.made.slice(made)
  }

  resolves(id: string): Assignment[] {
    return this.tell(`conversation/${id}`, { type: 'conversation.resolved', by: agentNamed('someone') })
  }

  comesBack(id: string): Assignment[] {
    return this.tell(`conversation/${id}`, { type: 'conversation.reopened' })
  }

  /** Who has it, as the router sees it. */
  holderOf(id: string): string | null {
    const held = this.picture.conversations.get(id)
    return held ? (held.promised ?? held.assignee) : null
  }

  publishedMethod(): RoutingPolicy {
    return this.picture.desks.get('shop')?.policy ?? manual
  }

  #hear(stream: StreamId, fact: AnyFact): Assignment[] {
    const event: Event = { seq: ++this.#seq, stream, version: this.#seq, recordedAt: this.now, fact }
    this.events.push(event)
    return this.#keep(advance(this.picture, event))
  }

  #keep(made: readonly Assignment[]): Assignment[] {
    this.made.push(...made)
    const more = made.flatMap(one => (this.confirms ? this.confirm(one) : []))
    return [...made, ...more]
  }

  confirm({ id, at, conversation, to, why }: Assignment): Assignment[] {
    const by: Author = { kind: 'system', id: 'router' }
    return this.#hear(`conversation/${conversation}`, { type: 'conversation.assigned', at, by, cause: id, to, why })
  }
}
