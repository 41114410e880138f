import { createHash } from 'node:crypto'
import { trustedContext } from '../../shared/identity/may.ts'
import { dayMs } from '../../shared/kernel/day.ts'
import { streamKey } from '../../shared/kernel/message.ts'
import type { Actors } from '../actors/actors.ts'
import type { Follow, Follower } from '../log/follow.ts'
import type { Recorded } from '../log/recorded.ts'
import type { Threads } from './threads.ts'

const theServer = { kind: 'system', id: 'server' } as const

/** A conversation that came back so long ago is with somebody by now, or is looked at when it comes back again. */
const tooLateMs = dayMs

type Parts = {
  readonly actors: Pick<Actors, 'tell' | 'state'>
  /** Whether they are there, and have a place in the inbox. */
  readonly worksIn: (tenant: string, agent: string, inbox: string) => Promise<boolean>
  readonly threads: Pick<Threads, 'heldBy'>
  readonly follow: Pick<Follow, 'follower'>
  readonly now?: () => number
}

/**
 * Whoever has a conversation and does not work in its inbox any more has it no longer, so that those who do see it among
 * the unassigned: at once, and what was over when a customer opens it again. Where conversations are given out, routing
 * chooses somebody else.
 */
export function whenHolderIsGone({ actors, worksIn, threads, follow, now = Date.now }: Parts): Follower {
  return follow.follower('left-behind', async ({ tenant, events }) => {
    const looked = await Promise.all(events.map(event => turnedBy(event)))
    for (const conversation of new Set(looked.flat())) await letGo(tenant, conversation)

    /** The conversations whose holder may be gone after this. */
    async function turnedBy({ stream, recordedAt, fact }: Recorded): Promise<readonly string[]> {
      switch (fact.type) {
        case 'agent.left':
        case 'agent.role-changed':
          return threads.heldBy(tenant, streamKey(stream))
        case 'inbox.member-removed':
          return threads.heldBy(tenant, (fact as { readonly agent: string } & typeof fact).agent)
        case 'conversation.reopened':
        case 'conversation.woken':
          return now() - recordedAt > tooLateMs ? [] : [streamKey(stream)]
        default:
          return []
      }
    }
  })

  async function letGo(tenant: string, conversation: string): Promise<void> {
    const { inbox, status, assignee, assignedAt } = await actors.state(tenant, 'conversation', conversation)
    if (assignee === null || (status !== 'open' && status !== 'snoozed')) return
    const { routing } = await actors.state(tenant, 'inbox', inbox)
    const isByHand = (routing?.method ?? 'manual') === 'manual'
    if (!isByHand || (await worksIn(tenant, assignee, inbox))) return
    // Derived from what it answers, so that a crash in between lets go once.
    const id = `gone:${createHash('sha256').update(`${conversation} ${assignee} ${assignedAt}`).digest('hex').slice(0, 32)}`
    const command = { type: 'conversation.unassign', id, at: now(), conversation } as const
    await actors.tell(tenant, command, at => trustedContext(theServer, at))
  }
}
