import type { Card } from '../../shared/workflow/card.ts'
import type { Wish } from './device.ts'

/** The wish that puts back where the card was `before`. What stands on it is undone by writing it again. */
export function undoOfCard(
  wish: Wish,
  before: Pick<Card, 'stage' | 'rank' | 'owner' | 'value' | 'due' | 'title'>
): Wish | null {
  switch (wish.type) {
    case 'card.move': {
      // It may have closed the card, or opened it again: whether it did is not said, and not asked.
      const { cycle: _, ...move } = wish
      return { ...move, from: wish.to, to: wish.from, rank: before.rank }
    }
    case 'card.order':
      return { ...wish, rank: before.rank }
    case 'card.close':
      return {
        type: 'card.reopen',
        card: wish.card,
        workflow: wish.workflow,
        as: 'same-cycle',
        to: wish.from,
        rank: before.rank
      }
    case 'card.give':
      return { ...wish, to: before.owner }
    case 'card.set-value':
      return { ...wish, value: before.value }
    case 'card.set-due':
      return { ...wish, due: before.due }
    case 'card.rename':
      return { ...wish, title: before.title }
    case 'card.check-item':
      return { ...wish, done: !wish.done }
    default:
      return null
  }
}
