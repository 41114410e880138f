import { useState } from 'preact/hooks'
import { agents, type AgentRow } from '../live.ts'

/** Everybody who works here by name, and first who is in it. They stand as when one came: no box moves away from under the pointer. */
export function usePeople(members: readonly string[]): readonly AgentRow[] {
  void agents.revision.value
  const [first] = useState(() => new Set(members))
  const rankOf = ({ agent }: AgentRow) => (first.has(agent) ? 0 : 1)
  return [...agents.all.values()]
    .filter(one => one.status === 'active')
    .toSorted((a, b) => rankOf(a) - rankOf(b) || a.name.localeCompare(b.name))
}
