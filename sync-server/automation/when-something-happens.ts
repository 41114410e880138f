import { begins, type CardBefore } from '../../shared/automation/begins.ts'
import type { Step } from '../../shared/automation/content.ts'
import { depthOf } from '../../shared/automation/depth.ts'
import { dueOf, goesByTime } from '../../shared/automation/due.ts'
import type { ConversationFact } from '../../shared/conversations/events.ts'
import { wordsOf } from '../../shared/conversations/content-words.ts'
import { streamKey, streamKind } from '../../shared/kernel/message.ts'
import type { CardFact } from '../../shared/workflow/events.ts'
import { stageNow } from '../../shared/workflow/workflow.ts'
import type { StateOf } from '../actors/actors.ts'
import type { Log } from '../log/log.ts'
import type { Follower } from '../log/follow.ts'
import type { Recorded } from '../log/recorded.ts'
import { asItWas } from '../past/as-it-was.ts'
import { stopped } from './call.ts'
import type { Calls } from './calls.ts'
import { consider, type ConsiderParts, type Occasion } from './consider.ts'
import type { Dues } from './dues.ts'
import { cardsNow, type CardStates } from './subject.ts'
import { openInForce, type InForce, type InForceParts } from './in-force.ts'

export type HappensParts = ConsiderParts &
  InForceParts & {
    readonly log: Pick<Log, 'follow' | 'states' | 'streams'>
    readonly dues: Dues
    /** What it wanted called and nobody has answered yet. */
    readonly stopCalls: Calls['stop']
  }

/** Goes after the log: every automation looks at what it waits for, once, and has its time noted where it goes by time. */
export function whenSomethingHappens(parts: HappensParts, noted: () => void): Follower {
  const inForce = openInForce(parts)
  return parts.log.follow.follower('automations', async batch => {
    const { tenant, events } = batch
    const at = await inForce.of(batch)
    for (const event of events) {
      const kind = streamKind(event.stream)
      if (kind === 'automation' && (await changed(parts, tenant, event))) noted()
      if (kind !== 'conversation' && kind !== 'card') continue
      const rules = at(event.seq)
      if (rules.length === 0) continue
      if (kind === 'conversation' && (await noteTimes(parts, tenant, event, rules))) noted()
      await happened(parts, tenant, event, rules)
    }
  })
}

/** Whether there may be something earlier to look at now. */
async function changed(
  { dues, stopCalls }: HappensParts,
  tenant: string,
  { stream, recordedAt, fact }: Recorded
): Promise<boolean> {
  const automation = streamKey(stream)
  if (fact.type === 'automation.turned-off') await stopCalls(tenant, automation, recordedAt, stopped.off)
  if (fact.type === 'automation.removed') await stopCalls(tenant, automation, recordedAt, stopped.removed)
  if (fact.type !== 'automation.published') return false
  await dues.lookAt(tenant, automation, recordedAt)
  return true
}

async function happened(
  parts: HappensParts,
  tenant: string,
  { seq, stream, version, recordedAt, fact: told }: Recorded,
  rules: readonly InForce[]
): Promise<void> {
  const fact = told as ConversationFact | CardFact
  const isCard = streamKind(stream) === 'card'
  const before = isCard ? ((await parts.log.states.at(tenant, stream, version - 1)) as StateOf<'card'>) : null
  const card = before && (await cardBefore(cardsNow(parts.actors, tenant), fact, before))
  const due = rules.filter(({ rule }) => begins(rule.when, fact, card))
  if (due.length === 0) return
  const conversation = isCard ? conversationOf(fact, before) : streamKey(stream)
  const isClosing = due.some(({ rule }) => rule.then.some(({ do: what }) => closing.has(what)))
  const occasion: Occasion = {
    tenant,
    cause: `${fact.cause} ${fact.type}`,
    at: recordedAt,
    said: fact.at,
    depth: depthOf(fact),
    conversation,
    card: card && { card: streamKey(stream), workflow: card.workflow },
    text: fact.type === 'conversation.message-received' ? wordsOf(fact.content) : null,
    lastReceived:
      isClosing && conversation !== null
        ? await lastReceived(parts, tenant, conversation, { seq, cause: fact.cause })
        : null
  }
  for (const one of due) await consider(parts, one, occasion)
}

/** What puts a conversation away, and with it whatever nobody has read. */
const closing: ReadonlySet<Step['do']> = new Set(['resolve', 'snooze'])

async function lastReceived(
  { log }: Pick<HappensParts, 'log'>,
  tenant: string,
  conversation: string,
  by: { readonly seq: number; readonly cause: string }
): Promise<string | null> {
  const state = (await asItWas(log, tenant, `conversation/${conversation}`, by)) as StateOf<'conversation'>
  return state.lastReceived
}

/** Whoever was placed just now had no stage before. Where an edit led it, it was in that stage: as the workflow is now. */
export async function cardBefore(
  { workflow: of }: Pick<CardStates, 'workflow'>,
  fact: ConversationFact | CardFact,
  { workflow: had, stage, value }: CardBefore
): Promise<CardBefore> {
  const workflow = fact.type === 'card.placed' ? fact.workflow : had
  return { workflow, stage: stageNow(await of(workflow), stage)?.id ?? stage, value }
}

export function conversationOf(fact: ConversationFact | CardFact, before: StateOf<'card'> | null): string | null {
  return fact.type === 'card.placed' ? fact.conversation : (before?.conversation ?? null)
}

/** After these somebody waits who did not, or no longer. */
const changing: ReadonlySet<string> = new Set([
  'conversation.message-received',
  'conversation.replied',
  'conversation.replied-elsewhere',
  'conversation.resolved',
  'conversation.reopened',
  'conversation.snoozed',
  'conversation.woken',
  'conversation.erased'
])

async function noteTimes(
  { actors, dues }: HappensParts,
  tenant: string,
  { stream, recordedAt, fact }: Recorded,
  rules: readonly InForce[]
): Promise<boolean> {
  const timed = rules.filter(({ rule }) => goesByTime(rule.when))
  if (timed.length === 0 || !changing.has(fact.type)) return false
  const conversation = streamKey(stream)
  const state = await actors.state(tenant, 'conversation', conversation)
  for (const { automation, rule } of timed) {
    const due = dueOf(rule.when, state)
    if (due) await dues.put({ tenant, automation, conversation, since: due.since, at: lookAt(due, recordedAt) })
    else await dues.drop({ tenant, automation, conversation })
  }
  return true
}

/** What came due while it was put off is looked at when that is over, and is not late then. */
export function lookAt(due: { readonly at: number }, recordedAt: number): number {
  return Math.max(due.at, recordedAt)
}
