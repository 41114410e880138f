import type { Event } from '../../shared/kernel/message.ts'
import { streamKey } from '../../shared/kernel/message.ts'
import { manual, type BusinessHours, type RoutingPolicy } from '../../shared/routing/content.ts'

type Known = { type: string; at: number; by: { kind: string; id: string } } & Record<string, unknown>
type One = {
  inbox: string
  status: string
  assignee: string | null
  again: boolean
  labels: Set<string>
  since: number
  seq: number
}
type Agent = { left: boolean; availability: string; until: number | null; limit: number | null; skills: Set<string> }
type Inbox = { policy: RoutingPolicy; hours: BusinessHours | null; readonly members: Set<string> }

/** How far the clocks of these zones are ahead, in minutes. None of them is changed in the days that a history takes. */
const ahead: Readonly<Record<string, number>> = { UTC: 0, 'Europe/Berlin': 60, 'Asia/Kathmandu': 345 }

/** The rules of routing once more, read from a log in the slowest and plainest way: nothing of the engine is in it. */
export class PlainDesk {
  readonly inboxes = new Map<string, Inbox>()
  readonly teams = new Map<string, Set<string>>()
  readonly agents = new Map<string, Agent>()
  readonly conversations = new Map<string, One>()
  now = 0
  /** How often somebody woke, or came back, whom nobody was there for any more. */
  leftAlone = 0

  take({ seq, stream, recordedAt, fact }: Event): void {
    this.now = Math.max(this.now, recordedAt)
    const id = streamKey(stream)
    const said = fact as unknown as Known
    if (stream.startsWith('conversation/')) this.#conversation(id, seq, said)
    if (stream.startsWith('agent/')) this.#agent(id, seq, said)
    if (stream.startsWith('inbox/')) this.#inbox(id, seq, said)
    if (fact.type === 'team.formed') this.teams.set(id, new Set())
    if (fact.type === 'team.member-added') this.teams.get(id)?.add(String(said['agent']))
    if (fact.type === 'team.member-removed') this.teams.get(id)?.delete(String(said['agent']))
  }

  #conversation(id: string, seq: number, fact: Known): void {
    const wasWaiting = this.#waitsFor(id)
    const one = this.conversations.get(id) ?? {
      inbox: String(fact['inbox']),
      status: 'open',
      assignee: null,
      again: false,
      labels: new Set<string>(),
      since: fact.at,
      seq
    }
    this.conversations.set(id, one)
    if (fact.type === 'conversation.labelled') one.labels.add(String(fact['label']))
    if (fact.type === 'conversation.resolved') [one.status, one.again] = ['closed', false]
    if (fact.type === 'conversation.snoozed') one.status = 'asleep'
    if (fact.type === 'conversation.claimed') [one.assignee, one.again] = [fact.by.id, false]
    if (fact.type === 'conversation.assigned') [one.assignee, one.again] = [String(fact['to']), false]
    if (fact.type === 'conversation.unassigned') [one.assignee, one.again] = [null, false]
    if (fact.type === 'conversation.reopened') {
      one.again ||= one.status === 'closed' && one.assignee !== null && this.#isRouted(one)
    }
    if (fact.type === 'conversation.reopened' || fact.type === 'conversation.woken') {
      if (!one.again && this.#isLeftAlone(one)) [one.again, this.leftAlone] = [true, this.leftAlone + 1]
      one.status = 'open'
    }
    if (!wasWaiting && this.#waitsFor(id)) [one.since, one.seq] = [fact.at, seq]
  }

  #agent(id: string, seq: number, fact: Known): void {
    const agent = this.agents.get(id) ?? {
      left: false,
      availability: 'online',
      until: null,
      limit: null,
      skills: new Set()
    }
    this.agents.set(id, agent)
    if (fact.type === 'agent.limit-set') agent.limit = fact['limit'] as number | null
    if (fact.type === 'agent.skills-set') agent.skills = new Set(fact['skills'] as string[])
    if (fact.type === 'agent.availability-set')
      [agent.availability, agent.until] = [String(fact['availability']), fact['until'] as number | null]
    if (fact.type !== 'agent.left') return
    agent.left = true
    agent.skills = new Set()
    this.#comeAgain(seq, one => one.assignee === id)
  }

  #inbox(id: string, seq: number, fact: Known): void {
    const inbox = this.#of(id)
    if (fact.type === 'inbox.member-added') inbox.members.add(String(fact['agent']))
    if (fact.type === 'inbox.hours-set') inbox.hours = fact['hours'] as BusinessHours | null
    if (fact.type === 'inbox.routing-set') inbox.policy = fact['policy'] as RoutingPolicy
    if (fact.type === 'inbox.routing-set' && inbox.policy.method === 'manual')
      for (const one of this.conversations.values()) if (one.inbox === id) one.again = false
    if (fact.type === 'inbox.routing-set') this.#comeAgain(seq, one => one.inbox === id && this.#isLeftAlone(one))
    if (fact.type !== 'inbox.member-removed') return
    inbox.members.delete(String(fact['agent']))
    this.#comeAgain(seq, one => one.inbox === id && one.assignee === fact['agent'])
  }

  #comeAgain(seq: number, isTheirs: (one: One) => boolean): void {
    for (const one of this.conversations.values()) {
      if (one.status !== 'open' || one.again || !isTheirs(one) || !this.#isRouted(one)) continue
      ;[one.again, one.since, one.seq] = [true, this.now, seq]
    }
  }

  #of(id: string): Inbox {
    const inbox = this.inboxes.get(id) ?? { policy: manual, hours: null, members: new Set() }
    this.inboxes.set(id, inbox)
    return inbox
  }

  /** Whoever has it has left, or does not work there any more. */
  #isLeftAlone(one: One): boolean {
    if (one.assignee === null || !this.#isRouted(one)) return false
    return this.agents.get(one.assignee)!.left || !this.#of(one.inbox).members.has(one.assignee)
  }

  #isRouted({ inbox }: One): boolean {
    return this.#of(inbox).policy.method !== 'manual'
  }

  #waitsFor(id: string): boolean {
    const one = this.conversations.get(id)
    return one !== undefined && one.status === 'open' && (one.assignee === null || one.again)
  }

  /** Of all inboxes, or of one. */
  openOf(agent: string, inbox?: string): number {
    return [...this.conversations.values()].filter(
      one => one.status === 'open' && one.assignee === agent && !one.again && one.inbox === (inbox ?? one.inbox)
    ).length
  }

  /** May this one be brought to one more of this conversation's inbox now? */
  hasRoom(id: string, conversation: string): boolean {
    const { inbox } = this.conversations.get(conversation)!
    const { members, policy } = this.#of(inbox)
    const agent = this.agents.get(id)
    if (!agent || agent.left || !members.has(id) || agent.availability === 'busy') return false
    if (agent.availability === 'away' && (agent.until === null || agent.until > this.now)) return false
    return this.openOf(id) < (agent.limit ?? Infinity) && this.openOf(id, inbox) < (policy.limit ?? Infinity)
  }

  /** Is the inbox of this conversation open, by the clock on its wall? */
  isOpen(conversation: string): boolean {
    const { hours } = this.#of(this.conversations.get(conversation)!.inbox)
    if (hours === null) return true
    const wall = new Date(this.now + ahead[hours.zone]! * 60_000)
    const minute = wall.getUTCHours() * 60 + wall.getUTCMinutes()
    return hours.week[wall.getUTCDay()]!.some(({ from, to }) => from <= minute && minute < to)
  }

  /** Everybody who may take it now. */
  takersOf(conversation: string): string[] {
    const { inbox, labels, since } = this.conversations.get(conversation)!
    const { policy, members } = this.#of(inbox)
    if (!this.isOpen(conversation)) return []
    const { team, overflow } = policy
    const asked = new Set(team === null ? members : this.teams.get(team))
    if (overflow && this.now >= since + overflow.afterMinutes * 60_000)
      for (const helper of this.teams.get(overflow.team) ?? []) asked.add(helper)
    const skills = new Set([...this.agents.values()].flatMap(agent => [...agent.skills]))
    const needs = [...labels].filter(label => skills.has(label))
    const isAble = (id: string) => needs.every(need => this.agents.get(id)!.skills.has(need))
    return [...asked].filter(id => this.hasRoom(id, conversation) && isAble(id))
  }

  /** Who waits where anything is given out, the longest-waiting first, whatever the inbox. */
  waiting(): string[] {
    return [...this.conversations.entries()]
      .filter(([id, one]) => this.#waitsFor(id) && this.#isRouted(one))
      .toSorted(([one, a], [other, b]) => a.since - b.since || a.seq - b.seq || (one < other ? -1 : 1))
      .map(([id]) => id)
  }
}
