import type * as v from 'valibot'
import { automationDecider } from './automation/automation.ts'
import type { AutomationCommand } from './automation/commands.ts'
import type { AutomationFact } from './automation/events.ts'
import type { ContactCommand } from './contacts/commands.ts'
import { contactDecider } from './contacts/contact.ts'
import type { ContactFact } from './contacts/events.ts'
import type { ConversationCommand } from './conversations/commands.ts'
import { conversationDecider } from './conversations/decide.ts'
import type { ConversationFact } from './conversations/events.ts'
import { agentDecider } from './identity/agent.ts'
import type { AgentCommand, TenantCommand } from './identity/commands.ts'
import type { AgentFact, TenantFact } from './identity/events.ts'
import { tenantDecider } from './identity/tenant.ts'
import type { InboxCommand } from './inboxes/commands.ts'
import type { InboxFact } from './inboxes/events.ts'
import { inboxDecider } from './inboxes/inbox.ts'
import type { Decider } from './kernel/decider.ts'
import { streamKey, streamKind, type Command, type Fact, type StreamId } from './kernel/message.ts'
import { namedPhrases } from './phrases/names.ts'
import type { PhraseCommand } from './phrases/commands.ts'
import type { PhraseFact } from './phrases/events.ts'
import { phraseDecider } from './phrases/phrase.ts'
import type { TeamCommand } from './routing/commands.ts'
import type { TeamFact } from './routing/events.ts'
import { teamDecider } from './routing/team.ts'
import type { CardCommand, WorkflowCommand } from './workflow/commands.ts'
import { cardDecider } from './workflow/decide-card.ts'
import type { CardFact, WorkflowFact } from './workflow/events.ts'
import type { clientCommand, refusal } from './shapes.ts'
import { workflowDecider } from './workflow/workflow.ts'

/** Every decider, by the kind of stream it decides for. */
export const deciders = {
  conversation: conversationDecider,
  contact: contactDecider,
  inbox: inboxDecider,
  agent: agentDecider,
  tenant: tenantDecider,
  team: teamDecider,
  workflow: workflowDecider,
  card: cardDecider,
  automation: automationDecider,
  phrase: phraseDecider
}
export type StreamKind = keyof typeof deciders

/** One of them, for who folds whatever comes: the compiler gives up on all of their facts and states at once. */
export type AnyDecider = Decider<unknown, AnyCommand, AnyFact, AnyRefusal>

export type AnyCommand =
  | ConversationCommand
  | ContactCommand
  | InboxCommand
  | AgentCommand
  | TenantCommand
  | TeamCommand
  | WorkflowCommand
  | CardCommand
  | AutomationCommand
  | PhraseCommand
export type AnyFact =
  | ConversationFact
  | ContactFact
  | InboxFact
  | AgentFact
  | TenantFact
  | TeamFact
  | WorkflowFact
  | CardFact
  | AutomationFact
  | PhraseFact

export type ClientCommand = v.InferOutput<typeof clientCommand>
export type AnyRefusal = v.InferOutput<typeof refusal>

/** The stream a command is for: its prefix names the kind, the field of that name the aggregate. */
export function streamOf(command: AnyCommand): StreamId {
  const kind = command.type.slice(0, command.type.indexOf('.')) as StreamKind
  return `${kind}/${(command as unknown as Record<StreamKind, string>)[kind]}`
}

/**
 * Whose commands are judged one after the other, beside those of the same stream: how full a stage is, is decided
 * there; and of two who merge the same people, or give the same name, the second sees what the first did.
 */
export function turnOf(command: AnyCommand): StreamId | null {
  if (isLink(command)) return 'contacts/linked'
  if (command.type === 'phrase.save') return namedPhrases
  return 'card' in command ? `workflow/${command.workflow}` : null
}

/** It is judged with the contacts that it links, and all that these are linked to. */
export function isLink(
  command: AnyCommand
): command is Extract<AnyCommand, { type: 'contact.merge' | 'contact.unmerge' }> {
  return command.type === 'contact.merge' || command.type === 'contact.unmerge'
}

/** Marks and colours that any order gives the same: they wait for nothing, and nothing waits for them. */
export function commutes(command: Command): boolean {
  return commuting.has(command.type)
}

const commuting: ReadonlySet<string> = new Set([
  'conversation.label',
  'conversation.unlabel',
  'conversation.note',
  'conversation.mark-read',
  'contact.note',
  'contact.keep-apart',
  'card.order',
  'card.rename',
  'card.set-value',
  'card.set-due',
  'card.set-field',
  'card.give',
  'card.add-item',
  'card.check-item',
  'card.remove-item'
])

/** Who may see a stream's events: everybody in the workspace, or who works in that inbox. */
export type Scope = 'tenant' | `inbox:${string}`

/** `state` is the aggregate's after the event: a conversation, a contact and a card belong to their inbox. */
export function scopeOf(stream: StreamId, state: unknown): Scope {
  const kind = streamKind(stream)
  return kind === 'conversation' || kind === 'contact' || kind === 'card'
    ? `inbox:${(state as { inbox: string }).inbox}`
    : 'tenant'
}

/** Whose words a stream holds, when they are a customer's. `state` is the aggregate's after the event. */
export function personOf(stream: StreamId, state: unknown): string | null {
  const kind = streamKind(stream)
  if (kind === 'contact') return streamKey(stream)
  return kind === 'conversation' || kind === 'card' ? (state as { contact: string }).contact || null : null
}

/** What a fact makes unreadable: its own stream up to here, or everything of the person whose stream it is. */
export function erasedBy(fact: Fact): 'stream' | 'person' | null {
  if (fact.type === 'contact.erased') return 'person'
  return fact.type === 'conversation.erased' || fact.type === 'card.erased' ? 'stream' : null
}
