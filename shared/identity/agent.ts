import { accept, refuse, type Decision } from '../kernel/decision.ts'
import type { Context, Decider } from '../kernel/decider.ts'
import { unchanged, unreachable } from '../kernel/unreachable.ts'
import type { AgentCommand } from './commands.ts'
import type { AgentFact, Role } from './events.ts'
import type { IdentityRefusal } from './refusals.ts'

/** Somebody who answers customers. Who has left keeps their name in history and their hand on nothing. */
export type Agent = {
  readonly status: 'unknown' | 'active' | 'left'
  readonly name: string
  readonly email: string
  readonly role: Role
}

export const agentDecider: Decider<Agent, AgentCommand, AgentFact, IdentityRefusal> = {
  initial: { status: 'unknown', name: '', email: '', role: 'agent' },
  decide,
  evolve
}

function decide(command: AgentCommand, state: Agent, context: Context): Decision<AgentFact, IdentityRefusal> {
  const self = command.type === 'agent.rename' && context.by.kind === 'agent' && context.by.id === command.agent
  if (!self && !context.may(command.type)) return refuse({ reason: 'not-allowed' })
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
    default:
      return unreachable(command)
  }
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
    default:
      return unchanged(state, fact)
  }
}
