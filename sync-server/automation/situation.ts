import type { Situation } from '../../shared/automation/judge.ts'
import { isOpen } from '../../shared/routing/hours.ts'
import type { StateOf } from '../actors/actors.ts'

/** What it is judged by. `text`: of the message it began with, if it began with one. */
export function situationOf(
  conversation: StateOf<'conversation'>,
  inbox: Pick<StateOf<'inbox'>, 'hours'>,
  cards: readonly StateOf<'card'>[],
  { at, text }: { readonly at: number; readonly text: string | null }
): Situation {
  const { platform, labels, priority, assignee, last } = conversation
  return {
    inbox: conversation.inbox,
    platform,
    labels,
    priority,
    assignee,
    text: text ?? last?.text ?? '',
    isOpenHours: isOpen(inbox.hours ?? null, at),
    cards: cards.filter(card => card.status === 'open')
  }
}
