import { rankAt } from '../../shared/workflow/rank.ts'
import type { CardRow } from '../app/live.ts'
import { act } from '../app/shell/act.ts'
import { nameOfCard } from './called.ts'

/** What is over goes on where new cards come in: as the same passage, because it was not over, or as the next one. */
export function OpenAgain({ card, done }: { card: CardRow; done(): void }) {
  const open = async (as: 'same-cycle' | 'new-cycle', words: string) => {
    const { workflow } = card
    done()
    await act(
      { type: 'card.reopen', card: card.card, workflow, as, to: null, rank: rankAt(Date.now()) },
      { done: words }
    )
  }
  const name = nameOfCard(card)
  return (
    <div class="acts">
      <button type="button" class="button quiet" onClick={() => void open('same-cycle', `${name} goes on`)}>
        It was not over
      </button>
      <button type="button" class="button" onClick={() => void open('new-cycle', `${name} begins again`)}>
        Begin a new cycle
      </button>
    </div>
  )
}
