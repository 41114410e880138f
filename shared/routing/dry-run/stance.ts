import type { Held, Picture } from '../picture.ts'

/** Does somebody have it, does it wait for somebody, or is it neither: not there, asleep or over? */
export type Stance = 'held' | 'waiting' | 'closed'

export function stanceOf({ conversations }: Picture, conversation: string): Stance {
  const held = conversations.get(conversation)
  if (held?.status !== 'open') return 'closed'
  return held.waiting ? 'waiting' : 'held'
}

export function holderOf({ promised, assignee }: Held): string {
  return promised ?? assignee ?? ''
}

/** After these whoever had something may not have it any more. */
export const turnsMany: ReadonlySet<string> = new Set([
  'agent.left',
  'agent.role-changed',
  'inbox.member-removed',
  'inbox.routing-set'
])
