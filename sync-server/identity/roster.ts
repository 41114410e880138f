import type { AnyFact } from '../../shared/catalog.ts'
import { isKnown } from '../../shared/shapes.ts'
import { agentDecider, type Agent } from '../../shared/identity/agent.ts'
import { agentContext } from '../../shared/identity/may.ts'
import { tenantDecider, type Tenant } from '../../shared/identity/tenant.ts'
import type { Context } from '../../shared/kernel/decider.ts'
import { streamKey, streamKind, type StreamId } from '../../shared/kernel/message.ts'
import type { Sql } from '../db/sql.ts'
import type { Follow } from '../log/follow.ts'
import type { Streams } from '../log/read.ts'
import type { Recorded } from '../log/recorded.ts'

/** Who is who in one workspace, as the log has it now. The same object stays true: it is kept up with every commit. */
export type Workspace = {
  readonly tenant: string
  readonly name: string
  agent(id: string): Agent | undefined
  /** Who works here and joined with this address. */
  agentWith(email: string): string | undefined
  /** Every stream that all of the workspace may see. */
  readonly streams: readonly StreamId[]
  /** The inboxes this agent works in; an admin works in all. */
  inboxesOf(agent: string): readonly string[]
  /** With today's role and memberships. Whoever has left may nothing. */
  contextOf(agent: string, now: number): Context
}

export type Roster = {
  of(tenant: string): Promise<Workspace>
  tenants(): Promise<readonly string[]>
  /** After every change of a role, a membership or of who is there. */
  onChanged(listener: (workspace: Workspace) => void): void
}

export function openRoster(sql: Sql, streams: Streams, follow: Follow): Roster {
  const known = new Map<string, Promise<Drawn>>()
  const ready = new Map<string, Drawn>()
  const listeners: ((workspace: Workspace) => void)[] = []
  const take = (workspace: Drawn, events: readonly Recorded[]) => {
    for (const event of events) workspace.add(event)
    for (const listener of listeners) listener(workspace)
  }
  follow.onCommitted(batch => {
    const drawn = known.get(batch.tenant)
    const events = batch.events.filter(event => event.scope === 'tenant')
    if (!drawn || events.length === 0) return
    // At once where it can be: whoever loses a right must be gone before the rest of this very batch is handed out.
    const workspace = ready.get(batch.tenant)
    if (workspace) take(workspace, events)
    // Where it cannot be loaded it is not known, and read with these when it is asked for again.
    else
      drawn.then(
        loaded => take(loaded, events),
        () => undefined
      )
  })
  return {
    of(tenant) {
      const before = known.get(tenant)
      if (before) return before
      const loading = load(sql, streams, tenant)
      known.set(tenant, loading)
      loading.then(
        workspace => ready.set(tenant, workspace),
        () => known.delete(tenant)
      )
      return loading
    },
    async tenants() {
      const rows = await sql.everywhere.query<{ tenant: string }>(
        'select tenant from tenant_head where seq > 0 order by tenant'
      )
      return rows.map(row => row.tenant)
    },
    onChanged(listener) {
      listeners.push(listener)
    }
  }
}

const kinds = new Set(['tenant', 'agent', 'inbox', 'team', 'workflow', 'automation', 'phrase'])

/** Streams of this kind hold some dozens of events. */
const longest = 100_000

async function load(sql: Sql, streams: Streams, tenant: string): Promise<Drawn> {
  const workspace = drawWorkspace(tenant)
  const rows = await sql
    .of(tenant)
    .query<{ stream: StreamId }>(
      `select stream from head where tenant = $1 and split_part(stream, '/', 1) in ('tenant', 'agent', 'inbox', 'team', 'workflow', 'automation', 'phrase') order by stream`,
      [tenant]
    )
  for (const { stream } of rows) for (const event of await streams.last(tenant, stream, longest)) workspace.add(event)
  return workspace
}

type Drawn = Workspace & { add(event: Recorded): void }

/** Nobody yet; `add` takes in what the log says. */
export function drawWorkspace(tenant: string): Drawn {
  let founded: Tenant = tenantDecider.initial
  const agents = new Map<string, Agent>()
  const members = new Map<string, Set<string>>()
  const versions = new Map<StreamId, number>()

  const draw = (id: string, fact: AnyFact) => {
    const kind = fact.type.slice(0, fact.type.indexOf('.'))
    if (kind === 'tenant') founded = tenantDecider.evolve(founded, fact as never)
    if (kind === 'agent') agents.set(id, agentDecider.evolve(agents.get(id) ?? agentDecider.initial, fact as never))
    if (fact.type === 'inbox.connected') members.set(id, new Set())
    if (fact.type === 'inbox.member-added') members.get(id)?.add(fact.agent)
    if (fact.type === 'inbox.member-removed') members.get(id)?.delete(fact.agent)
  }
  const inboxesOf = (agent: string) => {
    const ids = [...members.keys()]
    return agents.get(agent)?.role === 'admin' ? ids : ids.filter(id => members.get(id)?.has(agent))
  }
  const worksIn = (agent: string, inbox: string) =>
    agents.get(agent)?.status === 'active' && inboxesOf(agent).includes(inbox)
  return {
    tenant,
    get name() {
      return founded.name ?? tenant
    },
    agent: id => agents.get(id),
    agentWith: email => [...agents].find(([, one]) => one.status === 'active' && one.email === email)?.[0],
    get streams() {
      return [...versions.keys()]
    },
    inboxesOf,
    contextOf(id, now) {
      const agent = agents.get(id)
      const nobody: Context = { now, by: { kind: 'agent', id }, may: () => false, reaches: () => false }
      return agent?.status === 'active'
        ? agentContext({ id, role: agent.role, inboxes: inboxesOf(id) }, now, worksIn)
        : nobody
    },
    // Read from the log and told live overlap while loading, so each version is taken once.
    add({ stream, version, fact }) {
      if (version <= (versions.get(stream) ?? 0) || !kinds.has(streamKind(stream))) return
      versions.set(stream, version)
      if (isKnown(fact)) draw(streamKey(stream), fact)
    }
  }
}
