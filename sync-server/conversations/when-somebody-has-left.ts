import { createHash } from 'node:crypto'
import { streamKey } from '../../shared/kernel/message.ts'
import type { Actors } from '../actors/actors.ts'
import type { Follow, Follower } from '../log/follow.ts'
import type { Recorded } from '../log/recorded.ts'
import type { HeldThread, Threads } from './threads.ts'

type Workspace = {
  agent(id: string): { readonly status: string } | undefined
  inboxesOf(agent: string): readonly string[]
}

type Parts = {
  readonly actors: Pick<Actors, 'tell' | 'state'>
  readonly roster: { of(tenant: string): Promise<Workspace> }
  readonly threads: Pick<Threads, 'held'>
  readonly follow: Pick<Follow, 'follower'>
}

/**
 * What somebody had who has left, or does not work in the inbox any more, is nobody's, so that it is seen among what
 * nobody has: at once, and what was resolved then when it is opened again. Where conversations are routed, whoever
 * routes decides anew. After a crash the same events are gone through again: by then it is nobody's, or somebody
 * else's, and stays so.
 */
export function whenSomebodyHasLeft({ actors, roster, threads, follow }: Parts): Follower {
  return follow.follower('left-alone', async ({ tenant, events }) => {
    const anywhere = events.some(({ fact }) => leaves.has(fact.type))
    const here = events
      .filter(({ fact }) => fact.type === 'conversation.reopened')
      .map(({ stream }) => streamKey(stream))
    if (here.length === 0 && !anywhere) return
    const workspace = await roster.of(tenant)
    for (const one of await threads.held(tenant, anywhere ? null : [...new Set(here)])) {
      const isThere = workspace.agent(one.assignee)?.status === 'active'
      if (isThere && workspace.inboxesOf(one.assignee).includes(one.inbox)) continue
      await letGo(actors, tenant, one, events)
    }
  })
}

/** Where nobody routes any more, nobody decides anew. */
const leaves: ReadonlySet<string> = new Set([
  'agent.left',
  'agent.role-changed',
  'inbox.member-removed',
  'inbox.routing-set'
])

async function letGo(
  actors: Parts['actors'],
  tenant: string,
  { conversation, inbox, assignee }: HeldThread,
  events: readonly Recorded[]
): Promise<void> {
  const { routing } = await actors.state(tenant, 'inbox', inbox)
  if ((routing?.method ?? 'manual') !== 'manual') return
  const because = `${conversation} ${assignee} ${events.at(-1)?.seq ?? 0}`
  const id = `left-alone:${createHash('sha256').update(because).digest('hex').slice(0, 32)}`
  const command = { type: 'conversation.unassign', id, at: Date.now(), conversation } as const
  // In their place, and with no more rights than theirs: whoever was given it meanwhile keeps it.
  await actors.tell(tenant, command, now => ({
    now,
    by: { kind: 'system', id: assignee },
    may: asked => asked !== 'conversation.reassign',
    reaches: () => true
  }))
}
