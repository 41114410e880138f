import * as v from 'valibot'
import { automationCommand } from './automation/commands.ts'
import { automationFact } from './automation/events.ts'
import { automationRefusal } from './automation/refusals.ts'
import { contactCommand } from './contacts/commands.ts'
import { contactFact } from './contacts/events.ts'
import { contactRefusal } from './contacts/refusals.ts'
import { conversationCommand } from './conversations/commands.ts'
import { conversationFact } from './conversations/events.ts'
import { conversationRefusal } from './conversations/refusals.ts'
import { agentCommand } from './identity/commands.ts'
import { agentFact, tenantFact } from './identity/events.ts'
import { identityRefusal } from './identity/refusals.ts'
import { inboxCommand } from './inboxes/commands.ts'
import { inboxFact } from './inboxes/events.ts'
import { inboxRefusal } from './inboxes/refusals.ts'
import type { Fact } from './kernel/message.ts'
import { phraseCommand } from './phrases/commands.ts'
import { phraseFact } from './phrases/events.ts'
import { phraseRefusal } from './phrases/refusals.ts'
import { teamCommand } from './routing/commands.ts'
import { teamFact } from './routing/events.ts'
import { teamRefusal } from './routing/refusals.ts'
import { cardCommand, workflowCommand } from './workflow/commands.ts'
import { cardFact, workflowFact } from './workflow/events.ts'
import { cardRefusal, workflowRefusal } from './workflow/refusals.ts'

// Beside the catalog, because a first screen decides and draws before it reads anything from outside.

/** What a client may push. The server's own reports are not in it, so no frame can carry one. */
export const clientCommand = v.variant('type', [
  conversationCommand,
  contactCommand,
  inboxCommand,
  agentCommand,
  teamCommand,
  workflowCommand,
  cardCommand,
  automationCommand,
  phraseCommand
])

const facts = {
  conversation: conversationFact,
  contact: contactFact,
  inbox: inboxFact,
  agent: agentFact,
  tenant: tenantFact,
  team: teamFact,
  workflow: workflowFact,
  card: cardFact,
  automation: automationFact,
  phrase: phraseFact
}

export const knownFact = v.variant('type', Object.values(facts))

export const refusal = v.variant('reason', [
  conversationRefusal,
  contactRefusal,
  inboxRefusal,
  identityRefusal,
  teamRefusal,
  workflowRefusal,
  cardRefusal,
  automationRefusal,
  phraseRefusal,
  /** What this command rested on was refused, so this is refused with it. `after` is that command's id. */
  v.object({ reason: v.literal('depends-on-refused'), after: v.string() }),
  /** The server could not read the command: an older or a foreign client. */
  v.object({ reason: v.literal('not-understood') })
])

/** Asked for each fact of a workspace: of a hundred shapes, those of its kind are tried. */
export function isKnown(fact: Fact): fact is v.InferOutput<typeof knownFact> {
  const kind = fact.type.slice(0, fact.type.indexOf('.'))
  return Object.hasOwn(facts, kind) && v.is(facts[kind as keyof typeof facts], fact)
}
