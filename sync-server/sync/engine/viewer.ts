import { createHash } from 'node:crypto'
import type { Scope } from '../../../shared/catalog.ts'
import type { Role } from '../../../shared/identity/events.ts'
import type { Workspace } from '../../identity/roster.ts'

/** What one agent may see, as of now. Two with the same `sight` get the same bytes. */
export type Viewer = {
  readonly agent: string
  readonly role: Role
  readonly sight: string
  sees(scope: Scope): boolean
}

/** `null`: this agent has no place in the workspace any more. */
export function viewerOf(workspace: Workspace, id: string): Viewer | null {
  const agent = workspace.agent(id)
  if (agent?.status !== 'active') return null
  if (agent.role === 'admin') return { agent: id, role: agent.role, sight: 'all', sees: () => true }
  const scopes = new Set<string>(workspace.inboxesOf(id).map(inbox => `inbox:${inbox}`))
  return {
    agent: id,
    role: agent.role,
    sight: createHash('sha256')
      .update(JSON.stringify([...scopes].sort()))
      .digest('hex')
      .slice(0, 12),
    sees: scope => scope === 'tenant' || scopes.has(scope)
  }
}

/**
 * To a client whose sight has changed the log is another one: the incarnation it knows carries what it could see,
 * so its cursor no longer fits, and it gets a snapshot of what it may hold now.
 */
export function incarnationFor(viewer: Viewer, incarnation: string): string {
  return `${incarnation}.${viewer.sight}`
}
