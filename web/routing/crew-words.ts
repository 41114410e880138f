import type { RoutingPolicy } from '../../shared/routing/content.ts'
import type { Team } from '../../shared/routing/team.ts'
import type { AgentRow, InboxRow } from '../app/live.ts'

type People = ReadonlyMap<string, Pick<AgentRow, 'status' | 'role'>>
type Teams = ReadonlyMap<string, Team>

/** Why nobody would ever be given anything under this policy. `null`: somebody would. */
export function nobodyWords(
  { method, team, limit }: RoutingPolicy,
  { members }: Pick<InboxRow, 'members'>,
  people: People,
  teams: Teams
): string | null {
  if (method === 'manual') return null
  if (limit === 0) return 'With a limit of 0 nobody gets anything: everything waits.'
  const asked = team === null ? members : (teams.get(team)?.members ?? [])
  const able = asked.flatMap(id => people.get(id) ?? []).filter(one => one.status === 'active')
  if (able.length === 0) return team === null ? `Nobody works in this inbox: ${all}` : `Nobody is in this team: ${all}`
  const reach = asked.some(id => {
    const one = people.get(id)
    return one?.status === 'active' && (one.role === 'admin' || members.includes(id))
  })
  return reach ? null : `Nobody of this team works in this inbox: ${all}`
}

const all = 'everything waits.'
