import type { Context } from '../kernel/decider.ts'
import type { Decision } from '../kernel/decision.ts'
import type { ConversationCommand } from './commands.ts'
import type { ConversationFact } from './events.ts'
import type { ConversationRefusal } from './refusals.ts'

export type ConversationDecision = Decision<ConversationFact, ConversationRefusal>

/** The command with this `type`. */
export type Of<T extends ConversationCommand['type']> = Extract<ConversationCommand, { type: T }>

/** A device's clock may run ahead; nothing has happened later than now. */
export function said(command: ConversationCommand, context: Context) {
  return { at: Math.min(command.at, context.now), by: context.by, cause: command.id }
}
