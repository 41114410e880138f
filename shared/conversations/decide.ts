import { accept, refuse } from '../kernel/decision.ts'
import type { Context, Decider } from '../kernel/decider.ts'
import { unreachable } from '../kernel/unreachable.ts'
import type { ConversationCommand } from './commands.ts'
import { noConversation, type Conversation } from './conversation.ts'
import { decideAway } from './decide-away.ts'
import { decideReaction } from './decide-reaction.ts'
import { decideDiscardHeld, decideReply, decideRetry, decideSendHeld } from './decide-reply.ts'
import { decideEndSending, decideReceipt, decideReceiptUpTo, decideStartSending } from './decide-sending.ts'
import { decideTold, isTold } from './decide-told.ts'
import { said, type ConversationDecision, type Of } from './decision.ts'
import type { ConversationFact } from './events.ts'
import { evolve } from './evolve.ts'
import { withdrawHistory } from './history.ts'
import { decideSla, isSla } from './decide-sla.ts'
import { decideWithdraw } from './decide-withdraw.ts'
import type { ConversationRefusal } from './refusals.ts'

export const conversationDecider: Decider<Conversation, ConversationCommand, ConversationFact, ConversationRefusal> = {
  initial: noConversation,
  decide,
  evolve
}

function decide(command: ConversationCommand, state: Conversation, context: Context): ConversationDecision {
  if (!context.may(command.type)) return refuse({ reason: 'not-allowed' })
  if (isTold(command)) return decideTold(command, state, context)
  if (command.type === 'conversation.erase') return erase(command, state, context)
  if (command.type === 'conversation.withdraw-history') return withdrawHistory(command, state, context)
  // Whoever does not work in an inbox does not learn that a conversation exists in it.
  if (state.status === 'unknown' || !context.reaches(state.inbox)) return refuse({ reason: 'no-such-conversation' })

  if (isSla(command)) return decideSla(command, state, context)
  const so = said(command, context)
  switch (command.type) {
    case 'conversation.reply':
      return decideReply(command, state, context)
    case 'conversation.send-held':
      return decideSendHeld(command, state, context)
    case 'conversation.discard-held':
      return decideDiscardHeld(command, state, context)
    case 'conversation.retry':
      return decideRetry(command, state, context)
    case 'conversation.withdraw-reply':
      return decideWithdraw(command, state, context)
    case 'conversation.put-reaction':
      return decideReaction(command, state, context)
    case 'conversation.note':
      return accept({ ...so, type: 'conversation.noted', note: command.id, text: command.text })
    case 'conversation.claim':
      if (state.assignee === context.by.id) return accept()
      return state.assignee === null
        ? accept({ ...so, type: 'conversation.claimed' })
        : refuse({ reason: 'already-claimed', by: state.assignee, at: state.assignedAt })
    case 'conversation.assign':
      if (state.assignee === command.to) return accept()
      // Whoever cannot open it must not be made to answer for it.
      if (!context.reaches(state.inbox, command.to)) return refuse({ reason: 'no-such-agent' })
      return mayTakeFrom(state, context)
        ? accept({ ...so, type: 'conversation.assigned', to: command.to })
        : refuse({ reason: 'already-claimed', by: state.assignee ?? '', at: state.assignedAt })
    case 'conversation.route':
      return route(command, state, context)
    case 'conversation.say-away':
      return decideAway(command, state, context)
    case 'conversation.unassign':
      return unassign(command, state, context)
    case 'conversation.resolve':
      if (state.status === 'resolved') return accept()
      return unseen(command.seen, state) ?? accept({ ...so, type: 'conversation.resolved' })
    case 'conversation.reopen':
      return state.status === 'open' ? accept() : accept({ ...so, type: 'conversation.reopened' })
    case 'conversation.snooze':
      // Written offline, and the time to wake has already passed: it would wake at once.
      if (command.until <= context.now) return accept()
      return unseen(command.seen, state) ?? accept({ ...so, type: 'conversation.snoozed', until: command.until })
    case 'conversation.wake':
      return isDueToWake(state, context.now) ? accept({ ...so, type: 'conversation.woken' }) : accept()
    case 'conversation.prioritise':
      return state.priority === command.priority
        ? accept()
        : accept({ ...so, type: 'conversation.prioritised', priority: command.priority })
    case 'conversation.label':
      return state.labels.includes(command.label)
        ? accept()
        : accept({ ...so, type: 'conversation.labelled', label: command.label })
    case 'conversation.unlabel':
      return state.labels.includes(command.label)
        ? accept({ ...so, type: 'conversation.unlabelled', label: command.label })
        : accept()
    case 'conversation.mark-read':
      return markRead(command, state, context)
    case 'conversation.start-sending':
      return decideStartSending(command, state, context)
    case 'conversation.end-sending':
      return decideEndSending(command, state, context)
    case 'conversation.receipt':
      return decideReceipt(command, state, context)
    case 'conversation.receipt-up-to':
      return decideReceiptUpTo(command, state, context)
    case 'conversation.keep-file':
    case 'conversation.lose-file':
      return accept(fileFact(command, so))
    default:
      return unreachable(command)
  }
}

function fileFact(
  command: Of<'conversation.keep-file' | 'conversation.lose-file'>,
  so: ReturnType<typeof said>
): ConversationFact {
  const { message, item, edit } = command
  const which = edit === undefined ? { message, item } : { message, item, edit }
  if (command.type === 'conversation.lose-file')
    return { ...so, type: 'conversation.file-lost', ...which, why: command.why }
  const { file, mime, bytes, width, height } = command
  const size = width === undefined || height === undefined ? {} : { width, height }
  return { ...so, type: 'conversation.file-kept', ...which, file, mime, bytes, ...size }
}

function isDueToWake({ status, snoozedUntil }: Conversation, now: number): boolean {
  return status === 'snoozed' && (snoozedUntil ?? 0) <= now
}

function unassign(command: Of<'conversation.unassign'>, state: Conversation, context: Context): ConversationDecision {
  if (state.assignee === null) return accept()
  return mayTakeFrom(state, context)
    ? accept({ ...said(command, context), type: 'conversation.unassigned' })
    : refuse({ reason: 'already-claimed', by: state.assignee, at: state.assignedAt })
}

/** It answers nothing where it came too late: somebody took the conversation or closed it, and that holds. */
function route(command: Of<'conversation.route'>, state: Conversation, context: Context): ConversationDecision {
  const { to, why, held } = command
  const isAsSeen = state.status === 'open' && state.assignee === held.by && state.assignedAt === held.at
  return isAsSeen ? accept({ ...said(command, context), type: 'conversation.assigned', to, why }) : accept()
}

function erase(command: Of<'conversation.erase'>, state: Conversation, context: Context): ConversationDecision {
  const { resolvedBy } = command
  const forGood = resolvedBy === null
  const isDue = forGood ? state.inbox !== '' && !state.over : wasResolvedBy(state, resolvedBy)
  return isDue ? accept({ ...said(command, context), type: 'conversation.erased', forGood }) : accept()
}

function wasResolvedBy({ status, resolvedAt, changedAt }: Conversation, at: number): boolean {
  // What an older version carried over does not say when: it has not changed since it was resolved, or it has, later.
  return status === 'resolved' && (resolvedAt ?? changedAt) <= at
}

function markRead(command: Of<'conversation.mark-read'>, state: Conversation, context: Context): ConversationDecision {
  const upTo = Math.min(command.upTo, state.received)
  const before = state.readBy.find(reader => reader.agent === context.by.id)?.upTo ?? 0
  return upTo > before ? accept({ ...said(command, context), type: 'conversation.marked-read', upTo }) : accept()
}

/** What somebody holds, they may pass on; taking it from them is for those who may reassign. */
function mayTakeFrom(state: Conversation, context: Context): boolean {
  return state.assignee === null || state.assignee === context.by.id || context.may('conversation.reassign')
}

function unseen(seen: string | null, state: Conversation) {
  return state.lastReceived === null || state.lastReceived === seen
    ? undefined
    : refuse({ reason: 'unseen-message' as const, message: state.lastReceived })
}
