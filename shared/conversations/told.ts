import { summary } from './content-words.ts'
import type { Change, Conversation } from './conversation.ts'
import type { ConversationFact } from './events.ts'

type Of<T extends ConversationFact['type']> = Extract<ConversationFact, { type: T }>

export const unsentWords = 'Message unsent'

const changesKept = 50

/** An edit or an unsending, which may come before its message: the newest edit stands, and nothing after an unsending. */
export function changedLater(
  state: Conversation,
  fact: Of<'conversation.message-edited' | 'conversation.message-unsent'>
): Conversation {
  const before = changeOf(state, fact.message)
  const text = fact.type === 'conversation.message-unsent' ? null : summary(fact.content)
  if (before && (before.text === null || (text !== null && before.at > fact.at))) return state
  const change = { message: fact.message, at: fact.at, text }
  const changes = [...(state.changes ?? []).filter(one => one !== before), change].slice(-changesKept)
  const last = state.last?.message === fact.message ? { ...state.last, text: text ?? unsentWords } : state.last
  return { ...state, changes, last }
}

export function changeOf(state: Conversation, message: string): Change | undefined {
  return state.changes?.find(one => one.message === message)
}
