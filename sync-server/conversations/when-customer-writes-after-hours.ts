import { createHash } from 'node:crypto'
import type { ConversationFact } from '../../shared/conversations/events.ts'
import { opensWindow } from '../../shared/conversations/evolve.ts'
import { trustedContext } from '../../shared/identity/may.ts'
import { streamKey } from '../../shared/kernel/message.ts'
import type { BusinessHours } from '../../shared/routing/content.ts'
import { openFor } from '../../shared/routing/open-time.ts'
import type { Actors } from '../actors/actors.ts'
import { copiedAt } from '../backup/copied.ts'
import type { Sql } from '../db/sql.ts'
import type { Follow, Follower } from '../log/follow.ts'

/** The web names it by this. */
const theAwayMessage = { kind: 'system', id: 'away-message' } as const

const dayMs = 24 * 3_600_000
/** What reaches us so late is not told: it would come out of the blue. */
const tooLateMs = dayMs
/** An inbox that never opens says so again after a week. */
const neverOpensMs = 7 * dayMs

type Parts = {
  readonly sql: Sql
  readonly actors: Pick<Actors, 'tell' | 'state'>
  readonly follow: Pick<Follow, 'follower'>
  readonly now?: () => number
}

/**
 * Who writes while their inbox is closed is told so, once until it opens. Nothing but a message brings this about: what
 * programs answer by themselves, copies, reactions and notices are none. After a crash the same words are gone through
 * again: the command's id is theirs.
 */
export function whenCustomerWritesAfterHours(parts: Parts): Follower {
  const { follow, now = Date.now } = parts
  return follow.follower('away-messages', async ({ tenant, events }) => {
    for (const { stream, recordedAt, fact } of events) {
      if (fact.type !== 'conversation.message-received' || now() - fact.at > tooLateMs) continue
      const received = fact as Received
      if (opensWindow(received.content)) await sayAway(parts, tenant, streamKey(stream), { received, recordedAt })
    }
  })
}

type Received = Extract<ConversationFact, { type: 'conversation.message-received' }>
type Written = { readonly received: Received; readonly recordedAt: number }

async function sayAway(
  { sql, actors }: Pick<Parts, 'sql' | 'actors'>,
  tenant: string,
  conversation: string,
  { received, recordedAt }: Written
): Promise<void> {
  const { inbox } = await actors.state(tenant, 'conversation', conversation)
  const { hours, away, stopped } = await actors.state(tenant, 'inbox', inbox)
  // What waits until somebody lets the inbox send again would be told to whoever has an answer by then.
  if (!hours || !away || stopped || recordedAt < away.since) return
  // [R1] They may have been told before the copy was made.
  if (received.at < (await copiedAt(sql.everywhere.query, tenant))) return
  const id = `away:${createHash('sha256').update(`${conversation} ${received.cause}`).digest('hex').slice(0, 32)}`
  const { at: wrote } = received
  const said = { id, at: recordedAt, conversation, text: away.text, wrote, until: closedUntil(hours, wrote) }
  // A refusal is an answer too: the reply window is closed, or the conversation was erased.
  await actors.tell(tenant, { ...said, type: 'conversation.say-away' }, at => trustedContext(theAwayMessage, at))
}

/** The moment at which it opens; `at` itself where it is open. */
function closedUntil(hours: BusinessHours, at: number): number {
  const openForAMoment = openFor(hours, at, 1)
  return openForAMoment === null ? at + neverOpensMs : openForAMoment - 1
}
