import { accept, refuse, type Decision } from '../kernel/decision.ts'
import type { Context, Decider } from '../kernel/decider.ts'
import { unchanged, unreachable } from '../kernel/unreachable.ts'
import type { TeamCommand } from './commands.ts'
import type { TeamFact } from './events.ts'
import type { TeamRefusal } from './refusals.ts'

/** People that an inbox gives its conversations to, or asks for help. Who is disbanded is nobody. */
export type Team = {
  readonly status: 'unknown' | 'formed' | 'disbanded'
  readonly name: string
  readonly members: readonly string[]
}

export const teamDecider: Decider<Team, TeamCommand, TeamFact, TeamRefusal> = {
  initial: { status: 'unknown', name: '', members: [] },
  decide,
  evolve
}

function decide(command: TeamCommand, state: Team, context: Context): Decision<TeamFact, TeamRefusal> {
  if (!context.may(command.type)) return refuse({ reason: 'not-allowed' })
  const so = { at: Math.min(command.at, context.now), by: context.by, cause: command.id }
  if (command.type === 'team.form') {
    if (state.status !== 'unknown') return refuse({ reason: 'already-formed' })
    return accept({ ...so, type: 'team.formed', name: command.name })
  }
  if (state.status !== 'formed') return refuse({ reason: 'no-such-team' })
  switch (command.type) {
    case 'team.rename':
      return state.name === command.name ? accept() : accept({ ...so, type: 'team.renamed', name: command.name })
    case 'team.add-member':
      return state.members.includes(command.agent)
        ? accept()
        : accept({ ...so, type: 'team.member-added', agent: command.agent })
    case 'team.remove-member':
      return state.members.includes(command.agent)
        ? accept({ ...so, type: 'team.member-removed', agent: command.agent })
        : accept()
    case 'team.disband':
      return accept({ ...so, type: 'team.disbanded' })
    default:
      return unreachable(command)
  }
}

function evolve(state: Team, fact: TeamFact): Team {
  switch (fact.type) {
    case 'team.formed':
      return { status: 'formed', name: fact.name, members: [] }
    case 'team.renamed':
      return { ...state, name: fact.name }
    case 'team.member-added':
      return { ...state, members: [...state.members, fact.agent] }
    case 'team.member-removed':
      return { ...state, members: state.members.filter(member => member !== fact.agent) }
    case 'team.disbanded':
      return { ...state, status: 'disbanded', members: [] }
    default:
      return unchanged(state, fact)
  }
}
