import { createHash } from 'node:crypto'
import type { AnyCommand } from '../../shared/catalog.ts'
import { trustedContext } from '../../shared/identity/may.ts'
import { streamKey, streamKind, type StreamId } from '../../shared/kernel/message.ts'
import { cardOf } from '../../shared/workflow/card-id.ts'
import type { CardFact } from '../../shared/workflow/events.ts'
import { takesFrom } from '../../shared/workflow/plan-rules.ts'
import { rankAt } from '../../shared/workflow/rank.ts'
import type { Actors } from '../actors/actors.ts'
import type { Follow, Follower } from '../log/follow.ts'
import type { Streams } from '../log/read.ts'

const theWorkflow = { kind: 'system', id: 'workflow' } as const

type Parts = {
  readonly actors: Pick<Actors, 'tell' | 'state'>
  readonly streams: Pick<Streams, 'all' | 'between'>
  /** Every stream that all of the workspace may see: the workflows are among them. */
  readonly roster: { of(tenant: string): Promise<{ readonly streams: readonly StreamId[] }> }
}

/**
 * A conversation that a workflow takes gets its card with the customer's first words there, and a closed card comes
 * back when they write again, or have written what whoever closed it had not heard. After a crash the same words are gone through again: every command's id is theirs.
 */
export function whenCustomerWrites(parts: Parts, follow: Pick<Follow, 'follower'>): Follower {
  const { roster } = parts
  return follow.follower('workflows', async ({ tenant, events }) => {
    for (const { seq, stream, recordedAt, fact } of events) {
      if (fact.type === 'card.closed') await closed(parts, tenant, streamKey(stream), fact as Closed)
      if (fact.type !== 'conversation.message-received') continue
      const { streams } = await roster.of(tenant)
      for (const workflow of streams.filter(one => streamKind(one) === 'workflow').map(streamKey)) {
        const conversation = streamKey(stream)
        await follows(parts, tenant, { workflow, conversation, seq, at: recordedAt, cause: fact.cause })
      }
    }
  })
}

type Written = {
  readonly workflow: string
  readonly conversation: string
  readonly seq: number
  /** When it reached us: a message that was long on its way is news all the same. */
  readonly at: number
  readonly cause: string
}

async function follows({ actors, streams }: Parts, tenant: string, written: Written): Promise<void> {
  const { workflow, conversation, seq, at, cause } = written
  const { now, archived } = await actors.state(tenant, 'workflow', workflow)
  if (!now || archived) return
  const card = cardOf(workflow, conversation)
  const { status } = await actors.state(tenant, 'card', card)
  const so = { id: idOf(workflow, cause), at, card, workflow, rank: rankAt(at) }
  if (status === 'closed') {
    // Whoever has closed it after these words were here knew of them.
    const events = await streams.all(tenant, `card/${card}`)
    const end = events.findLast(event => event.fact.type === 'card.closed')
    return end && end.seq < seq ? tell(actors, tenant, { ...so, type: 'card.come-back' }) : undefined
  }
  // What its inbox kept long enough was erased with its card: it begins anew.
  if (status === 'open') return
  // What was said before there was a workflow is not taken up by it.
  const [first] = await streams.between(tenant, `workflow/${workflow}`, 1, 1)
  if (!first || first.seq > seq) return
  const { inbox } = await actors.state(tenant, 'conversation', conversation)
  if (!takesFrom(now.plan, inbox)) return
  await tell(actors, tenant, {
    ...so,
    type: 'card.place',
    of: { kind: 'conversation', conversation },
    title: null,
    stage: null
  })
}

type Closed = Extract<CardFact, { type: 'card.closed' }>

/** Whoever was in a tunnel, or a moment too fast, did not close the card over what the customer had written by then. */
async function closed({ actors }: Parts, tenant: string, card: string, fact: Closed): Promise<void> {
  if (fact.received === undefined) return
  const { status, workflow, conversation, cycles } = await actors.state(tenant, 'card', card)
  const last = cycles.at(-1)
  if (status !== 'closed' || conversation === null || !last?.closedAt) return
  // It has been opened and closed again since.
  if (last.closedAt !== Math.max(fact.at, last.openedAt)) return
  const { received } = await actors.state(tenant, 'conversation', conversation)
  if (received <= fact.received) return
  const at = last.closedAt
  await tell(actors, tenant, {
    type: 'card.come-back',
    id: idOf(workflow, fact.cause),
    at,
    card,
    workflow,
    rank: rankAt(at)
  })
}

/** A refusal is an answer too: the conversation was erased, or the workflow archived, in between. */
async function tell(actors: Parts['actors'], tenant: string, command: AnyCommand): Promise<void> {
  await actors.tell(tenant, command, now => trustedContext(theWorkflow, now))
}

function idOf(workflow: string, cause: string): string {
  return `card:${createHash('sha256').update(`${workflow} ${cause}`).digest('hex').slice(0, 32)}`
}
