import { automationOf } from '../../../shared/automation/author.ts'
import type { Author } from '../../../shared/kernel/message.ts'
import { agents, automations, me } from '../live.ts'

/** A colleague's name, subscribed to. Who left keeps it. */
export function agentName(agent: string): string {
  return agents.get(agent)?.name ?? (agent === me.value?.agent ? me.value.name : 'A colleague')
}

/** As the start of a sentence: `You`, `Sara`, `Daybook`, `The automation “Refunds”`. */
export function authorName(by: Author): string {
  if (by.kind === 'agent') return by.id === me.value?.agent ? 'You' : agentName(by.id)
  return by.kind === 'system' ? programName(by) : 'The customer'
}

/** Who did it, where nobody did: `The automation “Refunds”`, or `Daybook`. */
export function programName(by: Author): string {
  if (by.id === 'away-message') return 'The automatic away message'
  const automation = automationOf(by)
  if (automation === null) return 'Daybook'
  const name = automations.get(automation)?.now?.rule.name
  return name === undefined ? 'An automation' : `The automation “${name}”`
}

/** For sentences made outside of a drawing: reads once. */
export function nameOf(agent: string): string {
  if (agent === me.peek()?.agent) return 'You'
  return agents.all.get(agent)?.name ?? 'A colleague'
}
