import type { ConversationFact } from '../conversations/events.ts'
import type { AgentFact } from '../identity/events.ts'
import type { InboxFact } from '../inboxes/events.ts'
import { streamKey, streamKind, type Event } from '../kernel/message.ts'
import type { TeamFact } from './events.ts'
import { lay, lift } from './lay.ts'
import { deskOf, personOf, type Held, type Picture } from './picture.ts'
import { isLeftAlone, takeConversation } from './take-conversation.ts'

/**
 * Draws one more event in. Whether it says anything that routing depends on: what only a newer version knows does not,
 * so the types are enough to tell, and no schema is asked of each of a long log.
 */
export function take(picture: Picture, { seq, stream, recordedAt, fact }: Event): boolean {
  picture.seq = seq
  const id = streamKey(stream)
  const kind = streamKind(stream)
  if (kind === 'conversation') return takeConversation(picture, id, seq, fact as ConversationFact)
  if (kind === 'agent') return takeAgent(picture, id, fact as AgentFact, { seq, at: recordedAt })
  if (kind === 'inbox') return takeInbox(picture, id, fact as InboxFact, { seq, at: recordedAt })
  return kind === 'team' && takeTeam(picture, id, fact as TeamFact)
}

type Place = { readonly seq: number; readonly at: number }

function takeAgent(picture: Picture, id: string, fact: AgentFact, place: Place): boolean {
  const person = personOf(picture, id)
  switch (fact.type) {
    case 'agent.joined':
      person.isActive = true
      person.isAdmin = fact.role === 'admin'
      newCrews(picture)
      return true
    case 'agent.role-changed':
      person.isAdmin = fact.role === 'admin'
      // An admin may have some of an inbox that they do not work in.
      comeAgain(picture, held => (held.promised ?? held.assignee) === id && isLeftAlone(picture, held), place)
      return true
    case 'agent.left':
      person.isActive = false
      learn(picture, person.skills, new Set(), place)
      person.skills = new Set()
      newCrews(picture)
      comeAgain(picture, held => (held.promised ?? held.assignee) === id, place)
      return true
    case 'agent.availability-set':
      person.availability = fact.availability
      person.until = fact.until
      return true
    case 'agent.limit-set':
      person.limit = fact.limit
      return true
    case 'agent.skills-set': {
      const skills = new Set(fact.skills)
      learn(picture, person.skills, skills, place)
      person.skills = skills
      return true
    }
    default:
      return false
  }
}

function takeInbox(picture: Picture, id: string, fact: InboxFact, place: Place): boolean {
  const desk = deskOf(picture, id)
  switch (fact.type) {
    case 'inbox.member-added':
      desk.members.add(fact.agent)
      desk.crew = null
      return true
    case 'inbox.member-removed':
      desk.members.delete(fact.agent)
      desk.crew = null
      comeAgain(picture, held => held.inbox === id && (held.promised ?? held.assignee) === fact.agent, place)
      return true
    case 'inbox.routing-set':
      desk.policy = fact.policy
      desk.crew = null
      if (fact.policy.method === 'manual') stay(picture, id, place)
      // Whoever left while nobody routed here could not hand anything on.
      else comeAgain(picture, held => held.inbox === id && isLeftAlone(picture, held), place)
      return true
    case 'inbox.hours-set':
      desk.hours = fact.hours
      return true
    default:
      return false
  }
}

function takeTeam(picture: Picture, id: string, fact: TeamFact): boolean {
  const members = picture.teams.get(id) ?? new Set<string>()
  picture.teams.set(id, members)
  switch (fact.type) {
    case 'team.member-added':
      members.add(fact.agent)
      break
    case 'team.member-removed':
      members.delete(fact.agent)
      break
    case 'team.disbanded':
      members.clear()
      break
    default:
      return false
  }
  newCrews(picture)
  return true
}

function newCrews({ desks }: Picture): void {
  for (const desk of desks.values()) desk.crew = null
}

/** Whoever had these is not there for them any more. */
function comeAgain(picture: Picture, isTheirs: (held: Held) => boolean, place: Place): void {
  for (const held of picture.conversations.values()) {
    const isRouted = deskOf(picture, held.inbox).policy.method !== 'manual'
    if (held.status !== 'open' || !isRouted || !isTheirs(held)) continue
    lift(picture, held)
    held.promised = null
    held.again = held.assignee !== null
    lay(picture, held, place.seq, place.at)
  }
}

/** Nobody routes here any more: what has somebody stays with them. */
function stay(picture: Picture, inbox: string, place: Place): void {
  for (const held of picture.conversations.values()) {
    if (held.inbox !== inbox || !held.again) continue
    lift(picture, held)
    held.again = false
    lay(picture, held, place.seq, place.at)
  }
}

/** Where a label becomes somebody's skill, or nobody's, whoever waits with it stands in another line. */
function learn(picture: Picture, before: ReadonlySet<string>, after: ReadonlySet<string>, place: Place): void {
  const known = new Set(picture.skills.keys())
  for (const skill of before) picture.skills.set(skill, (picture.skills.get(skill) ?? 0) - 1)
  for (const skill of after) picture.skills.set(skill, (picture.skills.get(skill) ?? 0) + 1)
  for (const [skill, people] of picture.skills) if (people === 0) picture.skills.delete(skill)
  const changed = new Set([...before, ...after].filter(skill => known.has(skill) !== picture.skills.has(skill)))
  if (changed.size === 0) return
  for (const held of picture.conversations.values()) {
    if (!held.waiting || !held.labels.some(label => changed.has(label))) continue
    lift(picture, held)
    lay(picture, held, place.seq, place.at)
  }
}
