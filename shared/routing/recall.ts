import { opened } from './held.ts'
import type { Picture } from './picture.ts'

/** What a conversation's own state says of it, as far as routing depends on it. */
export type Left = {
  readonly status: 'unknown' | 'open' | 'snoozed' | 'resolved'
  readonly inbox: string
  readonly assignee: string | null
  readonly assignedAt: number
  readonly labels: readonly string[]
}

/** Most of a workspace's conversations are over: ten thousands that nobody speaks of any more need no place in memory. */
export function forgetResolved({ conversations }: Picture): void {
  for (const { id, status } of conversations.values()) if (status === 'resolved') conversations.delete(id)
}

/** Somebody who was forgotten is heard of again. `left`: what their conversation was just before. */
export function recall({ conversations }: Picture, id: string, left: Left): void {
  if (left.status === 'unknown') return
  // Whoever is not resolved is never forgotten.
  if (left.status !== 'resolved') throw new Error(`${id} is ${left.status}, and the picture has forgotten it`)
  const { inbox, assignee, assignedAt, labels } = left
  conversations.set(id, { ...opened(id, inbox), status: 'resolved', assignee, assignedAt, labels })
}
