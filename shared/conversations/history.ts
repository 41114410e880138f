import { accept } from '../kernel/decision.ts'
import type { Context } from '../kernel/decider.ts'
import { unchanged } from '../kernel/unreachable.ts'
import { summary } from './content-words.ts'
import type { Conversation, LastWords } from './conversation.ts'
import { said, type ConversationDecision, type Of } from './decision.ts'
import type { ConversationFact } from './events.ts'

export type HistoryFact = Extract<ConversationFact, { type: `conversation.history-${string}` }>

export function isHistory(fact: ConversationFact): fact is HistoryFact {
  return fact.type.startsWith('conversation.history-')
}

/** It is over when it begins: nobody waits for an answer, and nothing that follows customers' words follows these. */
export function tellHistory(
  command: Of<'conversation.tell-history'>,
  state: Conversation,
  context: Context
): ConversationDecision {
  const { inbox, platform, contact, import: by, message, instead, from, content, writer } = command
  const so = { ...said(command, context), import: by }
  const told: ConversationFact = {
    ...so,
    type: 'conversation.history-told',
    message,
    from,
    content,
    ...(instead && { instead }),
    ...(writer && { writer })
  }
  if (state.status !== 'unknown') return accept(told)
  const begun: ConversationFact = {
    ...so,
    at: context.now,
    type: 'conversation.history-begun',
    inbox,
    platform,
    contact
  }
  return accept<ConversationFact>(begun, told)
}

/** Where nobody has said anything since, nothing is left: it is as if it had never been brought. */
export function withdrawHistory(
  command: Of<'conversation.withdraw-history'>,
  state: Conversation,
  context: Context
): ConversationDecision {
  const { history = [] } = state
  const others = history.filter(one => one.import !== command.import)
  if (others.length === history.length) return accept()
  const so = said(command, context)
  return others.length > 0 || state.last?.kind === 'noted'
    ? accept({ ...so, type: 'conversation.history-withdrawn', import: command.import })
    : accept({ ...so, type: 'conversation.erased', forGood: false })
}

export function historyAfter(before: Conversation, fact: HistoryFact): Conversation {
  const { history = [] } = before
  const state = { ...before, changedAt: Math.max(before.changedAt, fact.at) }
  const others = history.filter(one => one.import !== fact.import)
  const noted = state.last?.kind === 'noted' ? state.last : null
  switch (fact.type) {
    case 'conversation.history-begun': {
      const { at, inbox, platform, contact } = fact
      return { ...state, status: 'resolved', openedAt: at, resolvedAt: at, inbox, platform, contact, history }
    }
    case 'conversation.history-told': {
      const { message, at, by, content } = fact
      const kind = fact.from === 'us' ? 'replied' : 'received'
      const words = { kind, message, text: summary(content), at, by } as const
      const last = newest([words, ...history.filter(one => one.import === fact.import).map(one => one.last)]) ?? words
      const all = [...others, { import: fact.import, last }]
      return { ...state, history: all, last: noted ?? newest(all.map(one => one.last)) }
    }
    case 'conversation.history-withdrawn':
      return { ...state, history: others, last: noted ?? newest(others.map(one => one.last)) }
    default:
      return unchanged(state, fact)
  }
}

/** Of the same moment, the one that was told last. */
function newest(words: readonly LastWords[]): LastWords | null {
  return words.reduce<LastWords | null>((last, one) => (last === null || one.at > last.at ? one : last), null)
}
