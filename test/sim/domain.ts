import type { ClientCommand } from '../../shared/catalog.ts'
import type { Conversation } from '../../shared/conversations/conversation.ts'
import { conversationDecider } from '../../shared/conversations/decide.ts'
import type { ConversationFact } from '../../shared/conversations/events.ts'
import { streamKind, type StreamId } from '../../shared/kernel/message.ts'
import type { Recorded } from '../../sync-server/log/recorded.ts'
import { checkBoards } from './board-rules.ts'
import type { World } from './world.ts'

const rungs = ['waiting', 'sending', 'unknown', 'sent', 'failed', 'delivered', 'read']
const climbs: Readonly<Record<string, readonly string[]>> = {
  waiting: rungs,
  sending: rungs,
  unknown: rungs,
  sent: ['sent', 'failed', 'delivered', 'read'],
  failed: ['failed', 'delivered', 'read', 'waiting'],
  delivered: ['delivered', 'read'],
  read: ['read']
}
const heldAfterMs = 10 * 60_000
const windowMs = 24 * 3_600_000

/** The rules of the domain, read from the log alone: nothing here asks a decider whether it was right. */
export function domainFaults(world: World): void {
  for (const [key, events] of world.server!.log.streams) {
    const [tenant, stream] = JSON.parse(key) as [string, StreamId]
    if (streamKind(stream) === 'conversation') checkConversation(world, tenant, stream, events)
  }
  for (const [tenant, events] of world.server!.log.events) {
    checkOrder(world, tenant, events)
    checkBoards(world, tenant, events)
  }
}

/** [O1] Gapless, monotonic, and nobody does anything without the right to it. */
function checkOrder({ ledger }: World, tenant: string, events: readonly Recorded[]): void {
  /** Until when somebody has a right: to work in an inbox, or, as an admin, in all. */
  const rights = new Map<string, number>()
  let recordedAt = 0
  for (const [at, { seq, scope, fact, recordedAt: when, stream }] of events.entries()) {
    if (seq !== at + 1) ledger.fault(`[O1] ${tenant} has ${seq} in place ${at + 1}`)
    if (when < recordedAt) ledger.fault(`[O1] ${tenant} ${seq} was recorded before the one before it`)
    recordedAt = when
    if (fact.at > when) ledger.fault(`${tenant} ${seq} happened after it was recorded`)
    if (scope.startsWith('inbox:') && fact.by.kind === 'agent') {
      const inbox = scope.slice('inbox:'.length)
      const until = Math.max(rights.get(`${inbox} ${fact.by.id}`) ?? 0, rights.get(fact.by.id) ?? 0)
      if (until < when) {
        ledger.fault(`${fact.by.id} did ${fact.type} in ${inbox}, where they do not work (${tenant} ${seq})`)
      }
    }
    follow(rights, when, stream, fact as never)
  }
}

type Known = { type: string; agent: string; role: string }

/** A right that is taken is gone within this time: what was decided just before is recorded just after. */
const revokedWithinMs = 1000

function follow(rights: Map<string, number>, at: number, stream: string, fact: Known): void {
  const id = stream.slice(stream.indexOf('/') + 1)
  const give = (right: string) => rights.set(right, Infinity)
  const take = (right: string) => rights.get(right) === Infinity && rights.set(right, at + revokedWithinMs)
  if (fact.type === 'inbox.member-added') give(`${id} ${fact.agent}`)
  if (fact.type === 'inbox.member-removed') take(`${id} ${fact.agent}`)
  if (fact.type !== 'agent.joined' && fact.type !== 'agent.role-changed') return
  if (fact.role === 'admin') give(id)
  else take(id)
}

function checkConversation(world: World, tenant: string, stream: StreamId, events: readonly Recorded[]): void {
  const { ledger } = world
  let state: Conversation = conversationDecider.initial
  for (const [at, event] of events.entries()) {
    const where = `${tenant} ${stream} ${event.version}`
    if (event.version !== at + 1) ledger.fault(`[O1] ${where} is in place ${at + 1}`)
    const fact = event.fact as ConversationFact
    const command = ledger.entries.get(fact.cause)?.command
    const following = events[at + 1]?.fact
    const mayHaveGone = following?.type === 'conversation.send-unknown' && following.cause === fact.cause
    if (mayHaveGone) world.tally.count('forgotten reply')
    // What a restored server forgot goes nowhere by itself.
    else checkFact(world, where, fact, event.recordedAt, command, state)
    const next = conversationDecider.evolve(state, fact)
    for (const send of state.sends) {
      const after = next.sends.find(one => one.message === send.message)
      const isRetry = fact.type === 'conversation.send-retried' || fact.type === 'conversation.send-deferred'
      if (after && !isRetry && !climbs[send.delivery]!.includes(after.delivery)) {
        ledger.fault(`the ladder of ${send.message} goes down from ${send.delivery} to ${after.delivery} (${where})`)
      }
    }
    state = next
  }
}

function checkFact(
  { ledger, tally }: World,
  where: string,
  fact: ConversationFact,
  recordedAt: number,
  command: ClientCommand | undefined,
  before: Conversation
): void {
  switch (fact.type) {
    case 'conversation.claimed':
      if (before.assignee !== null) ledger.fault(`${fact.by.id} took what ${before.assignee} had (${where})`)
      return
    case 'conversation.resolved':
    case 'conversation.snoozed': {
      const seen = command && 'seen' in command ? command.seen : undefined
      if (seen !== undefined && seen !== before.lastReceived) ledger.fault(`closed over an unseen message (${where})`)
      return
    }
    case 'conversation.replied': {
      if (command?.type !== 'conversation.reply') return
      const others = before.latest.filter(message => message.by !== fact.by.id)
      const seen = others.findIndex(message => message.message === command.seen)
      // What a program says answers nobody.
      const newer = (seen < 0 ? others : others.slice(0, seen)).find(message => !message.program)
      const isOld = recordedAt - command.at > heldAfterMs + 60_000
      if (isOld && newer) ledger.fault(`an old reply went unaware of ${newer.message} (${where})`)
      const closesAt = (before.lastReceivedAt ?? 0) + windowMs
      if (before.platform === 'whatsapp' && fact.content.kind === 'text' && recordedAt > closesAt + 60_000) {
        ledger.fault(`free text outside the reply window (${where})`)
      }
      return
    }
    case 'conversation.reply-held':
      return tally.count('reply held')
    default:
      return
  }
}
