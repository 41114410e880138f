import { accept } from '../kernel/decision.ts'
import type { Context } from '../kernel/decider.ts'
import { strategyOf } from '../platforms/strategies.ts'
import type { Conversation, Send } from './conversation.ts'
import { outsideWindow } from './decide-reply.ts'
import type { ConversationFact } from './events.ts'
import { said, type ConversationDecision, type Of } from './decision.ts'
import { isReceipt, rises } from './ladder.ts'
import { sendOf } from './sends.ts'

/** Only a `send-started` in the answer allows the call to the platform: whoever gets no fact must not call. */
export function decideStartSending(
  command: Of<'conversation.start-sending'>,
  state: Conversation,
  context: Context
): ConversationDecision {
  const send = state.sends.find(one => one.message === command.message)
  if (send?.delivery !== 'waiting' || (send.until ?? 0) > context.now) return accept()
  const so = { ...said(command, context), message: command.message }
  if (send.goesUntil !== undefined && send.goesUntil <= context.now) {
    const reason = 'The inbox was open again before the platform could be reached.'
    return accept({ ...so, type: 'conversation.send-failed', failure: { code: 'open-again', reason } })
  }
  // Accepted inside the window, but the platform was down until it closed.
  if (send.freeText && outsideWindow(state, context, send.writer)) {
    const reason = 'The reply window closed before the platform could be reached.'
    return accept({ ...so, type: 'conversation.send-failed', failure: { code: 'outside-reply-window', reason } })
  }
  return accept({ ...so, type: 'conversation.send-started' })
}

export function decideEndSending(
  command: Of<'conversation.end-sending'>,
  state: Conversation,
  context: Context
): ConversationDecision {
  const send = state.sends.find(one => one.message === command.message)
  const so = { ...said(command, context), message: command.message }
  const { outcome } = command
  if (!send) return accept()
  if (outcome.result === 'sent') {
    const { platformId, quoteToken } = outcome
    if (!isNews(send, platformId)) return accept()
    const stray = state.strays.find(one => one.platformId === platformId)
    return accept(
      { ...so, type: 'conversation.sent', platformId, ...(quoteToken !== undefined && { quoteToken }) },
      ...(stray?.status === 'read' ? seenBefore(send, state, said(command, context)) : [])
    )
  }
  if (send.delivery !== 'sending') return accept()
  switch (outcome.result) {
    case 'deferred':
      return accept({ ...so, type: 'conversation.send-deferred', failure: outcome.failure, until: outcome.until })
    case 'failed':
      return accept({ ...so, type: 'conversation.send-failed', failure: outcome.failure })
    case 'unknown':
      return accept({ ...so, type: 'conversation.send-unknown' })
  }
}

/** The platform's id is worth knowing even when a receipt was faster than the answer. What failed by another was an earlier try. */
function isNews({ platformId: known, delivery }: Send, platformId: string): boolean {
  return known === null || !isReceipt(delivery) || (delivery === 'failed' && known !== platformId)
}

export function decideReceipt(
  command: Of<'conversation.receipt'>,
  state: Conversation,
  context: Context
): ConversationDecision {
  const { platformId, message, status, failure } = command
  const send = sendOf(state, command)
  const known = send?.delivery ?? state.strays.find(one => one.platformId === platformId)?.status
  if (known !== undefined && !rises(known, status)) return accept()
  // An earlier try of it has failed: the one after that was taken.
  if (status === 'failed' && send?.again && send.delivery === 'sent' && send.platformId !== platformId) return accept()
  const so = said(command, context)
  const received: ConversationFact = {
    ...so,
    type: 'conversation.receipt-received',
    platformId,
    status,
    ...(message === undefined ? {} : { message }),
    ...(failure === undefined ? {} : { failure })
  }
  return accept(received, ...(send && status === 'read' ? seenBefore(send, state, so) : []))
}

/** Where a platform names only the last message that was seen, whoever has seen that has seen what stands above it. */
function seenBefore(send: Send, state: Conversation, so: ReturnType<typeof said>): readonly ConversationFact[] {
  const { platform, receivedUpTo } = state
  const upTo = send.askedAt ?? 0
  if (!strategyOf(platform).namesLastRead || upTo <= (receivedUpTo?.read ?? 0)) return []
  return [{ ...so, type: 'conversation.received-up-to', status: 'read', upTo }]
}

/** Says nothing new when a later moment was told before. */
export function decideReceiptUpTo(
  command: Of<'conversation.receipt-up-to'>,
  state: Conversation,
  context: Context
): ConversationDecision {
  const { status, upTo } = command
  if (upTo <= (state.receivedUpTo?.[status] ?? 0)) return accept()
  return accept({ ...said(command, context), type: 'conversation.received-up-to', status, upTo })
}
