import type { ConversationCommand } from '../../shared/conversations/commands.ts'
import type { ConversationFact } from '../../shared/conversations/events.ts'
import { agentContext, trustedContext } from '../../shared/identity/may.ts'
import type { Role } from '../../shared/identity/events.ts'

/** Friday noon, when most of these stories begin. */
export const friday = Date.UTC(2026, 10, 20, 12)
export const minute = 60_000
export const hour = 60 * minute

type FactOf<T extends ConversationFact['type']> = Extract<ConversationFact, { type: T }>
type CommandOf<T extends ConversationCommand['type']> = Extract<ConversationCommand, { type: T }>

export const customer = { kind: 'customer', id: 'mia' } as const
let told = 0

/** A fact as the log has it. Who and when can be said; the rest is the story's. */
export function fact<T extends ConversationFact['type']>(
  type: T,
  rest: Omit<FactOf<T>, 'type' | 'at' | 'by' | 'cause'> & Partial<Pick<FactOf<T>, 'at' | 'by'>>
): FactOf<T> {
  return { type, at: friday, by: customer, cause: `cause-${++told}`, ...rest } as unknown as FactOf<T>
}

export function command<T extends ConversationCommand['type']>(
  type: T,
  rest: Omit<CommandOf<T>, 'type' | 'id' | 'at' | 'conversation'> & Partial<Pick<CommandOf<T>, 'id' | 'at'>>
): CommandOf<T> {
  return { type, id: `command-${++told}`, at: friday, conversation: 'c1', ...rest } as unknown as CommandOf<T>
}

export function agent(id: string, now = friday, role: Role = 'agent', inboxes = ['shop']) {
  return agentContext({ id, role, inboxes }, now, colleague => colleague !== 'stranger')
}

export function platform(now = friday) {
  return trustedContext(customer, now)
}

export const text = (words: string) => ({ kind: 'text' as const, text: words })
export const byAgent = (id: string) => ({ kind: 'agent' as const, id })

export const opened = fact('conversation.opened', { inbox: 'shop', platform: 'whatsapp', contact: 'mia' })
export const openedOnWebchat = fact('conversation.opened', { inbox: 'shop', platform: 'webchat', contact: 'mia' })
export const received = fact('conversation.message-received', {
  message: 'm1',
  content: text('Is my order on its way?')
})
