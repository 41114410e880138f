import type { Held } from './picture.ts'

/** A conversation that nobody has, and of which nothing is known but where it is. */
export function opened(id: string, inbox: string): Held {
  return {
    id,
    inbox,
    status: 'open',
    assignee: null,
    assignedAt: 0,
    promised: null,
    again: false,
    labels: [],
    unansweredSince: null,
    queuedSeq: 0,
    queuedAt: 0,
    waiting: null,
    countedFor: null
  }
}
