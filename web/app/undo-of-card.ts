import type { Card } from '../../shared/workflow/card.ts'
import type { Wish } from './device.ts'

type Before = Pick<Card, 'stage' | 'rank' | 'owner' | 'value' | 'due' | 'title' | 'cycles'>

/**
 * The wish that puts back where the card was `before`. What stands on it is undone by writing it again.
 * `closed`: the wish ended the card's passage, so whoever undoes it sees it closed.
 */
export function undoOfCard(wish: Wish, before: Before, closed: boolean): Wish | null {
  switch (wish.type) {
    case 'card.move': {
      // A move out of where a card was closed goes on with that passage.
      const last = before.cycles.at(-1)
      const cycle = closed ? null : (last?.number ?? null)
      return { ...wish, from: wish.to, to: wish.from, rank: before.rank, cycle, reason: last?.reason ?? '' }
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
    case 'card.explain':
      return { ...wish, reason: before.cycles.find(({ number }) => number === wish.cycle)?.reason ?? '' }
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
