import { accept, refuse, type Decision } from '../kernel/decision.ts'
import type { Context, Decider } from '../kernel/decider.ts'
import { unchanged, unreachable } from '../kernel/unreachable.ts'
import type { Availability } from '../routing/content.ts'
import type { AgentCommand } from './commands.ts'
import type { AgentFact, Role } from './events.ts'
import type { IdentityRefusal } from './refusals.ts'

/** Somebody who answers customers. Who has left keeps their name in history and their hand on nothing. */
export type Agent = {
  readonly status: 'unknown' | 'active' | 'left'
  readonly name: string
  readonly email: string
  readonly role: Role
  /** Absent: online. Away, and `until` has come: online. */
  readonly availability?: Availability
  readonly until?: number | null
  /** The most open conversations they take at once. */
  readonly limit?: number | null
  readonly skills?: readonly string[]
}

export const agentDecider: Decider<Agent, AgentCommand, AgentFact, IdentityRefusal> = {
  initial: { status: 'unknown', name: '', email: '', role: 'agent' },
  decide,
  evolve
}

/** What everybody says of themselves. */
const ownMatters: ReadonlySet<string> = new Set<AgentCommand['type']>(['agent.rename', 'agent.set-availability'])

/** What nobody says of themselves: whoever takes rights away keeps theirs, so somebody always has them. */
const othersMatters: ReadonlySet<string> = new Set<AgentCommand['type']>(['agent.change-role', 'agent.leave'])

function decide(command: AgentCommand, state: Agent, context: Context): Decision<AgentFact, IdentityRefusal> {
  const isSelf = context.by.kind === 'agent' && context.by.id === command.agent
  const isOwnMatter = isSelf && ownMatters.has(command.type)
  if (!isOwnMatter && !context.may(command.type)) return refuse({ reason: 'not-allowed' })
  if (isSelf && othersMatters.has(command.type)) return refuse({ reason: 'not-allowed' })
  const so = { at: Math.min(command.at, context.now), by: context.by, cause: command.id }
  if (command.type === 'agent.join') {
    if (state.status !== 'unknown') return refuse({ reason: 'already-joined' })
    const { name, email, role } = command
    return accept({ ...so, type: 'agent.joined', name, email, role })
  }
  if (state.status !== 'active') return refuse({ reason: 'no-such-agent' })
  switch (command.type) {
    case 'agent.rename':
      return state.name === command.name ? accept() : accept({ ...so, type: 'agent.renamed', name: command.name })
    case 'agent.change-role':
      return state.role === command.role ? accept() : accept({ ...so, type: 'agent.role-changed', role: command.role })
    case 'agent.leave':
      return accept({ ...so, type: 'agent.left' })
    case 'agent.set-availability': {
      const { availability } = command
      const until = availability === 'away' ? command.until : null
      // Said offline, and the return has passed meanwhile: they are back.
      if (until !== null && until <= context.now) return decideBack(so, state)
      const isSo = (state.availability ?? 'online') === availability && (state.until ?? null) === until
      return isSo ? accept() : accept({ ...so, type: 'agent.availability-set', availability, until })
    }
    case 'agent.set-limit':
      return (state.limit ?? null) === command.limit
        ? accept()
        : accept({ ...so, type: 'agent.limit-set', limit: command.limit })
    case 'agent.set-skills': {
      const skills = [...new Set(command.skills)].toSorted()
      return skills.join('\n') === (state.skills ?? []).join('\n')
        ? accept()
        : accept({ ...so, type: 'agent.skills-set', skills })
    }
    default:
      return unreachable(command)
  }
}

function decideBack(so: Omit<AgentFact, 'type'>, state: Agent): Decision<AgentFact, IdentityRefusal> {
  return (state.availability ?? 'online') === 'online'
    ? accept()
    : accept({ ...so, type: 'agent.availability-set', availability: 'online', until: null })
}

function evolve(state: Agent, fact: AgentFact): Agent {
  switch (fact.type) {
    case 'agent.joined':
      return { status: 'active', name: fact.name, email: fact.email, role: fact.role }
    case 'agent.renamed':
      return { ...state, name: fact.name }
    case 'agent.role-changed':
      return { ...state, role: fact.role }
    case 'agent.left':
      return { ...state, status: 'left' }
    case 'agent.availability-set':
      return { ...state, availability: fact.availability, until: fact.until }
    case 'agent.limit-set':
      return { ...state, limit: fact.limit }
    case 'agent.skills-set':
      return { ...state, skills: fact.skills }
    default:
      return unchanged(state, fact)
  }
}
