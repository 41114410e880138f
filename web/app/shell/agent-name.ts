import type { Author } from '../../../shared/kernel/message.ts'
import { agents, me } from '../live.ts'

/** A colleague's name, subscribed to. Who left keeps it. */
export function agentName(agent: string): string {
  return agents.get(agent)?.name ?? (agent === me.value?.agent ? me.value.name : 'A colleague')
}

/** As the start of a sentence: `You`, `Sara`, `Daybook`. */
export function authorName(by: Author): string {
  if (by.kind === 'agent') return by.id === me.value?.agent ? 'You' : agentName(by.id)
  return by.kind === 'system' ? 'Daybook' : 'The customer'
}

/** For sentences made outside of a drawing: reads once. */
export function nameOf(agent: string): string {
  if (agent === me.peek()?.agent) return 'You'
  return agents.all.get(agent)?.name ?? 'A colleague'
}
