import type { Author } from '../kernel/message.ts'
import type { Context } from '../kernel/decider.ts'
import type { Role } from './events.ts'

/** What takes more than being an agent. Everything else of `…Command` an agent may; `…Report`s only the server gives. */
const needs = new Map<string, Role>([
  ['conversation.reassign', 'supervisor'],
  ['inbox.rename', 'admin'],
  ['inbox.add-member', 'admin'],
  ['inbox.remove-member', 'admin'],
  ['agent.rename', 'admin'],
  ['agent.change-role', 'admin'],
  ['agent.leave', 'admin'],
  ['contact.erase', 'admin'],
  ['inbox.set-retention', 'admin'],
  ['inbox.set-routing', 'admin'],
  ['inbox.set-hours', 'admin'],
  ['inbox.set-away-message', 'admin'],
  ['inbox.set-sla', 'admin'],
  ['inbox.set-courtesies', 'admin'],
  ['inbox.resume-sending', 'admin'],
  // Of others; everybody says it of themselves.
  ['agent.set-availability', 'supervisor'],
  ['agent.set-limit', 'supervisor'],
  ['agent.set-skills', 'supervisor'],
  ['team.form', 'admin'],
  ['team.rename', 'admin'],
  ['team.add-member', 'admin'],
  ['team.remove-member', 'admin'],
  ['team.disband', 'admin'],
  ['workflow.publish', 'admin'],
  ['workflow.archive', 'admin'],
  ['workflow.restore', 'admin'],
  ['automation.publish', 'admin'],
  ['automation.turn-on', 'admin'],
  ['automation.turn-off', 'admin'],
  ['automation.remove', 'admin'],
  ['phrase.save', 'admin'],
  ['phrase.remove', 'admin'],
  // No commands: a stage may be closed to who has not this role.
  ['card.as-supervisor', 'supervisor'],
  ['card.as-admin', 'admin']
])

const rank: Record<Role, number> = { agent: 0, supervisor: 1, admin: 2 }

/** Only the platforms' edge, the reactions and the server's own forms say these. */
const reports = new Set([
  'conversation.receive',
  'conversation.wake',
  'conversation.route',
  'conversation.say-away',
  'conversation.warn-of-sla',
  'conversation.miss-sla',
  'conversation.start-sending',
  'conversation.end-sending',
  'conversation.receipt',
  'conversation.receipt-up-to',
  'conversation.echo',
  'conversation.edit',
  'conversation.unsend',
  'conversation.react',
  'conversation.keep-file',
  'conversation.lose-file',
  'conversation.notice',
  'conversation.erase',
  'conversation.tell-history',
  'conversation.withdraw-history',
  'contact.meet',
  'card.come-back',
  'card.erase',
  'inbox.connect',
  'inbox.list-templates',
  'inbox.stop-sending',
  'inbox.begin-import',
  'inbox.end-import',
  'inbox.undo-import',
  'agent.join',
  'tenant.found'
])

export function may(role: Role, command: string): boolean {
  return !reports.has(command) && rank[role] >= rank[needs.get(command) ?? 'agent']
}

/**
 * The context in which an agent's command is judged: `inboxes` are those they work in; an admin works in all.
 * `worksIn` says it of a colleague.
 */
export function agentContext(
  agent: { id: string; role: Role; inboxes: readonly string[] },
  now: number,
  worksIn: (colleague: string, inbox: string) => boolean
): Context {
  const reaches = (inbox: string) => agent.role === 'admin' || agent.inboxes.includes(inbox)
  return {
    now,
    by: { kind: 'agent', id: agent.id },
    may: command => may(agent.role, command),
    reaches: (inbox, colleague = agent.id) => (colleague === agent.id ? reaches(inbox) : worksIn(colleague, inbox))
  }
}

/** The context of the platforms' edge, of reactions and of the server's own forms. */
export function trustedContext(by: Author, now: number): Context {
  return { now, by, may: () => true, reaches: () => true }
}
