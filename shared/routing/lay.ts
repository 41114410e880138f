import type { Held, Picture } from './picture.ts'
import { deskOf, personOf } from './picture.ts'
import { dequeue, enqueue } from './queue.ts'

/** Takes a conversation out of all counts and lines, so that it may be changed. `lay` puts it back. */
export function lift(picture: Picture, held: Held): void {
  if (held.waiting) dequeue(deskOf(picture, held.inbox).queue, held.waiting)
  if (held.countedFor !== null) count(picture, held.inbox, held.countedFor, -1)
  held.countedFor = null
}

/** `seq` and `at` are of the event that changed it: where it begins to wait now, it waits since then. */
export function lay(picture: Picture, held: Held, seq: number, at: number): void {
  const holder = held.promised ?? held.assignee
  if (waits(held)) {
    if (!held.waiting) {
      held.queuedSeq = seq
      held.queuedAt = at
    }
    const needs = held.labels.filter(label => picture.skills.has(label)).toSorted()
    const since = held.unansweredSince ?? held.queuedAt
    held.waiting = { conversation: held.id, since, seq: held.queuedSeq, needs }
    enqueue(deskOf(picture, held.inbox).queue, held.waiting)
    return
  }
  held.waiting = null
  if (held.status !== 'open' || holder === null) return
  held.countedFor = holder
  count(picture, held.inbox, holder, 1)
}

function waits({ status, promised, assignee, again }: Held): boolean {
  return status === 'open' && promised === null && (assignee === null || again)
}

function count(picture: Picture, inbox: string, agent: string, by: number): void {
  const { open } = deskOf(picture, inbox)
  personOf(picture, agent).open += by
  open.set(agent, (open.get(agent) ?? 0) + by)
}
