import type { Event } from '../../shared/kernel/message.ts'
import { streamKey } from '../../shared/kernel/message.ts'
import { manual, type RoutingPolicy } from '../../shared/routing/content.ts'

type Known = { type: string; at: number; by: { kind: string; id: string } } & Record<string, unknown>
type One = { status: string; assignee: string | null; again: boolean; labels: Set<string>; since: number; seq: number }
type Agent = { left: boolean; availability: string; until: number | null; limit: number | null; skills: Set<string> }

/** The rules of routing once more, read from a log in the slowest and plainest way: nothing of the engine is in it. */
export class PlainDesk {
  policy: RoutingPolicy = manual
  readonly members = new Set<string>()
  readonly teams = new Map<string, Set<string>>()
  readonly agents = new Map<string, Agent>()
  readonly conversations = new Map<string, One>()
  now = 0

  take({ seq, stream, recordedAt, fact }: Event): void {
    this.now = Math.max(this.now, recordedAt)
    const id = streamKey(stream)
    const said = fact as unknown as Known
    if (stream.startsWith('conversation/')) this.#conversation(id, seq, said)
    else this.#house(id, seq, said)
  }

  #conversation(id: string, seq: number, fact: Known): void {
    const wasWaiting = this.#waitsFor(id)
    const one = this.conversations.get(id) ?? {
      status: 'open',
      assignee: null,
      again: false,
      labels: new Set<string>(),
      since: fact.at,
      seq
    }
    this.conversations.set(id, one)
    if (fact.type === 'conversation.labelled') one.labels.add(String(fact['label']))
    if (fact.type === 'conversation.resolved' || fact.type === 'conversation.snoozed') one.status = 'closed'
    if (fact.type === 'conversation.claimed') [one.assignee, one.again] = [fact.by.id, false]
    if (fact.type === 'conversation.assigned') [one.assignee, one.again] = [String(fact['to']), false]
    if (fact.type === 'conversation.unassigned') [one.assignee, one.again] = [null, false]
    if (fact.type === 'conversation.reopened') {
      one.again = one.status === 'closed' && one.assignee !== null && this.policy.method !== 'manual'
      one.status = 'open'
    }
    if (!wasWaiting && this.#waitsFor(id)) [one.since, one.seq] = [fact.at, seq]
  }

  #house(id: string, seq: number, fact: Known): void {
    const agent = this.agents.get(id) ?? {
      left: false,
      availability: 'online',
      until: null,
      limit: null,
      skills: new Set()
    }
    if (id.startsWith('a')) this.agents.set(id, agent)
    if (fact.type === 'inbox.member-added') this.members.add(String(fact['agent']))
    if (fact.type === 'inbox.routing-set') this.policy = fact['policy'] as RoutingPolicy
    if (fact.type === 'inbox.routing-set' && this.policy.method === 'manual')
      for (const one of this.conversations.values()) one.again = false
    if (fact.type === 'team.formed') this.teams.set(id, new Set())
    if (fact.type === 'team.member-added') this.teams.get(id)?.add(String(fact['agent']))
    if (fact.type === 'agent.limit-set') agent.limit = fact['limit'] as number | null
    if (fact.type === 'agent.skills-set') agent.skills = new Set(fact['skills'] as string[])
    if (fact.type === 'agent.availability-set')
      [agent.availability, agent.until] = [String(fact['availability']), fact['until'] as number | null]
    if (fact.type !== 'agent.left') return
    agent.left = true
    agent.skills = new Set()
    for (const one of this.conversations.values()) {
      if (one.status !== 'open' || one.assignee !== id || one.again || this.policy.method === 'manual') continue
      ;[one.again, one.since, one.seq] = [true, this.now, seq]
    }
  }

  #waitsFor(id: string): boolean {
    const one = this.conversations.get(id)
    return one !== undefined && one.status === 'open' && (one.assignee === null || one.again)
  }

  openOf(agent: string): number {
    return [...this.conversations.values()].filter(one => one.status === 'open' && one.assignee === agent && !one.again)
      .length
  }

  /** May this one be brought to one more now? */
  hasRoom(id: string): boolean {
    const agent = this.agents.get(id)
    if (!agent || agent.left || !this.members.has(id) || agent.availability === 'busy') return false
    if (agent.availability === 'away' && (agent.until === null || agent.until > this.now)) return false
    const open = this.openOf(id)
    return open < (agent.limit ?? Infinity) && open < (this.policy.limit ?? Infinity)
  }

  /** Everybody who may take it now. */
  takersOf(conversation: string): string[] {
    const { labels, since } = this.conversations.get(conversation)!
    const { team, overflow } = this.policy
    const asked = new Set(team === null ? this.members : this.teams.get(team))
    if (overflow && this.now >= since + overflow.afterMinutes * 60_000)
      for (const helper of this.teams.get(overflow.team) ?? []) asked.add(helper)
    const skills = new Set([...this.agents.values()].flatMap(agent => [...agent.skills]))
    const needs = [...labels].filter(label => skills.has(label))
    return [...asked].filter(id => this.hasRoom(id) && needs.every(need => this.agents.get(id)!.skills.has(need)))
  }

  /** Who waits, the longest-waiting first. */
  waiting(): string[] {
    if (this.policy.method === 'manual') return []
    return [...this.conversations.entries()]
      .filter(([id]) => this.#waitsFor(id))
      .toSorted(([one, a], [other, b]) => a.since - b.since || a.seq - b.seq || (one < other ? -1 : 1))
      .map(([id]) => id)
  }
}
